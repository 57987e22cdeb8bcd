"""Solving the problem of a file: what the file format promises beyond the solver."""

import time
from dataclasses import replace
from importlib import import_module

from mentorship_app.matching.solving.blocking import blocking_pairs
from mentorship_app.matching.solving.optimum import solve
from mentorship_app.matching.solving.problem import Problem, Progress, Solution, Status

_LOADED = {"optimal": ("scipy.optimize", "scipy.sparse.csgraph"), "stable": ("numpy",)}
"""What solving loads when it first needs it, and what would else count as time of solving."""


def timed(problem: Problem, *, mode: str, progress: Progress | None = None) -> tuple[Solution, float]:
    """The solution and how many seconds it took by the clock."""
    for name in _LOADED[mode]:
        import_module(name)
    began = time.perf_counter()
    solution = solved(problem, mode=mode, progress=progress)
    return solution, time.perf_counter() - began


def solved(problem: Problem, *, mode: str, progress: Progress | None = None) -> Solution:
    """The solution, every blocking pair listed also where all go by fit."""
    solution = solve(problem, mode=mode, progress=progress)
    if solution.status is Status.OPTIMAL:
        return replace(solution, blocking_pairs=blocking_pairs(problem, solution.pairs))
    return solution
