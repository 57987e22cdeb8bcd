"""A line over a few moments: in its place, whole, and broken where there is nothing to draw."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_app.charts import ChartWidth, NumberStyle, TrendMark, scale_axis, trend_line
from tests.charts.test_figures import assert_nothing_collides, elements

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"
YEAR = (
    TrendMark("Jul 2026", 2.5),
    TrendMark("Oct 2026", 3.0),
    TrendMark("Jan 2027", None),
    TrendMark("Jun 2027", 1.25),
)


def drawn(*marks: TrendMark, width: ChartWidth = ChartWidth.WIDE) -> str:
    return trend_line(
        marks,
        title="Exhaustion went down",
        axis=scale_axis(0, 4),
        axis_label="Possible range 0 to 4. Lower is better.",
        numbers=NumberStyle(1, ","),
        id_prefix=f"t-{width.value}",
        width=width,
    )


@pytest.mark.parametrize("width", ChartWidth)
def test_drawing_is_the_golden_one(width: ChartWidth) -> None:
    """After a wanted change: delete the file, run once, look at the new drawing, commit it."""
    path = GOLDEN / f"trend-{width.value}.svg"
    if not path.exists():
        path.write_text(drawn(*YEAR, width=width) + "\n", encoding="utf-8")
        pytest.fail(f"{path.name} was missing; look at the new one")
    assert drawn(*YEAR, width=width) + "\n" == path.read_text(encoding="utf-8")


def test_the_line_is_broken_where_there_is_no_value() -> None:
    chart = elements(drawn(*YEAR))
    assert len(list(chart.iter(f"{SVG}circle"))) == 3
    assert len([path for path in chart.iter(f"{SVG}path") if path.get("stroke-linecap") == "round"]) == 1


def test_more_is_higher_and_the_ends_of_the_range_are_the_ends_of_the_drawing() -> None:
    chart = elements(drawn(TrendMark("a", 0), TrendMark("b", 4)))
    low, high = (float(circle.attrib["cy"]) for circle in chart.iter(f"{SVG}circle"))
    ticks = sorted(
        float(re.findall(r"-?[\d.]+", path.attrib["d"])[1])
        for path in chart.iter(f"{SVG}path")
        if path.get("stroke-linecap") is None
    )
    assert (high, low) == (ticks[0], ticks[-1])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(0, 4)), min_size=1, max_size=5), st.sampled_from(ChartWidth))
def test_any_few_moments_are_drawn_without_collision(values: list[float | None], width: ChartWidth) -> None:
    assert_nothing_collides(drawn(*(TrendMark("nov. 2026", value) for value in values), width=width))


def test_impossible_lines_are_errors() -> None:
    with pytest.raises(ValueError, match="needs a moment"):
        drawn()
    with pytest.raises(ValueError, match="outside the axis"):
        drawn(TrendMark("a", 5))
