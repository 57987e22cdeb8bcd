"""The figures of the report: kept drawings, nothing on top of anything else, whatever the data."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_app.charts import (
    ChartWidth,
    DivergingRow,
    DumbbellRow,
    FlowStep,
    ForestRow,
    Need,
    Panel,
    PlaceRow,
    Point,
    WaveLine,
    WaveMean,
    diverging_bars,
    dot_counts,
    dumbbell,
    forest,
    place_map,
    quadrant,
    scale_axis,
    small_multiples,
    step_flow,
    svg,
    wave_lines,
)
from tests.charts.drawings import DRAWINGS
from tests.charts.test_figures import GOLDEN, NAMES, assert_nothing_collides, elements, words_in

SVG = "{http://www.w3.org/2000/svg}"
Drawing = Callable[[ChartWidth], str]


@pytest.mark.parametrize("width", ChartWidth)
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_drawing_is_the_kept_one(drawing: Drawing, width: ChartWidth) -> None:
    """After a wanted change: delete the file, run once, look at the new drawing, commit it."""
    path = GOLDEN / f"{drawing.__name__}-{width.value}.svg"
    if not path.exists():
        path.write_text(drawing(width) + "\n", encoding="utf-8")
        pytest.fail(f"{path.name} was missing; look at the new one")
    assert drawing(width) + "\n" == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", ChartWidth)
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_words_touch_neither_each_other_nor_a_line_nor_the_edge(drawing: Drawing, width: ChartWidth) -> None:
    assert_nothing_collides(drawing(width))


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_colours_are_literal_and_the_finding_is_the_title(drawing: Drawing) -> None:
    root = elements(drawing(ChartWidth.WIDE))
    assert (root.findtext(f"{SVG}title") or "").strip()
    for element in root.iter():
        classes = element.get("class", "").split()
        for kind in ("fill", "stroke"):
            if colour := element.get(kind):
                names = {paint.name for paint in svg.PAINTS if paint.colour == colour}
                assert {f"{kind}-{name}" for name in names} & set(classes), element.attrib
        assert "style" not in element.attrib


VALUES = st.floats(-3, 3)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES, st.none() | VALUES), min_size=1, max_size=7), st.sampled_from(ChartWidth))
def test_any_forest(rows: list[tuple[str, str, float | None]], width: ChartWidth) -> None:
    made = [
        ForestRow(
            name, words, value, None if value is None else value - 1, None if value is None else value + 1, "n = 9"
        )
        for name, words, value in rows
    ]
    assert_nothing_collides(
        forest(
            made,
            title="t",
            axis=scale_axis(-2, 2),
            axis_label="x" * 90,
            ends=("less", "more"),
            id_prefix="a",
            width=width,
        )
    )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(NAMES, NAMES, st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=7),
    st.tuples(NAMES, NAMES),
    st.sampled_from(ChartWidth),
)
def test_any_dumbbell(rows: list[tuple[str, str, float, float]], key: tuple[str, str], width: ChartWidth) -> None:
    made = [
        DumbbellRow(name, words, Point(one, one - 5, one + 5), Point(two, two - 5, two + 5), "n = 9")
        for name, words, one, two in rows
    ]
    assert_nothing_collides(
        dumbbell(made, title="t", axis=scale_axis(0, 100), axis_label="x", key=key, id_prefix="a", width=width)
    )


COUNTS = st.lists(st.integers(0, 30), min_size=5, max_size=5).filter(any)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(NAMES, NAMES, st.none() | COUNTS), min_size=1, max_size=6),
    st.lists(NAMES, min_size=5, max_size=5),
    st.sampled_from(ChartWidth),
)
def test_any_answers(rows: list[tuple[str, str, list[int] | None]], named: list[str], width: ChartWidth) -> None:
    made = [DivergingRow(name, words, tuple(counts) if counts else None) for name, words, counts in rows]
    assert_nothing_collides(diverging_bars(made, answers=named, title="t", id_prefix="a", width=width))


@pytest.mark.parametrize("count", range(2, 8))
def test_answers_add_up_and_stand_around_the_middle(count: int) -> None:
    chart = diverging_bars(
        [DivergingRow("q", "n = 70", (10,) * count)],
        answers=[f"a{place}" for place in range(count)],
        title="t",
        id_prefix="a",
    )
    bars = [bar for bar in elements(chart).iter(f"{SVG}rect") if bar.attrib["height"] == "20"]
    lefts = [float(bar.attrib["x"]) for bar in bars]
    widths = [float(bar.attrib["width"]) for bar in bars]
    assert len(bars) == count
    assert lefts[1:] == pytest.approx([left + wide for left, wide in zip(lefts, widths, strict=True)][:-1], abs=0.03)
    middle = (lefts[0] + lefts[-1] + widths[-1]) / 2
    axis = [line.attrib["d"] for line in elements(chart).iter(f"{SVG}path")]
    assert any(line.startswith(f"M{svg.number(middle)} ") for line in axis)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES | st.just("")), min_size=2, max_size=7), st.sampled_from(ChartWidth))
def test_any_flow(steps: list[tuple[str, str]], width: ChartWidth) -> None:
    assert_nothing_collides(step_flow([FlowStep(*step) for step in steps], title="t", id_prefix="a", width=width))


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(st.integers(0, 40), st.integers(0, 400), min_size=1).filter(lambda heaps: any(heaps.values())),
    st.sampled_from(ChartWidth),
)
def test_any_heaps(heaps: dict[int, int], width: ChartWidth) -> None:
    chart = dot_counts(heaps, title="t", axis_label="Meetings", each_dot="Each dot: {}", id_prefix="a", width=width)
    assert_nothing_collides(chart)
    worth = -(-max(heaps.values()) // 12)
    assert len(list(elements(chart).iter(f"{SVG}circle"))) == sum(-(-count // worth) for count in heaps.values())


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(NAMES, st.floats(0, 10), st.floats(0, 10)), min_size=1, max_size=9), st.sampled_from(ChartWidth)
)
def test_any_needs_are_all_named(needs: list[tuple[str, float, float]], width: ChartWidth) -> None:
    chart = quadrant(
        [Need(*need) for need in needs], title="t", across=scale_axis(0, 10), up=scale_axis(0, 10),
        across_label="met", up_label="matters", urgent_label="urgent", id_prefix="a", width=width,
    )  # fmt: skip
    numbers = " ".join(box.content for box in words_in(chart))
    assert all(str(place + 1) in numbers for place in range(len(needs)))


MEAN = st.floats(5, 30).map(lambda mean: WaveMean(mean, mean - 2, mean + 2))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(NAMES, st.lists(st.none() | MEAN, min_size=3, max_size=3)), min_size=1, max_size=3),
    st.lists(NAMES, min_size=3, max_size=3),
    st.sampled_from(ChartWidth),
)
def test_any_waves(groups: list[tuple[str, list[WaveMean | None]]], named: list[str], width: ChartWidth) -> None:
    made = [WaveLine(name, tuple(means)) for name, means in groups]
    assert_nothing_collides(
        wave_lines(made, waves=named, title="t", axis=scale_axis(5, 30), axis_label="x", id_prefix="a", width=width)
    )


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(NAMES, NAMES, st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=5),
    st.sampled_from(ChartWidth),
)
def test_any_places(rows: list[tuple[str, str, int, int]], width: ChartWidth) -> None:
    chart = place_map([PlaceRow(*row) for row in rows], title="t", id_prefix="a", width=width)
    assert_nothing_collides(chart)
    size = [float(one) for one in elements(chart).attrib["viewBox"].split()]
    for square in elements(chart).iter(f"{SVG}rect"):
        assert float(square.attrib["x"]) + 11 <= size[2]
        assert 0 <= float(square.attrib["y"]) <= size[3] - 11


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(NAMES, st.lists(st.none() | MEAN, min_size=3, max_size=3)), min_size=1, max_size=6),
    st.sampled_from(ChartWidth),
)
def test_any_measures(panels: list[tuple[str, list[WaveMean | None]]], width: ChartWidth) -> None:
    made = [Panel(name, tuple(means), "n = 9") for name, means in panels]
    chart = small_multiples(made, title="t", axis=scale_axis(5, 30), axis_label="x", id_prefix="a", width=width)
    words = words_in(chart)
    for position, box in enumerate(words):
        assert not any(box.meets(other) for other in words[position + 1 :]), box


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: forest([], title="t", axis=scale_axis(-1, 1), axis_label="", id_prefix="a"), "needs a row"),
        (
            lambda: forest([ForestRow("a", "b")], title="t", axis=scale_axis(1, 2), axis_label="", id_prefix="a"),
            "around 0",
        ),
        (lambda: ForestRow("a", ""), "needs words"),
        (lambda: DumbbellRow("a", "b", Point(1)), "both points"),
        (lambda: DivergingRow("a", "b", (0, 0)), "needs people"),
        (
            lambda: diverging_bars([DivergingRow("a", "b", (1, 2))], answers=["x"], title="t", id_prefix="a"),
            "told apart",
        ),
        (lambda: diverging_bars([DivergingRow("a", "b", (1, 2))], answers="xyz", title="t", id_prefix="a"), "for each"),
        (lambda: step_flow([FlowStep("a")], title="t", id_prefix="a"), "two steps"),
        (lambda: dot_counts({}, title="t", axis_label="", each_dot="", id_prefix="a"), "needs somebody"),
        (
            lambda: wave_lines(
                [WaveLine("a", (None,))],
                waves=("x", "y"),
                title="t",
                axis=scale_axis(0, 1),
                axis_label="",
                id_prefix="a",
            ),
            "for each wave",
        ),
    ],
)
def test_impossible_figures_are_errors(draw: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()
