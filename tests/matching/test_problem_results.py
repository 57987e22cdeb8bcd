"""Result files: what they say, and that they are read back as they were written."""

import json
from typing import Any

import pytest

from mentorship_app.matching.problem_file import Malformed, read_problem
from mentorship_app.matching.problem_file.result import read_result, result_text
from mentorship_app.matching.problem_file.solving import solved
from mentorship_app.matching.problem_file.words import reason, summary
from mentorship_app.matching.solving.problem import Status, Unmatched
from tests.matching.test_problem_file import GOOD


@pytest.mark.parametrize("mode", ["optimal", "stable"])
def test_a_result_is_read_back_as_it_was_written(mode: str) -> None:
    file = read_problem(json.dumps(GOOD | {"forbidden": [["b", 2]]}).encode())
    solution = solved(file.problem, mode=mode)
    text = result_text(file, solution, 0.12346)
    entries = json.loads(text)
    assert list(entries) == [
        *("status", "pairs", "unmatched", "objective", "blocking_pairs", "certificate", "seconds", "version")
    ]
    assert (entries["status"], entries["seconds"]) == (mode, 0.1235)
    assert entries["pairs"] == [[3, 2], ["a", "m1"], ["b", "m1"]]
    assert entries["objective"] == {"matched": 3, "worst_off": 0.5, "total": 7.5, "even_load": 5}
    read = read_result(text.encode())
    assert (read.status, read.pairs, read.objective) == (solution.status, solution.pairs, solution.objective)
    assert read.blocking_pairs == solution.blocking_pairs
    assert read.certificate == solution.certificate


def test_a_result_without_pairs_has_the_same_keys_and_says_what_is_in_conflict() -> None:
    starved = {"mentors": [{"id": "A", "capacity": 1, "min_load": 1}], "mentees": [], "fit": []}
    file = read_problem(json.dumps(starved).encode())
    for mode, words in (
        ("optimal", "These cannot all be kept: mentor A must have at least 1 mentee."),
        ("stable", "The stable matching breaks: mentor A must have at least 1 mentee."),
    ):
        solution = solved(file.problem, mode=mode)
        entries = json.loads(result_text(file, solution, 0))
        assert (entries["status"], entries["pairs"], entries["blocking_pairs"]) == ("infeasible", [], [])
        assert set(entries["objective"].values()) == {None}
        assert entries["certificate"]["words"] == words
        assert summary(solution, 0, 0) == f"Infeasible. {words}"


def test_blocking_pairs_are_listed_also_where_everybody_goes_by_fit() -> None:
    people = {"mentors": [{"id": "A", "capacity": 1}, {"id": "B", "capacity": 1}], "mentees": [{"id": 1}, {"id": 2}]}
    file = read_problem(json.dumps(people | {"fit": [[9, 8], [8, 0]]}).encode())
    solution = solved(file.problem, mode="optimal")
    assert (solution.status, solution.pairs) == (Status.OPTIMAL, (("1", "B"), ("2", "A")))
    assert solution.blocking_pairs == (("1", "A"),)


@pytest.mark.parametrize(
    ("unmatched", "words"),
    [
        (Unmatched("a", "no_mentor", {}), "No mentor is possible for this mentee."),
        (
            Unmatched("a", "crowded", {"mentees": list("abcdefg"), "mentors": ["A"], "places": 1}),
            "7 mentees (a, b, c, d, e and 2 more) can only go to 1 mentor (A), with 1 place for them.",
        ),
        (
            Unmatched("a", "no_mentor", {"mentors_had": 1, "wants": 2}),
            "Has 1 of the 2 mentors wanted: no other mentor is possible for this mentee.",
        ),
    ],
)
def test_reasons_are_sentences(unmatched: Unmatched, words: str) -> None:
    assert reason(unmatched) == words


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"status": "best"}, 'status: expected one of optimal, stable, infeasible, too_large, not "best"'),
        ({"pairs": [["a"]]}, "pairs[0]: expected [mentee, mentor], not a list"),
        ({"pairs": 1}, "pairs: expected a list of pairs [mentee, mentor], not 1"),
        ({"objective": {"matched": 1}}, "objective.worst_off: missing"),
        ({"certificate": []}, "certificate: expected an object, not a list"),
        (
            {"more": 1},
            "more: unknown key; known are status, pairs, unmatched, objective, blocking_pairs, certificate, ",
        ),
    ],
)
def test_a_malformed_result_is_told_in_lines(change: dict[str, Any], line: str) -> None:
    file = read_problem(json.dumps(GOOD).encode())
    entries = json.loads(result_text(file, solved(file.problem, mode="stable"), 0)) | change
    with pytest.raises(Malformed) as caught:
        read_result(json.dumps(entries).encode())
    assert caught.value.lines[0].startswith(line)
