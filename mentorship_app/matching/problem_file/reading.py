"""The problem file: an instance of matching as JSON, for research, tests and use without the rest of the app.

What may stand in it is in ``docs/matching.md``. Everything wrong or contradictory in a file is told at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mentorship_app.matching.problem_file.careful_json import (
    Complaints,
    as_list,
    as_object,
    expect,
    parsed,
    shown,
    whole_number,
)
from mentorship_app.matching.problem_file.fits import fits_from_rankings, read_fit
from mentorship_app.matching.problem_file.people import (
    MOST,
    People,
    read_couples,
    read_pairs,
    read_people,
    read_ranking,
)
from mentorship_app.matching.solving.problem import GOALS, Goal, Mentee, Mentor, Pair, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MAY = ("fit", "forbidden", "locked", "goals", "together", "apart")


@dataclass(frozen=True)
class ProblemFile:
    """A problem, and the ids as the file gives them: there whole numbers may be ids, in the problem all are text."""

    problem: Problem
    mentees: Mapping[str, str | int]
    mentors: Mapping[str, str | int]

    def as_given(self, pairs: Sequence[Pair]) -> list[list[str | int]]:
        """Pairs with the ids as the file gives them."""
        return [[self.mentees[mentee], self.mentors[mentor]] for mentee, mentor in pairs]


def read_problem(content: bytes, *, mode: str = "optimal", name: str = "the file") -> ProblemFile:
    """The problem in a file; raises Malformed with everything that is wrong in it. ``mode``: optimal or stable.

    Without ``fit``: where everybody ranks, the fits follow from the rankings; else, in stable mode only, all are 0.
    """
    complaints = Complaints()
    entries = as_object(complaints, "", parsed(content, name), needs=("mentors", "mentees"), may=_MAY)
    if entries is None:
        complaints.stop_if_any()
    assert entries is not None, "else there was a complaint"  # noqa: S101
    mentors = read_people(complaints, "mentors", entries.get("mentors"), ("capacity",), ("min_load", "ranking"))
    mentees = read_people(complaints, "mentees", entries.get("mentees"), (), ("wants", "ranking"))
    known_mentors = tuple(_mentor(complaints, place, one, mentees) for place, one in mentors.entries)
    known_mentees = tuple(_mentee(complaints, place, one, mentors) for place, one in mentees.entries)
    problem = Problem(
        mentors=known_mentors,
        mentees=known_mentees,
        fit=_fit(complaints, entries, mentees, mentors),
        forbidden=read_pairs(complaints, "forbidden", entries.get("forbidden", []), mentees, mentors),
        locked=read_pairs(complaints, "locked", entries.get("locked", []), mentees, mentors),
        together=read_couples(complaints, "together", entries.get("together", []), mentees),
        apart=read_couples(complaints, "apart", entries.get("apart", []), mentees),
        goals=_goals(complaints, entries.get("goals", list(GOALS))),
    )
    _check_contradictions(complaints, problem)
    if "fit" not in entries:
        problem = _without_fit(complaints, problem, mode)
    complaints.stop_if_any()
    return ProblemFile(problem, mentees.given, mentors.given)


def _mentor(complaints: Complaints, place: str, entry: Mapping[str, Any], mentees: People) -> Mentor:
    before = complaints.count
    capacity = _number(complaints, place, entry, "capacity", 0)
    min_load = _number(complaints, place, entry, "min_load", 0)
    if min_load > capacity and complaints.count == before and "capacity" in entry:
        complaints.add(f"{place}.min_load", f"{min_load} is more than the capacity, {capacity}")
    return Mentor(entry["id"], capacity, min_load, read_ranking(complaints, place, entry, mentees))


def _mentee(complaints: Complaints, place: str, entry: Mapping[str, Any], mentors: People) -> Mentee:
    wants = _number(complaints, place, entry, "wants", 1)
    return Mentee(entry["id"], wants, read_ranking(complaints, place, entry, mentors))


def _number(complaints: Complaints, place: str, entry: Mapping[str, Any], key: str, least: int) -> int:
    """The number, at least ``least``; that itself where the key is left out or something else stands there."""
    if key not in entry:
        return least
    number = whole_number(complaints, f"{place}.{key}", entry[key], least, MOST)
    return least if number is None else number


def _fit(complaints: Complaints, entries: Mapping[str, Any], mentees: People, mentors: People) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    if "fit" in entries:
        return read_fit(complaints, entries["fit"], mentees, mentors)
    return np.zeros((len(mentees.entries), len(mentors.entries)))


def _without_fit(complaints: Complaints, problem: Problem, mode: str) -> Problem:
    people: list[Mentee | Mentor] = [*problem.mentees, *problem.mentors]
    if all(person.ranking is not None for person in people):
        return problem if complaints.count else replace(problem, fit=fits_from_rankings(problem))
    if mode == "optimal" and problem.fit.size:
        without = sum(person.ranking is None for person in people)
        complaints.add("fit", f"missing, and {without} of {len(people)} people have no ranking to go by instead")
    return problem


def _goals(complaints: Complaints, value: object) -> tuple[Goal, ...]:
    goals = as_list(complaints, "goals", value, "goals")
    if goals is None:
        return GOALS
    if not goals:
        complaints.add("goals", "empty; leave the key out for the usual ones")
    for position, goal in enumerate(goals):
        place = f"goals[{position}]"
        if not isinstance(goal, str) or goal not in list(GOALS):
            expect(complaints, place, goal, f"one of {', '.join(GOALS)}")
        elif goal in goals[:position]:
            complaints.add(place, f"{shown(goal)} is there twice")
    return tuple(Goal(goal) for goal in goals if isinstance(goal, str) and goal in list(GOALS))


def _check_contradictions(complaints: Complaints, problem: Problem) -> None:
    for mentee, mentor in sorted(problem.locked & problem.forbidden):
        complaints.add("locked", f"mentee {shown(mentee)} and mentor {shown(mentor)} are locked and forbidden")
    _check_locks(complaints, problem)
    for one, other in sorted(problem.together & problem.apart):
        complaints.add("together", f"mentees {shown(one)} and {shown(other)} are to be together and apart")


def _check_locks(complaints: Complaints, problem: Problem) -> None:
    """That everybody has room for those locked to them."""
    of_mentees: dict[str, int] = {}
    of_mentors: dict[str, int] = {}
    for mentee, mentor in problem.locked:
        of_mentees[mentee] = of_mentees.get(mentee, 0) + 1
        of_mentors[mentor] = of_mentors.get(mentor, 0) + 1
    for one in problem.mentors:
        if (locked := of_mentors.get(one.id, 0)) > one.capacity:
            complaints.add("locked", f"{locked} mentees for mentor {shown(one.id)}, whose capacity is {one.capacity}")
    for each in problem.mentees:
        if (locked := of_mentees.get(each.id, 0)) > each.wants:
            complaints.add("locked", f"{locked} mentors for mentee {shown(each.id)}, who wants {each.wants}")
