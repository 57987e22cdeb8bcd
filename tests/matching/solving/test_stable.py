"""Stable matchings: published examples, and every stable matching of small instances found by trying all."""

import random
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from mentorship_app.matching.solving.blocking import blocking_pairs
from mentorship_app.matching.solving.optimum import solve
from mentorship_app.matching.solving.preferences import preferences
from mentorship_app.matching.solving.problem import Mentee, Mentor, Pair, Problem, Status
from mentorship_app.matching.solving.stable import stable_pairs
from tests.matching.solving.stability import blocking_by_definition, is_kept, is_stable


def ranked(mentees: dict[str, str], mentors: dict[str, str], places: int = 1) -> Problem:
    """Rankings as words of one-letter ids, best first."""
    return Problem(
        mentors=tuple(Mentor(name, places, ranking=tuple(ranking)) for name, ranking in mentors.items()),
        mentees=tuple(Mentee(name, ranking=tuple(ranking)) for name, ranking in mentees.items()),
        fit=np.zeros((len(mentees), len(mentors))),
    )


def by_fit(fit: Collection[Collection[float]], places: Collection[int]) -> Problem:
    """Mentees a, b, c … and mentors A, B, C …, who all go by fit."""
    return Problem(
        mentors=tuple(Mentor(chr(65 + column), free) for column, free in enumerate(places)),
        mentees=tuple(Mentee(chr(97 + row)) for row in range(len(fit))),
        fit=np.array(fit, dtype=float).reshape(len(fit), len(places)),
    )


# Published examples

THREE = ranked({"α": "ABC", "β": "BCA", "γ": "CAB"}, {"A": "βγα", "B": "γαβ", "C": "αβγ"})
"""Gale & Shapley 1962, example 1: three of the six matchings are stable."""

FOUR = ranked(
    {"α": "ABCD", "β": "ADCB", "γ": "BACD", "δ": "DBCA"}, {"A": "δγαβ", "B": "βδαγ", "C": "δαβγ", "D": "γβαδ"}
)
"""Gale & Shapley 1962, example 2: one stable matching, in which no man has his first choice."""

HOSPITALS = ranked(
    {"a": "C", "s": "CM", "j": "CGM", "l": "MCG", "d": "CMG"}, {"M": "dlsj", "C": "daslj", "G": "dajl"}, places=2
)
"""The hospitals in the documentation of the Python package ``matching`` (Wilde, Knight & Gillard 2020)."""

RESIDENTS = ranked(
    {"a": "C", "c": "CM", "f": "CGM", "d": "MCG", "e": "CMG"}, {"M": "cf", "C": "eacdf", "G": "eafd"}, places=2
)
"""Anderson, Chen, Ford, Davis and Eastman: the example of the National Resident Matching Program, "Run a match"."""


def test_the_first_example_of_gale_and_shapley_gives_every_man_his_first_choice() -> None:
    assert stable_pairs(THREE) == (("α", "A"), ("β", "B"), ("γ", "C"))
    assert [pairs for pairs in matchings(THREE) if is_stable(THREE, pairs)] == [
        {("α", "A"), ("β", "B"), ("γ", "C")},
        {("α", "B"), ("β", "C"), ("γ", "A")},
        {("α", "C"), ("β", "A"), ("γ", "B")},
    ]


def test_the_second_example_of_gale_and_shapley_has_one_stable_matching() -> None:
    assert stable_pairs(FOUR) == (("α", "C"), ("β", "D"), ("γ", "A"), ("δ", "B"))
    assert [pairs for pairs in matchings(FOUR) if is_stable(FOUR, pairs)] == [set(stable_pairs(FOUR))]


def test_residents_and_hospitals_of_the_package_matching() -> None:
    assert stable_pairs(HOSPITALS) == (("a", "C"), ("d", "C"), ("j", "G"), ("l", "M"), ("s", "M"))
    # There too: with l at G instead, l and M block.
    unstable = {("a", "C"), ("d", "C"), ("j", "G"), ("l", "G"), ("s", "M")}
    assert blocking_pairs(HOSPITALS, unstable) == (("l", "M"),)


def test_applicants_of_the_national_resident_matching_program() -> None:
    assert stable_pairs(RESIDENTS) == (("a", "C"), ("c", "M"), ("d", "G"), ("e", "C"), ("f", "G"))


# Rules


