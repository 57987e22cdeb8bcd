"""Ranges, ticks and how numbers are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_app.charts import Axis, NumberStyle, scale_axis, zoomed_axis


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (5, 30, (5, 10, 15, 20, 25, 30)),
        (4, 24, (4, 8, 12, 16, 20, 24)),
        (6, 36, (6, 12, 18, 24, 30, 36)),
        (0, 100, (0, 20, 40, 60, 80, 100)),
        (1, 5, (1, 2, 3, 4, 5)),
        (1, 7, (1, 2, 3, 4, 5, 6, 7)),
        (0, 1, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (3, 17, (5, 10, 15)),
    ],
)
def test_scale_is_shown_whole_with_round_ticks(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert scale_axis(low, high) == Axis(low, high, ticks)


@pytest.mark.parametrize(
    ("values", "within", "expected"),
    [
        ((13.0, 19.3), (5, 30), Axis(12, 20, (12, 14, 16, 18, 20))),
        ((4.4, 9.9), (5, 30), Axis(5, 10, (6, 8, 10))),
        ((7, 7), None, Axis(6, 8, (6, 6.5, 7, 7.5, 8))),
        ((-0.4, 0.3), None, Axis(-0.4, 0.4, (-0.4, -0.2, 0, 0.2, 0.4))),
    ],
)
def test_zoom_takes_a_round_range_inside_the_scale(
    values: tuple[float, ...], within: tuple[float, float] | None, expected: Axis
) -> None:
    assert zoomed_axis(values, within=within) == expected


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=9))
def test_zoom_holds_every_value_and_has_few_ticks(values: list[float]) -> None:
    axis = zoomed_axis(values)

    assert axis.low <= min(values) <= max(values) <= axis.high
    assert 2 <= len(axis.ticks) <= 8
    assert list(axis.ticks) == sorted(set(axis.ticks))


@given(st.integers(-50, 50), st.integers(1, 200))
def test_scale_ticks_lie_inside_and_are_few(low: int, span: int) -> None:
    axis = scale_axis(low, low + span)

    assert (axis.low, axis.high) == (low, low + span)
    assert all(low <= tick <= low + span for tick in axis.ticks)
    assert 2 <= len(axis.ticks) <= 7


def test_axis_without_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="has no length"):
        scale_axis(3, 3)


def test_places_are_proportional_and_stop_at_the_ends() -> None:
    axis = scale_axis(0, 10)

    assert [axis.place(value, 100, 200) for value in (-1, 0, 2.5, 10, 11)] == [100, 100, 125, 200, 200]


@pytest.mark.parametrize(
    ("style", "value", "expected"),
    [
        (NumberStyle(), 16.876, "16.9"),
        (NumberStyle(1, ","), 16.876, "16,9"),
        (NumberStyle(1), -0.04, "0.0"),
        (NumberStyle(2), -1.5, "−1.50"),
        (NumberStyle(0), 12.4, "12"),
    ],
)
def test_numbers_are_written_in_the_style_of_the_language(style: NumberStyle, value: float, expected: str) -> None:
    assert style.format(value) == expected


def test_ticks_drop_decimals_they_do_not_need() -> None:
    assert [NumberStyle(1, ",").format_tick(tick) for tick in (6, 6.5, -2)] == ["6", "6,5", "−2"]
