"""Reliable change, shares of the same people, who is missing, power, pooling."""

from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mentorship_app.statistics import (
    flow,
    mcnemar,
    paired_shares,
    pool,
    power_of_change,
    reliable_change,
    share_bounds,
    smallest_change,
)
from mentorship_app.statistics.pooling import between_years
from tests.statistics.published import RESIDENTS_AFTER, RESIDENTS_BEFORE, TUBERCULOSIS
from tests.statistics.test_change import bounds


def test_twelve_residents_beyond_the_wobble_of_their_measure() -> None:
    found = reliable_change(RESIDENTS_BEFORE, RESIDENTS_AFTER, sd=11.5764, reliability=0.87)

    assert (round(found.measurement_error, 3), round(found.difference_error, 3)) == (4.174, 5.903)
    assert (round(found.threshold, 2), found.fallen, found.unchanged, found.risen) == (11.57, 3, 9, 0)


def test_the_example_of_jacobson_and_truax() -> None:
    """Their patient fell from 47.5 to 32.5; SD 7.5, retest 0.80: 3.16 standard errors."""
    found = reliable_change([47.5], [32.5], sd=7.5, reliability=0.80)

    assert round(found.measurement_error, 2) == 3.35
    assert round(found.difference_error, 2) == 4.74
    assert (15 / found.difference_error, found.fallen) == (pytest.approx(3.16, abs=0.005), 1)


@pytest.mark.parametrize(("sd", "reliability"), [(0, 0.8), (-1, 0.8), (1, 1.2)])
def test_impossible_measures_are_refused(sd: float, reliability: float) -> None:
    with pytest.raises(ValueError, match="SD must be positive"):
        reliable_change([1], [2], sd=sd, reliability=reliability)


def test_approval_of_the_prime_minister() -> None:
    """Agresti A, Categorical Data Analysis, 2nd ed., table 10.1: 0.04 fewer approve, standard error 0.0095."""
    found = paired_shares(794, 150, 86, 570)

    value, low, high = bounds(found.change)
    assert value == pytest.approx(-0.04)
    assert (low, high) == pytest.approx((-0.04 - 1.96 * 0.0095, -0.04 + 1.96 * 0.0095), abs=5e-4)
    assert (found.before.count, found.after.count, found.before.n) == (944, 880, 1600)
    assert found.p < 0.0001


@given(st.integers(0, 40), st.integers(0, 40))
def test_mcnemar_is_a_sign_test(one_way: int, other_way: int) -> None:
    expected = stats.binomtest(one_way, one_way + other_way).pvalue if one_way + other_way else 1.0
    assert mcnemar(one_way, other_way) == pytest.approx(expected)


@given(st.tuples(*[st.integers(0, 30)] * 4))
def test_a_change_of_shares_lies_in_its_interval(counts: tuple[int, int, int, int]) -> None:
    found = paired_shares(*counts)
    if found.change is None:
        assert sum(counts) == 0
        return
    assert -1 <= found.change.ci_low <= found.change.value + 1e-12
    assert found.change.value - 1e-12 <= found.change.ci_high <= 1


def test_negative_people_are_refused() -> None:
    with pytest.raises(ValueError, match="counted from 0"):
        paired_shares(1, -1, 0, 0)


def test_the_flow_says_what_each_step_lost() -> None:
    steps = flow([("eligible", 30), ("invited", 28), ("completed", 20), ("paired", 20)])

    assert [(step.n, step.lost) for step in steps] == [(30, 0), (28, 2), (20, 8), (20, 0)]
    with pytest.raises(ValueError, match="cannot follow"):
        flow([("invited", 3), ("completed", 4)])


def test_missing_answers_bound_the_share() -> None:
    found = share_bounds(6, 20, 30)

    assert (found.answered.share, found.lowest.share, found.highest.share) == (0.3, 0.2, 16 / 30)
    with pytest.raises(ValueError, match="is no share"):
        share_bounds(6, 5, 30)


@pytest.mark.parametrize(
    ("n", "expected"), [(8, 1.16), (10, 1.00), (12, 0.89), (15, 0.78), (20, 0.66), (25, 0.58), (30, 0.53)]
)
def test_the_smallest_change_so_few_can_show(n: int, expected: float) -> None:
    found = smallest_change(n)

    assert found is not None
    assert round(found, 2) == expected
    assert power_of_change(found, n) == pytest.approx(0.8, abs=1e-6)


@pytest.mark.parametrize(("d_z", "n", "expected"), [(0.5, 34, 0.8078), (0.25, 12, 0.12), (0.25, 30, 0.26)])
def test_power_of_published_cases(d_z: float, n: int, expected: float) -> None:
    """The first is the example of G*Power's manual for two dependent means (Faul F et al., 2007)."""
    assert power_of_change(d_z, n) == pytest.approx(expected, abs=0.005)


def test_two_people_show_nothing() -> None:
    assert smallest_change(2) is None


def tuberculosis() -> tuple[list[float], list[float]]:
    values = [log(a / (a + b) / (c / (c + d))) for a, b, c, d in TUBERCULOSIS]
    return values, [sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)) for a, b, c, d in TUBERCULOSIS]


def test_thirteen_trials_of_a_vaccine() -> None:
    """As R's metafor gives it: variance 0.3181 after Paule and Mandel, Q 152.2330, -0.7150."""
    found = pool(*tuberculosis())

    assert found is not None
    assert between_years(*tuberculosis()) == pytest.approx(0.3181, abs=5e-5)
    assert found.apart == pytest.approx(152.2330, abs=5e-5)
    assert found.estimate.value == pytest.approx(-0.7150, abs=5e-5)
    assert found.i_squared == pytest.approx(1 - 12 / 152.2330, abs=1e-6)
    assert not found.is_alike


def test_years_that_agree_have_no_spread_between_them() -> None:
    found = pool([2.0, 2.1, 1.9], [0.5, 0.5, 0.5])

    assert found is not None
    assert (found.between_sd, found.is_alike, found.i_squared) == (0, True, 0)
    assert found.estimate.value == pytest.approx(2)
    # Not narrower than three years' weights alone allow, however well they agree.
    assert found.estimate.ci_high - 2 == pytest.approx(stats.t.ppf(0.975, 2) * 0.5 / sqrt(3))


@pytest.mark.parametrize("k", [0, 1])
def test_one_year_is_not_pooled(k: int) -> None:
    assert pool([1.0][:k], [0.2][:k]) is None


def test_a_year_without_error_is_refused() -> None:
    with pytest.raises(ValueError, match="positive standard error"):
        pool([1, 2], [0.1, 0])