def test_a_forbidden_pair_is_never_made_and_never_blocks() -> None:
    problem = replace(by_fit([[9, 1], [8, 2]], [1, 1]), forbidden=frozenset({("a", "A")}))
    assert stable_pairs(problem) == (("a", "B"), ("b", "A"))
    assert blocking_pairs(problem, (("a", "B"), ("b", "A"))) == ()


def test_a_locked_pair_stands_although_both_would_rather_have_others() -> None:
    problem = replace(by_fit([[9, 1], [8, 2]], [1, 1]), locked=frozenset({("a", "B")}))
    assert stable_pairs(problem) == (("a", "B"), ("b", "A"))
    assert blocking_pairs(problem, stable_pairs(problem)) == ()


def test_a_locked_pair_outside_a_ranking_stands() -> None:
    problem = ranked({"a": "A", "b": "A"}, {"A": "ab", "B": ""})
    assert stable_pairs(replace(problem, locked=frozenset({("a", "B")}))) == (("a", "B"), ("b", "A"))


def test_nobody_gets_somebody_whom_one_of_the_two_did_not_rank() -> None:
    assert stable_pairs(ranked({"a": "A", "b": "AB"}, {"A": "b", "B": "a"})) == (("b", "A"),)


def test_a_mentee_who_wants_two_mentors_has_two_different_ones() -> None:
    problem = by_fit([[5, 4, 3], [6, 2, 1]], [1, 2, 2])
    problem = replace(problem, mentees=(Mentee("a", wants=2), Mentee("b")))
    assert stable_pairs(problem) == (("a", "B"), ("a", "C"), ("b", "A"))


def test_a_mentor_without_places_and_a_mentee_without_mentors_have_nobody() -> None:
    assert stable_pairs(by_fit([[5, 4], [6, 2]], [0, 1])) == (("a", "B"),)
    assert stable_pairs(by_fit([], [1])) == ()
    assert stable_pairs(by_fit([[], []], [])) == ()
    assert blocking_pairs(by_fit([[], []], []), ()) == ()


def test_ties_go_by_id_whatever_the_order_of_the_people() -> None:
    problem = by_fit([[1, 1]] * 5, [2, 2])
    assert stable_pairs(problem) == (("a", "A"), ("b", "A"), ("c", "B"), ("d", "B"))
    turned = replace(problem, mentees=problem.mentees[::-1], mentors=problem.mentors[::-1])
    assert stable_pairs(turned) == stable_pairs(problem)


def test_equal_fits_do_not_block() -> None:
    assert blocking_pairs(by_fit([[1, 1], [1, 1]], [1, 1]), (("a", "B"), ("b", "A"))) == ()


def test_everybody_who_could_have_each_other_blocks_an_empty_matching() -> None:
    problem = replace(by_fit([[1, 2], [3, 4]], [1, 0]), forbidden=frozenset({("a", "A")}))
    assert blocking_pairs(problem, ()) == (("b", "A"),)


def test_who_is_full_with_locked_partners_blocks_nothing() -> None:
    problem = replace(by_fit([[1, 9], [3, 4]], [1, 1]), locked=frozenset({("a", "A")}))
    assert blocking_pairs(problem, (("a", "A"),)) == (("b", "B"),)


def test_preferences_worked_out_before_give_the_same() -> None:
    known = preferences(HOSPITALS)
    assert stable_pairs(HOSPITALS, known) == stable_pairs(HOSPITALS)
    assert blocking_pairs(HOSPITALS, (), known) == blocking_pairs(HOSPITALS, ())


@pytest.mark.parametrize(
    ("rule", "conflict"),
    [
        ({"mentors": (Mentor("A", 2), Mentor("B", 2, 1))}, {"rule": "min_load", "mentor": "B", "min_load": 1}),
        ({"together": frozenset({("a", "c")})}, {"rule": "together", "mentees": ["a", "c"]}),
        ({"apart": frozenset({("a", "b")})}, {"rule": "apart", "mentees": ["a", "b"]}),
    ],
)
def test_stable_pairs_that_break_a_rule_are_no_solution(rule: dict[str, Any], conflict: dict[str, Any]) -> None:
    problem = by_fit([[3, 1], [3, 1]], [2, 2])
    assert solve(problem, mode="stable").pairs == (("a", "A"), ("b", "A"))
    if "together" in rule:
        problem = by_fit([[3, 1], [3, 1], [2, 1]], [2, 2])
    refused = solve(replace(problem, **rule), mode="stable")
    assert (refused.status, refused.pairs, refused.objective) == (Status.INFEASIBLE, (), None)
    assert refused.certificate == {"conflict": [conflict], "mode": "stable"}


