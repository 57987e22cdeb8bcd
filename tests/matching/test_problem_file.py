"""Problem files: what may stand in them, and a line for everything that may not."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from mentorship_app.matching.problem_file import Malformed, careful_json, read_problem
from mentorship_app.matching.problem_file.solving import solved
from mentorship_app.matching.solving.problem import GOALS, Goal, Mentee, Mentor

PEOPLE = {
    "mentors": [{"id": "m1", "capacity": 2, "min_load": 1}, {"id": 2, "capacity": 1}],
    "mentees": [{"id": "a"}, {"id": "b", "wants": 2}, {"id": 3}],
}
GOOD = PEOPLE | {"fit": [[1, 2], [0.5, -4], [5, 6]]}
RANKED = {
    "mentors": [{"id": "A", "capacity": 1, "ranking": ["b", "a"]}],
    "mentees": [{"id": "a", "ranking": ["A"]}, {"id": "b", "ranking": []}],
}


def lines(problem: object, mode: str = "optimal") -> list[str]:
    """What is told of a problem; nothing where it is used."""
    content = problem if isinstance(problem, bytes) else json.dumps(problem).encode()
    try:
        read_problem(content, mode=mode, name="p.json")
    except Malformed as error:
        return list(error.told())
    return []


def mentors(*entries: Any) -> dict[str, Any]:
    return {"mentors": list(entries), "mentees": []}


def mentees(*entries: Any) -> dict[str, Any]:
    return {
        "mentors": [{"id": "A", "capacity": 1}, {"id": "B", "capacity": 1}],
        "mentees": list(entries),
        "fit": [[1, 2]],
    }


# What may stand there


def test_a_whole_problem_is_read_in_the_order_of_the_file_with_ids_as_text() -> None:
    more = {
        "forbidden": [["a", 2]],
        "locked": [[3, "2"]],
        "together": [["b", "a"]],
        "apart": [[3, "a"]],
        "goals": ["total", "matched"],
    }
    file = read_problem(json.dumps(GOOD | more).encode())
    problem = file.problem
    assert problem.mentors == (Mentor("m1", 2, 1), Mentor("2", 1))
    assert problem.mentees == (Mentee("a"), Mentee("b", 2), Mentee("3"))
    assert problem.fit.tolist() == [[1, 2], [0.5, -4], [5, 6]]
    assert (problem.forbidden, problem.locked) == ({("a", "2")}, {("3", "2")})
    assert (problem.together, problem.apart) == ({("a", "b")}, {("3", "a")})
    assert problem.goals == (Goal.TOTAL, Goal.MATCHED)
    assert file.as_given([("3", "2"), ("a", "m1")]) == [[3, 2], ["a", "m1"]]


def test_a_problem_with_least_has_the_usual_goals_and_a_byte_order_mark_does_no_harm() -> None:
    problem = read_problem(b"\xef\xbb\xbf" + json.dumps(GOOD).encode()).problem
    assert (problem.goals, problem.forbidden, problem.locked) == (GOALS, frozenset(), frozenset())


def test_fits_may_be_a_list_of_pairs_and_those_left_out_are_zero() -> None:
    fits = [{"mentee": 3, "mentor": "m1", "fit": 0.25}, {"mentee": "a", "mentor": 2, "fit": 7}]
    assert read_problem(json.dumps(PEOPLE | {"fit": fits}).encode()).problem.fit.tolist() == [[0, 7], [0, 0], [0.25, 0]]


def test_fits_follow_from_rankings_where_everybody_ranks() -> None:
    assert read_problem(json.dumps(RANKED).encode()).problem.fit.tolist() == [[0.75], [0.5]]


def test_fits_may_be_missing_in_the_stable_mode_or_where_nobody_could_be_paired() -> None:
    assert lines(PEOPLE) == ["fit: missing, and 5 of 5 people have no ranking to go by instead"]
    assert lines(PEOPLE, mode="stable") == []
    assert lines(mentors({"id": "A", "capacity": 1})) == []
    assert lines({"mentors": [], "mentees": []}) == []


@pytest.mark.parametrize("fit", [[], [[], [], []]])
def test_without_mentors_the_fits_may_be_empty_rows_or_none(fit: list[Any]) -> None:
    assert lines(GOOD | {"mentors": [], "fit": fit}) == []


def test_two_point_nought_is_a_whole_number() -> None:
    assert lines(mentors({"id": "A", "capacity": 2.0})) == []


# What may not


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "p.json: not JSON: Expecting value (line 1, column 1)"),
        (b'{"mentors": [}', "p.json: not JSON: Expecting value (line 1, column 14)"),
        (b"\xff\xfe{\x00}\x00", "p.json: not UTF-8 text: byte 1 cannot be read"),
        (b"[" * 200_000, "p.json: not usable: lists within lists beyond any need"),
        (b'{"mentors": ' + b"9" * 5000 + b"}", "p.json: not usable: it has a number of thousands of digits"),
        (b"[]", "the file: expected an object with mentors and mentees, not a list"),
        (b"null", "the file: expected an object with mentors and mentees, not null"),
        (b'{"mentors": [], "mentors": [], "mentees": []}', "mentors: there twice"),
        (b'{"mentors": [{"id": "A", "id": "B", "capacity": 1}], "mentees": []}', "mentors[0].id: there twice"),
    ],
)
def test_what_is_no_problem_at_all_is_told_in_one_line(content: bytes, line: str) -> None:
    assert lines(content) == [line]


def test_a_file_that_is_too_large_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(careful_json, "MOST_BYTES", 10)
    assert lines(b" " * 11) == ["p.json: larger than 0 MB"]


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ({}, ["mentors: missing", "mentees: missing"]),
        (GOOD | {"mentors": {}, "fit": []}, ["mentors: expected a list of mentors, not an object"]),
        (GOOD | {"fits": 1}, ['fits: unknown key; did you mean "fit"?']),
        (
            GOOD | {"comment": 1},
            [
                "comment: unknown key; known are mentors, mentees, fit, forbidden, locked, goals, together, apart",
            ],
        ),
        (mentors(5), ["mentors[0]: expected an object with id and capacity, not 5"]),
        (mentors({"capacity": 1}), ["mentors[0].id: missing"]),
        (mentors({"id": "A"}), ["mentors[0].capacity: missing"]),
        (mentors({"id": True, "capacity": 1}), ["mentors[0].id: expected an id (text or a whole number), not true"]),
        (mentors({"id": 1.5, "capacity": 1}), ["mentors[0].id: expected an id (text or a whole number), not 1.5"]),
        (mentors({"id": "", "capacity": 1}), ["mentors[0].id: an empty id"]),
        (
            mentors({"id": "\ud800", "capacity": 1}),
            ['mentors[0].id: "\\ud800" has half a character in it (a lone surrogate)'],
        ),
        (
            mentors({"id": 1, "capacity": 1}, {"id": "1", "capacity": 1}),
            ['mentors[1].id: "1" is there twice (as 1)'],
        ),
        *(
            (
                mentors({"id": "A", "capacity": wrong}),
                [f"mentors[0].capacity: expected a whole number from 0 to 1000000, not {shown}"],
            )
            for wrong, shown in [
                (-1, "-1"),
                (1.5, "1.5"),
                (True, "true"),
                ("2", '"2"'),
                (None, "null"),
                (float("nan"), "NaN"),
                (10**70, "a number of very many digits"),
            ]
        ),
        (mentors({"id": "A", "capacity": 1, "min_load": 2}), ["mentors[0].min_load: 2 is more than the capacity, 1"]),
        (
            mentees({"id": "a", "wants": 0}),
            ["mentees[0].wants: expected a whole number from 1 to 1000000, not 0"],
        ),
        (mentees({"id": "a", "capacity": 1}), ["mentees[0].capacity: unknown key; known are id, wants, ranking"]),
        (
            mentees({"id": "a", "ranking": ["A", "C", "A", 5]}),
            [
                'mentees[0].ranking[1]: unknown mentor "C"',
                'mentees[0].ranking[2]: "A" is there twice',
                "mentees[0].ranking[3]: unknown mentor 5",
            ],
        ),
        (
            mentees({"id": "a", "ranking": [["A", "B"]]}),
            [
                "mentees[0].ranking[0]: a list; a ranking has no ties: for a tie leave the whole ranking out and give "
                "equal fits"
            ],
        ),
        (
            mentees({"id": "a", "ranking": None}),
            [
                "mentees[0].ranking: expected a list of mentor ids; leave the key out for somebody who goes by fit, "
                "not null"
            ],
        ),
    ],
)
def test_everything_wrong_with_people_is_told_with_its_place(problem: object, told: list[str]) -> None:
    assert lines(problem) == told


@pytest.mark.parametrize(
    ("fit", "told"),
    [
        ([[1, 2], [3, 4]], ["fit: 2 rows for 3 mentees"]),
        ([], ["fit: 0 rows for 3 mentees"]),
        ([[1, 2], [3], [4, 5, 6]], ["fit[1]: 1 numbers for 2 mentors", "fit[2]: 3 numbers for 2 mentors"]),
        ([[1, 2], 3, [4, 5]], ["fit[1]: expected a list of numbers, not 3"]),
        ("x", ['fit: expected a list of rows of numbers, or of objects with mentee, mentor and fit, not "x"']),
        *(
            ([[1, 2], [3, wrong], [4, 5]], [f"fit[1][1]: expected a number from -1e15 to 1e15, not {shown}"])
            for wrong, shown in [
                (float("nan"), "NaN"),
                (float("inf"), "Infinity"),
                (True, "true"),
                ("4", '"4"'),
                (None, "null"),
                (1e16, "1e+16"),
            ]
        ),
        (
            [
                {"mentee": "a", "mentor": "m1", "fit": 1},
                {"mentee": "a", "mentor": "m1", "fit": 2},
                {"mentee": "z", "mentor": "m1", "fit": float("-inf")},
                {"mentee": "b", "mentor": 2, "value": 1},
                4,
            ],
            [
                'fit[1]: a second fit for mentee "a" and mentor "m1"',
                'fit[2].mentee: unknown mentee "z"',
                "fit[2].fit: expected a number from -1e15 to 1e15, not -Infinity",
                "fit[3].value: unknown key; known are mentee, mentor, fit",
                "fit[3].fit: missing",
                "fit[4]: expected an object with mentee, mentor and fit, not 4",
            ],
        ),
    ],
)
def test_everything_wrong_with_fits_is_told_with_its_place(fit: object, told: list[str]) -> None:
    assert lines(PEOPLE | {"fit": fit}) == told


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            {"locked": [["a", 2]], "forbidden": [["a", "2"]]},
            ['locked: mentee "a" and mentor "2" are locked and forbidden'],
        ),
        (
            {"locked": [["a", 2], ["b", 2]]},
            ['locked: 2 mentees for mentor "2", whose capacity is 1'],
        ),
        (
            {"locked": [["a", "m1"], ["a", 2]]},
            ['locked: 2 mentors for mentee "a", who wants 1'],
        ),
        ({"locked": [["a", "zz"]]}, ['locked[0][1]: unknown mentor "zz"']),
        (
            {"forbidden": [["a"], "ab", 5]},
            [
                "forbidden[0]: expected [mentee, mentor], not a list of 1",
                'forbidden[1]: expected [mentee, mentor], not "ab"',
                "forbidden[2]: expected [mentee, mentor], not 5",
            ],
        ),
        ({"forbidden": "none"}, ['forbidden: expected a list of pairs [mentee, mentor], not "none"']),
        (
            {"together": [["a", "b"], [3, "3"]], "apart": [["b", "a"]]},
            [
                'together: mentee "3" with themselves',
                'together: mentees "a" and "b" are to be together and apart',
            ],
        ),
        (
            {"goals": ["matched", "best", "matched", ["total"]]},
            [
                'goals[1]: expected one of matched, worst_off, total, even_load, not "best"',
                'goals[2]: "matched" is there twice',
                "goals[3]: expected one of matched, worst_off, total, even_load, not a list",
            ],
        ),
        ({"goals": []}, ["goals: empty; leave the key out for the usual ones"]),
    ],
)
def test_contradictions_and_unknown_people_are_told(more: dict[str, Any], told: list[str]) -> None:
    assert lines(GOOD | more) == told


def test_a_lock_outside_a_ranking_is_allowed() -> None:
    assert lines(RANKED | {"locked": [["b", "A"]]}) == []


def test_nobody_is_unknown_where_somebody_has_no_usable_id() -> None:
    """The line about the missing id is enough."""
    problem = mentees({"id": "a", "ranking": ["C"]})
    problem["mentors"].append({"capacity": 1})
    assert lines(problem) == ["mentors[2].id: missing"]


def test_twenty_lines_are_told_and_the_others_counted() -> None:
    told = lines(PEOPLE | {"fit": [[None] * 2, [None] * 2, [None] * 2], "forbidden": [[1]] * 30})
    assert len(told) == 21
    assert told[-1] == "and 16 more"


def test_what_a_terminal_would_obey_is_not_written_to_it() -> None:
    told = lines(mentees({"id": "a", "ranking": ["\x1b[2J" + "x" * 100]}))
    assert told == ['mentees[0].ranking[0]: unknown mentor "\\u001b[2J' + "x" * 49 + "…"]


def test_a_large_table_is_read_whole() -> None:
    fit = np.arange(6000).reshape(100, 60) / 7
    problem = {
        "mentors": [{"id": number, "capacity": 2} for number in range(60)],
        "mentees": [{"id": number} for number in range(100)],
        "fit": fit.tolist(),
    }
    assert (read_problem(json.dumps(problem).encode()).problem.fit == fit).all()


def test_whatever_stands_anywhere_in_a_file_is_told_or_can_be_solved() -> None:
    """Every place of a whole problem, with everything that JSON knows."""
    whole = {
        "mentors": [{"id": "A", "capacity": 2, "min_load": 1, "ranking": ["a"]}, {"id": 2, "capacity": 1}],
        "mentees": [{"id": "a", "wants": 2}, {"id": 1, "ranking": [2]}],
        "fit": [{"mentee": "a", "mentor": 2, "fit": 0.5}],
        "forbidden": [["a", "A"]],
        "locked": [[1, "A"]],
        "together": [["a", 1]],
        "apart": [],
        "goals": ["total"],
    }
    odd = [None, True, 0, -1, 1.5, 1e300, float("nan"), 10**40, "", "A", "\ud800", [], [[]], ["a", "A"], {}, {"id": 1}]
    outcomes, told = set(), set()
    for path in places(whole):
        for value in odd:
            content = json.dumps(changed(whole, path, value)).encode()
            try:
                file = read_problem(content)
            except Malformed as error:
                outcomes.add("told")
                told.update(error.told())
            else:
                outcomes.add(solved(file.problem, mode="optimal").status.value)
    assert outcomes == {"told", "optimal", "infeasible"}
    assert [line for line in told if "\n" in line or len(line) > 200] == []


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to everything within."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    for key in keys:
        yield (*path, key)
        yield from places(value[key], (*path, key))


def changed(whole: Any, path: tuple[Any, ...], value: object) -> Any:
    """The same with something else at one place."""
    copied = copy.deepcopy(whole)
    within = copied
    for key in path[:-1]:
        within = within[key]
    within[path[-1]] = value
    return copied
