"""Shares with Wilson's interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mentorship_app.statistics import Rate, wilson


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(7, 12, 0.32, 0.81), (0, 8, 0, 0.32), (18, 24, 0.55, 0.88), (5, 5, 0.57, 1)],
)
def test_published_vectors(count: int, n: int, low: float, high: float) -> None:
    rate = wilson(count, n)

    assert (rate.count, rate.n, rate.share) == (count, n, count / n)
    assert (round(rate.ci_low or 0, 2), round(rate.ci_high or 0, 2)) == (low, high)


def test_ends_are_exact() -> None:
    assert wilson(0, 8).ci_low == 0
    assert wilson(5, 5).ci_high == 1


def test_nobody_asked_is_a_result_and_not_an_error() -> None:
    assert wilson(0, 0) == Rate(0, 0, None, None, None)


@pytest.mark.parametrize(("count", "n"), [(-1, 4), (5, 4), (1, 0)])
def test_impossible_counts_are_refused(count: int, n: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(count, n)


def test_confidence_must_be_a_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(1, 2, confidence=1)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_agrees_with_scipy(counts: tuple[int, int]) -> None:
    count, n = counts
    rate = wilson(count, n)

    expected = stats.binomtest(count, n).proportion_ci(method="wilson")
    assert (rate.ci_low, rate.ci_high) == pytest.approx((expected.low, expected.high), abs=1e-9)