# Small instances, all tried


def test_no_pair_blocks_in_two_thousand_small_instances() -> None:
    chance = random.Random(11)  # noqa: S311  made-up instances
    for _instance in range(2000):
        problem = anything(chance)
        pairs = stable_pairs(problem)
        assert is_kept(problem, pairs)
        assert is_stable(problem, pairs), problem
        assert blocking_pairs(problem, pairs) == ()


def test_blocking_pairs_are_those_of_the_definition_in_two_thousand_small_instances() -> None:
    chance = random.Random(12)  # noqa: S311  made-up instances
    for _instance in range(2000):
        problem = anything(chance)
        pairs = anyhow(chance, problem)
        assert blocking_pairs(problem, pairs) == tuple(blocking_by_definition(problem, pairs)), problem


@pytest.mark.slow
def test_every_mentee_has_the_best_of_all_stable_matchings_and_the_same_people_always_have_one() -> None:
    chance = random.Random(13)  # noqa: S311  made-up instances
    several = 0
    for _instance in range(2000):
        mentees, mentors = chance.randint(1, 6), chance.randint(1, 6)
        likes = np.array([chance.sample(range(mentors), mentors) for _mentee in range(mentees)])
        liked = np.array([chance.sample(range(mentees), mentees) for _mentor in range(mentors)])
        places = np.array([chance.choice([1, 1, 2]) for _mentor in range(mentors)])
        found = all_stable(likes, liked, places)
        several += len(found) > 1
        matched = found < mentors
        assert (matched == matched[0]).all()
        loads = [Counter(one) for one in found.tolist()]
        assert all(load == loads[0] for load in loads)
        worth = np.hstack([likes, np.full((mentees, 1), mentors)])
        best = worth[np.arange(mentees), found].min(axis=0)
        problem = of_ranks(likes, liked, places)
        mine = np.full(mentees, mentors)
        for mentee, mentor in stable_pairs(problem):
            mine[int(mentee)] = int(mentor)
        assert (worth[np.arange(mentees), mine] == best).all()
    assert several > 50


@pytest.mark.parametrize("wants", [1, 2])
@pytest.mark.parametrize("levels", [3, 100, 10**9])
@pytest.mark.parametrize("places", [1, 2, 3])
def test_larger_instances_of_every_kind_are_stable(levels: int, places: int, wants: int) -> None:
    """More mentors than are put in order at first, so that mentees ask on."""
    rng = np.random.default_rng(levels + 10 * places + wants)
    fit = (rng.integers(0, levels, (80, 40)) + rng.integers(0, levels, (1, 40))).astype(float)
    problem = Problem(
        mentors=tuple(Mentor(f"{column:02}", places) for column in range(40)),
        mentees=tuple(Mentee(f"{row:03}", wants) for row in range(80)),
        fit=fit,
    )
    for asked in (problem, with_some_rankings(problem, rng)):
        pairs = stable_pairs(asked)
        assert is_kept(asked, pairs)
        assert blocking_pairs(asked, pairs) == ()
        assert not any(blocking_by_definition(asked, pairs))
        assert stable_pairs(shuffled(asked, rng)) == pairs


# Instances


