"""Two groups that are not the same people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mentorship_app.statistics import adjusted_difference, group_difference, random_intercept
from tests.statistics.published import SLEEP_FIRST, SLEEP_SECOND
from tests.statistics.test_change import bounds, scaled


def test_welch_of_students_sleep() -> None:
    found = group_difference(SLEEP_FIRST, SLEEP_SECOND)

    assert bounds(found.difference) == pytest.approx((-1.58, -3.3654832, 0.2054832))
    assert (found.t, found.degrees, found.p) == pytest.approx((-1.8608, 17.776, 0.07939), abs=5e-4)


def test_hedges_g_of_a_textbook() -> None:
    """Borenstein M et al., Introduction to Meta-Analysis, 2009, chapter 4: 103 (5.5) and 100 (4.5), 50 each."""
    found = group_difference(scaled(50, mean=103, sd=5.5), scaled(50, mean=100, sd=4.5))

    value, low, high = bounds(found.g)
    assert value == pytest.approx(0.5924, abs=5e-5)
    # The book's interval takes g as normal with variance 0.0411.
    assert (low, high) == pytest.approx((0.5924 - 1.96 * 0.0411**0.5, 0.5924 + 1.96 * 0.0411**0.5), abs=0.01)


@pytest.mark.parametrize(("first", "second"), [([], [1, 2]), ([1], [1, 2]), ([2, 2], [3, 3])])
def test_too_few_is_a_result(first: list[float], second: list[float]) -> None:
    found = group_difference(first, second)

    assert (found.is_too_few, found.g, found.p) == (True, None, None)
    assert found.first.n == len(first)


def test_one_group_without_spread_still_has_an_interval() -> None:
    assert group_difference([2, 2, 2], [1, 3, 5]).difference is not None


SCORES = st.lists(st.integers(0, 50).map(float), min_size=3, max_size=25)


@given(SCORES, SCORES)
def test_agrees_with_scipy(first: list[float], second: list[float]) -> None:
    found = group_difference(first, second)
    if found.difference is None or len(set(first)) == 1 or len(set(second)) == 1:
        return
    expected = stats.ttest_ind(first, second, equal_var=False)
    interval = expected.confidence_interval()
    assert (found.t, found.p) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-8, abs=1e-12)
    assert bounds(found.difference)[1:] == pytest.approx((interval.low, interval.high), rel=1e-8, abs=1e-9)


def test_people_who_began_alike() -> None:
    """A line without noise but for one point: what was put in comes out."""
    before = [10.0, 20.0, 30.0, 40.0]
    first = [5 + 0.5 * one + wobble for one, wobble in zip(before, (0.1, -0.1, -0.1, 0.1), strict=True)]
    second = [1 + 0.5 * one + wobble for one, wobble in zip(before, (-0.1, 0.1, 0.1, -0.1), strict=True)]
    found = adjusted_difference(before, first, before, second)

    assert found is not None
    assert (found.difference.value, found.slope, found.degrees) == (pytest.approx(4), pytest.approx(0.5), 5)
    assert found.standardised.value == pytest.approx(4 / float(stats.tstd(before)))


PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=15)


@given(PAIRS, PAIRS)
def test_covariance_agrees_with_least_squares(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    import numpy as np  # noqa: PLC0415  only here

    before = [float(a) for a, _b in first + second]
    after = [float(b) for _a, b in first + second]
    found = adjusted_difference(before[: len(first)], after[: len(first)], before[len(first) :], after[len(first) :])
    design = np.array([[1.0, float(place < len(first)), value] for place, value in enumerate(before)])
    if found is None or np.linalg.matrix_rank(design) < 3:
        return
    effects = np.linalg.lstsq(design, np.array(after), rcond=None)[0]
    residual = np.array(after) - design @ effects
    error = (residual @ residual / (len(after) - 3) * np.linalg.inv(design.T @ design)[1, 1]) ** 0.5
    assert (found.difference.value, found.slope) == pytest.approx((effects[1], effects[2]), rel=1e-6, abs=1e-7)
    half = float(stats.t.ppf(0.975, len(after) - 3)) * error
    assert found.difference.ci_high - found.difference.value == pytest.approx(half, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_adjusting_so_few_is_not_tried(n: int) -> None:
    assert adjusted_difference([1.0, 2.0][:n], [1.0, 3.0][:n], [1, 2, 3], [1, 2, 4]) is None


def test_a_mixed_model_needs_somebody_measured_twice() -> None:
    assert random_intercept([1, 2, 3], [[1.0]] * 3, "abc") is None
