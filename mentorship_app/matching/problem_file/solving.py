"""Solving the problem of a file: what the file format promises beyond the solver."""

from dataclasses import replace

from mentorship_app.matching.solving.blocking import blocking_pairs
from mentorship_app.matching.solving.optimum import solve
from mentorship_app.matching.solving.problem import Problem, Progress, Solution, Status


def solved(problem: Problem, *, mode: str, progress: Progress | None = None) -> Solution:
    """The solution, every blocking pair listed also where all go by fit."""
    solution = solve(problem, mode=mode, progress=progress)
    if solution.status is Status.OPTIMAL:
        return replace(solution, blocking_pairs=blocking_pairs(problem, solution.pairs))
    return solution