def anything(chance: random.Random) -> Problem:
    """Up to 6 × 6, with ties, rankings of some or all, and every rule."""
    mentees, mentors = chance.randint(1, 6), chance.randint(1, 6)
    shown = chance.choice([0, 0.5, 1])
    ids = [str(number) for number in range(6)]
    problem = Problem(
        mentors=tuple(
            Mentor(ids[column], chance.randint(0, 3), 0, ranking_of(chance, ids[:mentees], shown))
            for column in range(mentors)
        ),
        mentees=tuple(
            Mentee(ids[row], chance.choice([1, 1, 2]), ranking_of(chance, ids[:mentors], shown))
            for row in range(mentees)
        ),
        fit=np.array([[chance.randint(0, 4) / 4 for _mentor in range(mentors)] for _mentee in range(mentees)]),
    )
    cells = list(product(ids[:mentees], ids[:mentors]))
    forbidden = frozenset(chance.sample(cells, chance.randint(0, len(cells) // 3)))
    locked = [pair for pair in anyhow(chance, problem) if pair not in forbidden]
    return replace(problem, forbidden=forbidden, locked=frozenset(locked[: chance.choice([0, 0, 1, 2])]))


def ranking_of(chance: random.Random, others: list[str], shown: float) -> tuple[str, ...] | None:
    return tuple(chance.sample(others, chance.randint(0, len(others)))) if chance.random() < shown else None


def anyhow(chance: random.Random, problem: Problem) -> tuple[Pair, ...]:
    """Any pairs that places, locks and forbidden pairs allow."""
    made = list(problem.locked)
    cells = [(mentee, mentor) for mentee in problem.mentees for mentor in problem.mentors]
    for mentee, mentor in chance.sample(cells, chance.randint(0, len(cells))):
        room = sum(one == mentee.id for one, _ in made) < mentee.wants
        places = sum(one == mentor.id for _, one in made) < mentor.capacity
        if room and places and (mentee.id, mentor.id) not in problem.forbidden | set(made):
            made.append((mentee.id, mentor.id))
    return tuple(made)


def matchings(problem: Problem) -> Iterator[set[Pair]]:
    """Every one, of mentees who want one mentor each."""
    choices = [[None, *(mentor.id for mentor in problem.mentors)] for _mentee in problem.mentees]
    for chosen in product(*choices):
        loads = Counter(chosen)
        if all(loads[mentor.id] <= mentor.capacity for mentor in problem.mentors):
            yield {(mentee.id, one) for mentee, one in zip(problem.mentees, chosen, strict=True) if one}


def all_stable(likes: np.ndarray, liked: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Every stable matching: rows of columns, the number of mentors for nobody.

    ``likes``: mentees × mentors, ``liked``: mentors × mentees, both 0 for the best.
    """
    mentees, mentors = likes.shape
    tried = np.array(np.meshgrid(*[np.arange(mentors + 1)] * mentees)).reshape(mentees, -1).T
    loads = np.array([(tried == column).sum(axis=1) for column in range(mentors)])
    tried = tried[(loads <= places[:, None]).all(axis=0)]
    worth = np.hstack([likes, np.full((mentees, 1), mentors)])[np.arange(mentees), tried]
    blocked = np.zeros(len(tried), dtype=bool)
    for column in range(mentors):
        has = tried == column
        worst = np.where(has, liked[column], -1).max(axis=1)
        room = has.sum(axis=1) < places[column]
        for row in range(mentees):
            blocked |= (worth[:, row] > likes[row, column]) & (room | (worst > liked[column, row]))
    return tried[~blocked]


def of_ranks(likes: np.ndarray, liked: np.ndarray, places: np.ndarray) -> Problem:
    return Problem(
        mentors=tuple(
            Mentor(str(column), int(places[column]), 0, tuple(str(row) for row in one.argsort()))
            for column, one in enumerate(liked)
        ),
        mentees=tuple(
            Mentee(str(row), 1, tuple(str(column) for column in one.argsort())) for row, one in enumerate(likes)
        ),
        fit=np.zeros(likes.shape),
    )


def with_some_rankings(problem: Problem, rng: np.random.Generator) -> Problem:
    """Every second person ranks half of the others."""
    mentees, mentors = ([one.id for one in side] for side in (problem.mentees, problem.mentors))
    return replace(
        problem,
        mentees=tuple(
            replace(one, ranking=tuple(map(str, rng.permutation(mentors)[:20]))) if row % 2 else one
            for row, one in enumerate(problem.mentees)
        ),
        mentors=tuple(
            replace(one, ranking=tuple(map(str, rng.permutation(mentees)[:40]))) if column % 2 else one
            for column, one in enumerate(problem.mentors)
        ),
        forbidden=frozenset((mentees[row], mentors[row % 40]) for row in range(0, 80, 7)),
        locked=frozenset((mentees[row], mentors[39 - row]) for row in range(10)),
    )


def shuffled(problem: Problem, rng: np.random.Generator) -> Problem:
    rows, columns = rng.permutation(len(problem.mentees)), rng.permutation(len(problem.mentors))
    return replace(
        problem,
        mentees=tuple(problem.mentees[row] for row in rows),
        mentors=tuple(problem.mentors[column] for column in columns),
        fit=problem.fit[rows][:, columns],
    )
