"""Change of the same people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mentorship_app.statistics import Estimate, OutOfRange, correlation, paired_change, require_inside
from tests.statistics.published import DARWIN, RESIDENTS_AFTER, RESIDENTS_BEFORE, SLEEP_FIRST, SLEEP_SECOND


def bounds(estimate: Estimate | None) -> tuple[float, float, float]:
    assert estimate is not None
    return estimate.value, estimate.ci_low, estimate.ci_high


def test_twelve_residents_to_every_printed_digit() -> None:
    found = paired_change(RESIDENTS_BEFORE, RESIDENTS_AFTER)

    assert found.n == 12
    assert (found.before.mean, found.before.sd) == pytest.approx((56.598, 11.576), abs=0.0006)
    assert (found.after.mean, found.after.sd) == pytest.approx((50.348, 8.787), abs=0.0006)
    assert found.change.mean is not None
    assert [round(one or 0, 3) for one in (found.change.mean, found.change.sd)] == [-6.25, 6.994]
    assert [round(one or 0, 3) for one in (found.change.ci_low, found.change.ci_high)] == [-10.694, -1.806]
    assert (round(found.t or 0, 4), round(found.p or 0, 5), round(found.r or 0, 4)) == (-3.0957, 0.01018, 0.7978)
    assert [round(one, 4) for one in bounds(found.g_z)] == [-0.8313, -1.4465, -0.1899]
    assert [round(one, 4) for one in (bounds(found.d_z)[0], bounds(found.d_av)[0])] == [-0.8936, -0.6082]
    assert round(bounds(found.g_av)[0], 4) == -0.5657
    assert [round(one, 3) for one in bounds(found.g_av)[1:]] == [-0.984, -0.129]


def test_students_sleep() -> None:
    found = paired_change(SLEEP_FIRST, SLEEP_SECOND)

    assert found.change.mean == pytest.approx(1.58)
    assert (found.change.ci_low, found.change.ci_high) == pytest.approx((0.7001142, 2.4598858))
    assert (found.t, found.p) == pytest.approx((4.0621, 0.002833), abs=5e-5)


def test_darwins_plants() -> None:
    found = paired_change([0.0] * 15, DARWIN)

    assert found.t == pytest.approx(2.148, abs=5e-4)
    assert found.p == pytest.approx(0.0497, abs=5e-5)
    assert found.r is None


def test_an_effect_beside_a_published_one() -> None:
    """Borenstein M et al., Introduction to Meta-Analysis, 2009, chapter 4: change 3.0, SD 5.5, 50 pairs, r 0.7."""
    changes = scaled(50, mean=3.0, sd=5.5)
    found = paired_change([0.0] * 50, changes)

    assert bounds(found.d_z)[0] == pytest.approx(3 / 5.5)
    # The book standardises by the SD within groups, 7.1005, and corrects with 49 degrees of freedom.
    within = 5.5 / (2 * (1 - 0.7)) ** 0.5
    assert 3 / within == pytest.approx(0.4225, abs=5e-5)
    assert 3 / within * bounds(found.g_z)[0] / bounds(found.d_z)[0] == pytest.approx(0.4160, abs=5e-5)


def scaled(n: int, *, mean: float, sd: float) -> list[float]:
    """``n`` values of just this mean and SD."""
    middle, spread = (n - 1) / 2, stats.tstd(range(n))
    return [mean + sd * (place - middle) / float(spread) for place in range(n)]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_is_a_result(n: int) -> None:
    found = paired_change([1.0, 2.0][:n], [2.0, 5.0][:n])

    assert (found.n, found.is_too_few, found.d_z) == (n, True, None)


def test_everybody_changed_alike_has_no_size() -> None:
    found = paired_change([1, 2, 3], [2, 3, 4])

    assert (found.change.mean, found.t, found.g_av, found.r) == (1, None, None, pytest.approx(1))


def test_what_cannot_be_paired_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be paired"):
        paired_change([1, 2], [1])


def test_scores_outside_their_range_stop() -> None:
    require_inside([0, 100, 55.5], low=0, high=100)
    with pytest.raises(OutOfRange, match=r"100\.1 lies outside 0 to 100"):
        require_inside([50, 100.1], low=0, high=100)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=40))
def test_agrees_with_scipy(pairs: list[tuple[int, int]]) -> None:
    before, after = [float(a) for a, _b in pairs], [float(b) for _a, b in pairs]
    found = paired_change(before, after)
    if found.t is None:
        return

    expected = stats.ttest_rel(after, before)
    assert (found.t, found.p) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-8, abs=1e-12)
    _value, low, high = bounds(found.d_z)
    for ncp, tail in ((low * found.n**0.5, 0.975), (high * found.n**0.5, 0.025)):
        assert stats.nct.cdf(found.t, found.n - 1, ncp) == pytest.approx(tail, abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=30))
def test_correlation_agrees_with_scipy(pairs: list[tuple[int, int]]) -> None:
    first, second = [float(a) for a, _b in pairs], [float(b) for _a, b in pairs]
    found = correlation(first, second)
    if found is None:
        assert len(set(first)) == 1 or len(set(second)) == 1
    else:
        assert found == pytest.approx(float(stats.pearsonr(first, second).statistic), abs=1e-9)
