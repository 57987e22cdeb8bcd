"""One instance solved: the best pairs by the goals with their proof, or a stable matching."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mentorship_app.matching.solving.blocking import blocking_pairs
from mentorship_app.matching.solving.canonical import Impossible, Instance, Refused, lay_out
from mentorship_app.matching.solving.certificate import certificate, versions
from mentorship_app.matching.solving.checking import measure, violations
from mentorship_app.matching.solving.conflicts import broken_rules, lock_conflict, plain_conflict, smallest_conflict
from mentorship_app.matching.solving.one_each import Found, best_of_one_each
from mentorship_app.matching.solving.preferences import Preferences, preferences
from mentorship_app.matching.solving.problem import Pair, Problem, Progress, Solution, Status, Unmatched
from mentorship_app.matching.solving.side_rules import best_with_side_rules
from mentorship_app.matching.solving.stable import stable_pairs
from mentorship_app.matching.solving.unmatched import unmatched_mentees

if TYPE_CHECKING:
    from collections.abc import Mapping

_STAGES = 6


def solve(problem: Problem, *, mode: str = "optimal", progress: Progress | None = None) -> Solution:
    """The best matching by the goals of the problem, or with ``mode`` "stable" one in which no two people would both
    rather have each other.

    The same problem gives the same pairs, whatever order its people come in. ``progress`` is told the number of
    stages done and of all. ValueError for an instance that contradicts itself in form (see ``lay_out``) or an unknown
    mode. What cannot be solved comes back with a status that says so; nothing is ever approximated.
    """
    stages = _Stages(progress)
    instance = lay_out(problem)
    stages.next()
    if mode == "stable":
        return _stable(problem, instance, stages)
    if mode != "optimal":
        raise ValueError(f"{mode} is no way of solving; optimal and stable are")
    conflict = plain_conflict(instance)
    if conflict:
        return _infeasible(conflict)
    try:
        found, solver = _best(problem, instance, stages)
    except Impossible:
        return _infeasible(smallest_conflict(instance))
    except Refused as refused:
        return _refused(refused)
    return _solution(problem, instance, found, solver, stages)


class _Stages:
    def __init__(self, progress: Progress | None) -> None:
        self.done = 0
        self.progress = progress

    def next(self) -> None:
        """One stage more is done."""
        self.done = min(self.done + 1, _STAGES)
        if self.progress is not None:
            self.progress(self.done, _STAGES)

    def end(self) -> None:
        """Everything is done."""
        while self.done < _STAGES:
            self.next()


def _best(problem: Problem, instance: Instance, stages: _Stages) -> tuple[Found, str]:
    """The fast way where it is right: everybody wants one, and mentees who go together or apart do so anyway."""
    if not (instance.wants > 1).any():
        found = best_of_one_each(instance, stages.next)
        if not (instance.together or instance.apart) or not violations(problem, _pairs(instance, found)):
            return found, "assignment"
    return best_with_side_rules(instance, stages.next), "highs"


def _pairs(instance: Instance, found: Found) -> tuple[Pair, ...]:
    return instance.pairs(found.rows, found.columns)


def _solution(problem: Problem, instance: Instance, found: Found, solver: str, stages: _Stages) -> Solution:
    pairs = _pairs(instance, found)
    broken = violations(problem, pairs)
    if broken:
        raise ArithmeticError("; ".join(broken))
    objective = measure(problem, pairs)
    proof = certificate(instance, found.units, found.steps, objective, solver=solver)
    unmatched = unmatched_mentees(instance, found.rows, found.columns)
    blocking = blocking_pairs(problem, pairs) if _ranks(problem) else ()
    stages.end()
    return Solution(Status.OPTIMAL, pairs, unmatched, objective, proof, blocking)


def _ranks(problem: Problem) -> bool:
    """Whether anybody ranks anybody."""
    ranks = (*(mentor.ranking for mentor in problem.mentors), *(mentee.ranking for mentee in problem.mentees))
    return any(ranking is not None for ranking in ranks)


def _stable(problem: Problem, instance: Instance, stages: _Stages) -> Solution:
    """No pairs, with ``mode`` in the certificate, where those found break a rule that asking does not look at.

    By the rural hospitals theorem (Roth 1984) no other stable matching keeps a smallest load then, where nobody is
    indifferent; for mentees together or apart others are not searched.
    """
    conflict = lock_conflict(instance)
    if conflict:
        return _infeasible(conflict)
    known = preferences(problem)
    pairs = stable_pairs(problem, known)
    broken = broken_rules(instance, pairs)
    if broken:
        return _infeasible(broken, mode="stable")
    stages.next()
    unmatched = _unmatched_when_stable(instance, known, pairs)
    objective = measure(problem, pairs)
    blocking = blocking_pairs(problem, pairs, known)
    stages.end()
    return Solution(Status.STABLE, pairs, unmatched, objective, {"solver": versions("deferred_acceptance")}, blocking)


def _unmatched_when_stable(instance: Instance, known: Preferences, pairs: tuple[Pair, ...]) -> tuple[Unmatched, ...]:
    """Whoever is short of mentors: nobody is allowed whom they rank and who ranks them, or others rank higher there."""
    had = Counter(mentee for mentee, _ in pairs)
    short = [row for row, mentee in enumerate(instance.mentees) if had[mentee] < instance.wants[row]]
    said = []
    for row in short:
        possible = known.mutual(row) & instance.allowed[row]
        mentee = instance.mentees[row]
        said.append(Unmatched(mentee, "chosen_over" if int(possible.sum()) > had[mentee] else "no_mentor", {}))
    return tuple(said)


def _infeasible(conflict: tuple[Mapping[str, object], ...], **more: str) -> Solution:
    return Solution(Status.INFEASIBLE, (), (), None, {"conflict": [dict(rule) for rule in conflict], **more})


def _refused(refused: Refused) -> Solution:
    """``refused``: the code, its values, and the sentence in English."""
    refusal = {"code": refused.code, "values": dict(refused.values), "words": refused.words}
    return Solution(Status.TOO_LARGE, (), (), None, {"refused": refusal})
