"""Whether a matching keeps the rules, what it is worth, and whether a certificate proves it best.

Nothing here asks a solver, except to confirm that named rules contradict each other: proofs are checked by adding
up and comparing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from math import fsum
from typing import TYPE_CHECKING

from mentorship_app.matching.solving.canonical import lay_out
from mentorship_app.matching.solving.conflicts import contradicts
from mentorship_app.matching.solving.problem import Objective, Pair, Problem, Solution, Status
from mentorship_app.matching.solving.proofs import proves

if TYPE_CHECKING:
    from collections.abc import Iterable


def violations(problem: Problem, pairs: Collection[Pair]) -> list[str]:
    """Each rule that the pairs break, in words; empty for a matching that keeps all."""
    wanted = {mentee.id: mentee.wants for mentee in problem.mentees}
    places = {mentor.id: mentor for mentor in problem.mentors}
    unknown = [f"{a} and {b} are not both in this instance" for a, b in pairs if a not in wanted or b not in places]
    if unknown:
        return unknown
    made = set(pairs)
    loads = Counter(mentor for _, mentor in pairs)
    had = Counter(mentee for mentee, _ in pairs)
    said = [] if len(made) == len(pairs) else ["a pair is made twice"]
    said += [f"{a} and {b} must not be paired" for a, b in sorted(made & problem.forbidden)]
    said += [f"{a} and {b} are locked but not paired" for a, b in sorted(problem.locked - made)]
    said += [f"{a} has {had[a]} mentors and wants {wants}" for a, wants in sorted(wanted.items()) if had[a] > wants]
    for mentor in sorted(places.values(), key=lambda mentor: mentor.id):
        if loads[mentor.id] > mentor.capacity:
            said.append(f"{mentor.id} has {loads[mentor.id]} mentees and {mentor.capacity} places")
        if loads[mentor.id] < mentor.min_load:
            said.append(f"{mentor.id} has {loads[mentor.id]} mentees and needs {mentor.min_load}")
    return said + _broken_side_rules(problem, made)


def _broken_side_rules(problem: Problem, made: Iterable[Pair]) -> list[str]:
    mentors: dict[str, set[str]] = {}
    for mentee, mentor in made:
        mentors.setdefault(mentee, set()).add(mentor)
    said = []
    for a, b in sorted(problem.together):
        if mentors.get(a, set()) != mentors.get(b, set()):
            said.append(f"{a} and {b} belong together and have different mentors")
    for a, b in sorted(problem.apart):
        if a != b and mentors.get(a, set()) & mentors.get(b, set()):
            said.append(f"{a} and {b} must not have the same mentor")
    return said


def measure(problem: Problem, pairs: Collection[Pair]) -> Objective:
    """The values of these pairs, whether they keep the rules or not. KeyError for somebody unknown."""
    rows = {mentee.id: k for k, mentee in enumerate(problem.mentees)}
    columns = {mentor.id: k for k, mentor in enumerate(problem.mentors)}
    fits = [float(problem.fit[rows[mentee]][columns[mentor]]) for mentee, mentor in pairs]
    loads = Counter(mentor for _, mentor in pairs)
    return Objective(
        matched=len({mentee for mentee, _ in pairs}),
        worst_off=min(fits, default=None),
        total=fsum(fits),
        even_load=sum(load * load for load in loads.values()),
    )


def certificate_holds(problem: Problem, solution: Solution) -> bool:
    """Whether the pairs keep every rule, are worth what is said, and are proved best by the certificate.

    Every bound is computed anew from the problem. A bound that HiGHS gave (proof ``solver``) cannot be: there the
    pairs, the values and that bound and value are equal is what is checked. A stable matching has no such proof;
    an infeasible one holds if the rules it names cannot be kept together.
    """
    try:
        if solution.status is Status.INFEASIBLE:
            return contradicts(lay_out(problem), solution.certificate["conflict"])
        if solution.status is not Status.OPTIMAL or solution.objective is None:
            return False
        if violations(problem, solution.pairs) or measure(problem, solution.pairs) != solution.objective:
            return False
        return proves(problem, solution.pairs, solution.objective, solution.certificate)
    except (KeyError, TypeError, ValueError, IndexError, OverflowError):
        # A certificate that lacks a part, or holds something else there, proves nothing.
        return False
