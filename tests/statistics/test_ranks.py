"""Ranks and permutations."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mentorship_app.statistics import middle_change, permutation_p, signed_rank
from mentorship_app.statistics.ranks import MOST_EXACT, MOST_PERMUTED
from tests.statistics.published import (
    DARWIN,
    DEPRESSION_AFTER,
    DEPRESSION_BEFORE,
    RESIDENTS_AFTER,
    RESIDENTS_BEFORE,
)

RESIDENTS = [after - before for before, after in zip(RESIDENTS_BEFORE, RESIDENTS_AFTER, strict=True)]
DEPRESSION = [after - before for before, after in zip(DEPRESSION_BEFORE, DEPRESSION_AFTER, strict=True)]


def test_twelve_residents() -> None:
    found = signed_rank(RESIDENTS)

    assert found is not None
    assert (found.n, found.zeros, found.statistic, round(found.p, 4), found.is_exact) == (11, 1, 5.5, 0.0127, True)


def test_depression_of_hollander_and_wolfe() -> None:
    found, middle = signed_rank(DEPRESSION), middle_change(DEPRESSION)

    assert found is not None
    assert middle is not None
    assert (found.statistic, found.p) == (5, 0.0390625)
    assert middle.estimate.value == pytest.approx(-0.46)
    assert (middle.estimate.ci_low, middle.estimate.ci_high) == pytest.approx((-0.786, -0.010))
    assert middle.confidence == pytest.approx(0.961, abs=5e-4)


def test_fishers_count_of_darwins_plants() -> None:
    assert permutation_p(DARWIN) == 2 * 863 / 2**15


def test_five_differences_allow_no_interval_and_six_do() -> None:
    assert middle_change([1, 2, 3, 4, 5]) is None
    found = middle_change([1, 2, 3, 4, 5, 6])
    assert found is not None
    assert (found.estimate.ci_low, found.estimate.ci_high, found.confidence) == (1, 6, 1 - 2 / 64)


@pytest.mark.parametrize("differences", [[], [0, 0]])
def test_nothing_moved_is_a_result(differences: list[float]) -> None:
    assert signed_rank(differences) is None


def test_permutations_of_nothing_and_of_too_many() -> None:
    assert permutation_p([]) is None
    assert permutation_p([0, 0, 0]) == 1
    assert permutation_p([1.0] * (MOST_PERMUTED + 1)) is None


@given(st.lists(st.integers(-6, 6), min_size=1, max_size=9))
def test_ranks_by_counting_every_assignment_of_signs(whole: list[int]) -> None:
    found = signed_rank([float(one) for one in whole])
    kept = [one for one in whole if one]
    if found is None:
        assert not kept
        return
    ranks = stats.rankdata([abs(one) for one in kept])
    sums = [
        sum(rank for rank, sign in zip(ranks, signs, strict=True) if sign)
        for signs in product((0, 1), repeat=len(kept))
    ]
    lower = sum(one <= found.statistic for one in sums)
    upper = sum(one >= found.statistic for one in sums)
    assert found.p == pytest.approx(min(1.0, 2 * min(lower, upper) / len(sums)))


@given(st.lists(st.integers(-30, 30), min_size=1, max_size=9))
def test_permutations_by_counting_them(whole: list[int]) -> None:
    sums = [sum(a * s for a, s in zip(whole, signs, strict=True)) for signs in product((-1, 1), repeat=len(whole))]
    expected = sum(abs(one) >= abs(sum(whole)) for one in sums) / len(sums)
    assert permutation_p([float(one) for one in whole]) == pytest.approx(expected)


@settings(max_examples=20)
@given(st.lists(st.integers(-50, 50), min_size=MOST_EXACT + 1, max_size=MOST_EXACT + 40))
def test_many_agree_with_scipy(whole: list[int]) -> None:
    found = signed_rank([float(one) for one in whole])
    kept = [float(one) for one in whole if one]
    if found is None or not kept:
        return
    if len(kept) > MOST_EXACT:
        expected = stats.wilcoxon(kept, correction=True, method="approx")
        assert found.p == pytest.approx(float(expected.pvalue), abs=1e-6)
        assert not found.is_exact


def test_the_interval_of_many_is_near_that_of_the_mean() -> None:
    values = [float(one) for one in range(-50, 151)]
    found = middle_change(values)

    assert found is not None
    assert found.estimate.value == 50
    assert (found.estimate.ci_low, found.estimate.ci_high) == pytest.approx((41.5, 58.5), abs=1)
