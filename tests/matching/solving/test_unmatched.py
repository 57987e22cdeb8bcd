"""Why somebody has no mentor: the crowd that is too large for its places."""

import numpy as np
import pytest

from mentorship_app.matching.solving.optimum import solve
from mentorship_app.matching.solving.problem import Goal, Mentee, Mentor, Problem, Status, Unmatched
from tests.matching.solving.instances import seeded, small_instance


def instance(places: list[int], allowed: list[list[int]], **rest: object) -> Problem:
    every = [(j, i) for j in range(len(allowed)) for i in range(len(places))]
    return Problem(
        tuple(Mentor(f"o{k}", count) for k, count in enumerate(places)),
        tuple(Mentee(f"e{k}") for k in range(len(allowed))),
        np.ones((len(allowed), len(places))),
        forbidden=frozenset((f"e{j}", f"o{i}") for j, i in every if i not in allowed[j]),
        **rest,  # type: ignore[arg-type]
    )


def test_nobody_is_allowed() -> None:
    assert solve(instance([1], [[0], []])).unmatched == (Unmatched("e1", "no_mentor", {}),)


def test_three_mentees_for_two_places_while_others_have_room() -> None:
    solution = solve(instance([1, 1, 5], [[0, 1], [0, 1], [1], [2]]))

    assert len(solution.unmatched) == 1
    only = solution.unmatched[0]
    assert only.reason == "crowded"
    assert only.values == {"mentees": ["e0", "e1", "e2"], "mentors": ["o0", "o1"], "places": 2}


def test_locked_people_and_their_places_are_not_part_of_a_crowd() -> None:
    solution = solve(instance([2], [[0], [0], [0]], locked=frozenset({("e1", "o0")})))

    assert len(solution.unmatched) == 1
    assert solution.unmatched[0].values == {"mentees": ["e0", "e2"], "mentors": ["o0"], "places": 1}


def test_left_out_where_a_goal_before_is_better_without() -> None:
    problem = Problem((Mentor("o", 2),), (Mentee("a"), Mentee("b")), np.array([[1.0], [-1.0]]), goals=(Goal.TOTAL,))

    assert solve(problem).unmatched == (Unmatched("b", "left_out", {}),)


def test_left_out_where_two_who_go_together_fit_nowhere() -> None:
    solution = solve(instance([1, 1], [[0, 1], [0, 1]], together=frozenset({("e0", "e1")})))

    assert [(one.mentee, one.reason) for one in solution.unmatched] == [("e0", "left_out"), ("e1", "left_out")]


def test_fewer_mentors_than_wanted() -> None:
    problem = Problem((Mentor("o0", 1), Mentor("o1", 1)), (Mentee("a", 3), Mentee("b", 1)), np.ones((2, 2)))
    reasons = {one.mentee: (one.reason, one.values.get("wants")) for one in solve(problem).unmatched}

    assert reasons["a"][1] == 3
    assert solve(problem).objective is not None
    assert solve(problem).objective.matched == 2  # type: ignore[union-attr]


@pytest.mark.parametrize("part", range(3))
def test_a_crowd_has_fewer_places_than_people_and_nowhere_else_to_go(part: int) -> None:
    crowds = 0
    for seed in range(part * 150, (part + 1) * 150):
        problem = small_instance(seeded(seed))
        solution = solve(Problem(**{**problem.__dict__, "goals": ()}))
        if solution.status is not Status.OPTIMAL:
            continue
        had = {mentee for mentee, _ in solution.pairs}
        assert [one.mentee for one in solution.unmatched] == sorted(
            mentee.id for mentee in problem.mentees if mentee.id not in had
        )
        for one in solution.unmatched:
            allowed = {mentor.id for mentor in problem.mentors if (one.mentee, mentor.id) not in problem.forbidden}
            assert one.reason == ("crowded" if allowed else "no_mentor")
            if one.reason == "crowded":
                crowds += 1
                assert_crowd(problem, one)
    assert crowds > 20


def assert_crowd(problem: Problem, one: Unmatched) -> None:
    mentees, mentors = set(one.values["mentees"]), set(one.values["mentors"])
    elsewhere = {
        (mentee, mentor.id)
        for mentee in mentees
        for mentor in problem.mentors
        if mentor.id not in mentors and (mentee, mentor.id) not in problem.forbidden
    }
    places = sum(mentor.capacity for mentor in problem.mentors if mentor.id in mentors)
    held = sum(1 for _, mentor in problem.locked if mentor in mentors)

    assert one.mentee in mentees
    assert elsewhere == set()
    assert one.values["places"] == places - held < len(mentees)
    assert not mentees & {mentee for mentee, _ in problem.locked}
