"""Where nothing keeps all rules: the few that contradict each other."""

from typing import Any

import numpy as np
import pytest

from mentorship_app.matching.solving.checking import certificate_holds
from mentorship_app.matching.solving.optimum import solve
from mentorship_app.matching.solving.problem import Mentee, Mentor, Problem, Status
from tests.matching.solving.brute_force import every_matching
from tests.matching.solving.instances import seeded, small_instance

Entry = dict[str, Any]


def conflict(problem: Problem) -> list[Entry]:
    solution = solve(problem)
    assert solution.status is Status.INFEASIBLE
    assert certificate_holds(problem, solution)
    return solution.certificate["conflict"]


def instance(places: list[int], mentees: int, **rules: Any) -> Problem:
    loads = rules.pop("loads", [0] * len(places))
    return Problem(
        tuple(Mentor(f"o{k}", count, loads[k]) for k, count in enumerate(places)),
        tuple(Mentee(f"e{k}") for k in range(mentees)),
        np.zeros((mentees, len(places))),
        **{name: frozenset(pairs) for name, pairs in rules.items()},
    )


def test_more_locks_than_places() -> None:
    assert conflict(instance([1, 5], 3, locked=[("e0", "o0"), ("e1", "o0"), ("e2", "o1")])) == [
        {"rule": "capacity", "mentor": "o0", "capacity": 1},
        {"rule": "locked", "mentee": "e0", "mentor": "o0"},
        {"rule": "locked", "mentee": "e1", "mentor": "o0"},
    ]


def test_two_locks_of_a_mentee_who_wants_one() -> None:
    assert conflict(instance([1, 1], 2, locked=[("e0", "o0"), ("e0", "o1")])) == [
        {"rule": "locked", "mentee": "e0", "mentor": "o0"},
        {"rule": "locked", "mentee": "e0", "mentor": "o1"},
    ]


def test_a_lock_that_is_forbidden() -> None:
    assert conflict(instance([1], 1, locked=[("e0", "o0")], forbidden=[("e0", "o0")])) == [
        {"rule": "locked", "mentee": "e0", "mentor": "o0"},
        {"rule": "forbidden", "mentee": "e0", "mentor": "o0"},
    ]


def test_a_smallest_load_above_the_places() -> None:
    assert conflict(instance([1], 3, loads=[2])) == [
        {"rule": "min_load", "mentor": "o0", "min_load": 2},
        {"rule": "capacity", "mentor": "o0", "capacity": 1},
    ]


def test_smallest_loads_that_need_more_mentees_than_there_are() -> None:
    found = conflict(instance([2, 2, 2, 2], 3, loads=[0, 2, 1, 2]))

    assert found == [
        {"rule": "min_load", "mentor": "o1", "min_load": 2},
        {"rule": "min_load", "mentor": "o3", "min_load": 2},
    ]


def test_a_smallest_load_whose_mentees_are_locked_elsewhere() -> None:
    assert conflict(instance([1, 2], 2, loads=[0, 2], locked=[("e0", "o0")])) == [
        {"rule": "locked", "mentee": "e0", "mentor": "o0"},
        {"rule": "min_load", "mentor": "o1", "min_load": 2},
    ]


def test_a_smallest_load_for_whom_nobody_is_allowed() -> None:
    assert conflict(instance([1, 1], 2, loads=[1, 0], forbidden=[("e0", "o0"), ("e1", "o0"), ("e1", "o1")])) == [
        {"rule": "min_load", "mentor": "o0", "min_load": 1},
        {"rule": "forbidden", "mentee": "e0", "mentor": "o0"},
        {"rule": "forbidden", "mentee": "e1", "mentor": "o0"},
    ]


def test_together_and_apart_once_one_of_the_two_is_locked() -> None:
    rules = {"together": [("e0", "e1")], "apart": [("e1", "e0")]}
    assert solve(instance([2], 2, **rules)).pairs == ()

    assert conflict(instance([2], 2, locked=[("e0", "o0")], **rules)) == [
        {"rule": "locked", "mentee": "e0", "mentor": "o0"},
        {"rule": "apart", "mentees": ["e0", "e1"]},
        {"rule": "together", "mentees": ["e0", "e1"]},
    ]


def test_together_with_somebody_whose_mentor_is_full() -> None:
    assert conflict(instance([1, 9], 3, locked=[("e0", "o0")], together=[("e0", "e1")])) == [
        {"rule": "capacity", "mentor": "o0", "capacity": 1},
        {"rule": "locked", "mentee": "e0", "mentor": "o0"},
        {"rule": "together", "mentees": ["e0", "e1"]},
    ]


def test_together_with_somebody_whose_mentor_is_forbidden() -> None:
    rules: Any = {"together": [("e0", "e1")], "forbidden": [("e1", "o0"), ("e2", "o1")]}
    assert conflict(instance([3, 3], 3, locked=[("e0", "o0")], **rules)) == [
        {"rule": "locked", "mentee": "e0", "mentor": "o0"},
        {"rule": "together", "mentees": ["e0", "e1"]},
        {"rule": "forbidden", "mentee": "e1", "mentor": "o0"},
    ]


def only(problem: Problem, entries: list[Entry]) -> Problem:
    """The instance with these rules alone; forbidden pairs stay where none is named."""
    numbers = {(entry["rule"], entry.get("mentor")): entry for entry in entries}
    people = len(problem.mentees)

    def number(rule: str, mentor: str, otherwise: int) -> int:
        entry = numbers.get((rule, mentor))
        return otherwise if entry is None else entry[rule]

    named = {rule: [entry for entry in entries if entry["rule"] == rule] for rule in ("forbidden", "locked")}
    couples = {rule: [entry["mentees"] for entry in entries if entry["rule"] == rule] for rule in ("together", "apart")}
    return Problem(
        mentors=tuple(
            Mentor(one.id, number("capacity", one.id, people), number("min_load", one.id, 0)) for one in problem.mentors
        ),
        mentees=problem.mentees,
        fit=problem.fit,
        forbidden=frozenset((e["mentee"], e["mentor"]) for e in named["forbidden"]),
        locked=frozenset((e["mentee"], e["mentor"]) for e in named["locked"]),
        together=frozenset((a, b) for a, b in couples["together"]),
        apart=frozenset((a, b) for a, b in couples["apart"]),
    )


def can_be_kept(problem: Problem) -> bool:
    return next(every_matching(problem), None) is not None


@pytest.mark.parametrize("kind", ["plain", "side_rules", "several"])
def test_what_is_named_contradicts_itself_and_nothing_of_it_can_be_left_out(kind: str) -> None:
    seen = 0
    for seed in range(200 if kind == "plain" else 60):
        problem = small_instance(seeded(seed), people=4, side_rules=kind == "side_rules", several=kind == "several")
        if solve(problem).status is not Status.INFEASIBLE:
            continue
        entries = conflict(problem)
        seen += 1
        # Where no forbidden pair is named, none is needed for the contradiction.
        assert not can_be_kept(only(problem, entries))
        for left_out in entries:
            assert can_be_kept(only(problem, [entry for entry in entries if entry != left_out]))

    assert seen > 10


def test_very_many_smallest_loads_are_named_without_trying_each() -> None:
    found = conflict(instance([2] * 120, 150, loads=[2, 1] * 60))

    assert {entry["rule"] for entry in found} == {"min_load"}
    # 60 mentors who need two and 31 who need one want 151 mentees together.
    assert sorted(entry["min_load"] for entry in found) == [1] * 31 + [2] * 60
