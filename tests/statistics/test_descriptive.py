"""Description of one group."""

import subprocess
import sys
from math import inf, nan

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mentorship_app.statistics import Summary, describe

BEFORE = (62.5, 41.67, 75, 54.17, 50, 66.67, 37.5, 58.33, 70.83, 45.83, 54.17, 62.5)
AFTER = (50, 45.83, 58.33, 50, 41.67, 62.5, 37.5, 41.67, 66.67, 50, 45.83, 54.17)


@pytest.mark.parametrize(("values", "mean", "sd"), [(BEFORE, 56.598, 11.576), (AFTER, 50.348, 8.787)])
def test_mean_and_sd_of_twelve_residents(values: tuple[float, ...], mean: float, sd: float) -> None:
    summary = describe(values)

    assert summary.n == 12
    assert (summary.mean, summary.sd) == pytest.approx((mean, sd), abs=0.0006)


def test_interval_of_twelve_differences_matches_the_published_vector() -> None:
    change = describe([after - before for before, after in zip(BEFORE, AFTER, strict=True)])

    assert (change.mean, change.sd) == pytest.approx((-6.250, 6.994), abs=0.0006)
    assert (change.ci_low, change.ci_high) == pytest.approx((-10.694, -1.806), abs=0.0006)


def test_range_and_median_of_even_and_odd_groups() -> None:
    even, odd = describe([4, 1, 3, 10]), describe([4, 1, 10])

    assert (even.minimum, even.median, even.maximum) == (1, 3.5, 10)
    assert (odd.minimum, odd.median, odd.maximum) == (1, 4, 10)


def test_nobody_is_a_result_and_not_an_error() -> None:
    summary = describe([])

    assert summary == Summary(0, None, None, None, None, None, None, None)
    assert summary.is_too_few


def test_one_value_has_a_mean_but_no_interval() -> None:
    summary = describe([7.0])

    assert summary == Summary(1, 7.0, None, None, None, 7.0, 7.0, 7.0)
    assert summary.is_too_few


def test_two_values_are_enough_for_an_interval() -> None:
    assert not describe([1, 2]).is_too_few


def test_equal_values_have_no_spread() -> None:
    assert describe([3, 3, 3]) == Summary(3, 3, 0, 3, 3, 3, 3, 3)


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_value_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        describe([1.0, value])


def test_confidence_must_be_a_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        describe([1, 2], confidence=95)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40), st.sampled_from([0.8, 0.95, 0.99]))
def test_agrees_with_scipy(values: list[float], confidence: float) -> None:
    summary = describe(values, confidence=confidence)

    expected = stats.t.ppf((1 + confidence) / 2, len(values) - 1) * stats.sem(values)
    assert summary.mean == pytest.approx(numpy.mean(values), abs=1e-6)
    assert summary.sd == pytest.approx(numpy.std(values, ddof=1), rel=1e-6, abs=1e-6)
    assert (summary.ci_high or 0) - (summary.mean or 0) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_importing_statistics_and_charts_loads_no_scipy() -> None:
    script = (
        "import sys, mentorship_app.statistics, mentorship_app.charts, mentorship_app.privacy.suppression\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'numpy', 'scipy', 'weasyprint', 'flask'}))"
    )

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"
