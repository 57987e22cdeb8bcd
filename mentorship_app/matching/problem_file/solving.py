"""Solving the problem of a file: what the file format promises beyond the solver."""

from dataclasses import replace

from mentorship_app.matching.solving.blocking import blocking_pairs
from mentorship_app.matching.solving.checking import violations
from mentorship_app.matching.solving.optimum import solve
from mentorship_app.matching.solving.problem import Problem, Progress, Solution, Status


def solved(problem: Problem, *, mode: str, progress: Progress | None = None) -> Solution:
    """The solution, every blocking pair listed also where all go by fit.

    Deferred acceptance does not look at smallest loads and at mentees together or apart. Where the stable matching
    that it finds breaks one of these, there is none in the result, which says so: by the rural hospitals theorem no
    other would keep a smallest load either where nobody is indifferent, and for couples others are not searched.
    """
    solution = solve(problem, mode=mode, progress=progress)
    if solution.status is Status.STABLE and (broken := violations(problem, solution.pairs)):
        words = f"The stable matching breaks rules that only the optimal mode looks at: {'; '.join(broken)}."
        return Solution(Status.INFEASIBLE, (), (), None, {"mode": mode, "words": words})
    if solution.status is Status.OPTIMAL:
        return replace(solution, blocking_pairs=blocking_pairs(problem, solution.pairs))
    return solution
