"""The figures: golden drawings, nothing on top of anything else, one drawing for screen and print."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_app.charts import (
    ChartWidth,
    IntervalRow,
    NumberStyle,
    ResponseRow,
    interval_dots,
    response_bars,
    scale_axis,
    svg,
    zoomed_axis,
)

GOLDEN = Path(__file__).parent / "golden"
HIDDEN = "Non présenté\u00a0: moins de 5\u00a0réponses"
SCALE = scale_axis(5, 30)

YEARS = (
    IntervalRow("Year 1", 17.7, 17.0, 18.3, detail="n = 245"),
    IntervalRow("Year 6", 14.0, 13.0, 15.1, detail="n = 113"),
    IntervalRow("All students", 16.9, 16.5, 17.2, detail="n = 886", total=True),
)
HARD_ROWS = (
    IntervalRow("Résidentes et résidents en médecine familiale, troisième année", 28.9, 27.0, 31.2, detail="n = 12"),
    IntervalRow("Fellows", withheld=HIDDEN),
    IntervalRow("R1", 5.2, 4.1, 6.9, detail="n = 7"),
    IntervalRow("R2", 16.9, detail="n = 25"),
    IntervalRow("Ensemble", 17.0, 15.9, 18.1, detail="n = 69", total=True),
)
ANSWERED = (
    ResponseRow("Résidence, première année (médecine familiale)", "21 sur 24", 21, 24),
    ResponseRow("R2", "9 sur 11", 9, 11),
    ResponseRow("R3", HIDDEN),
    ResponseRow("Ensemble", "34 sur 41", 34, 41, total=True),
)


def years(width: ChartWidth) -> str:
    return interval_dots(
        YEARS,
        title="Exhaustion was lowest in year 6",
        axis=zoomed_axis((13.0, 18.3), within=(5, 30)),
        axis_label="Mean emotional exhaustion, possible range 5 to 30. The axis is cut.",
        reference_label="All students 16.9",
        id_prefix=f"years-{width.value}",
        width=width,
    )


def hard(width: ChartWidth) -> str:
    return interval_dots(
        HARD_ROWS,
        title="Épuisement par niveau",
        axis=SCALE,
        axis_label="Épuisement émotionnel moyen, de 5 à 30",
        reference_label="Ensemble 17,0",
        numbers=NumberStyle(1, ","),
        id_prefix=f"hard-{width.value}",
        width=width,
    )


def answered(width: ChartWidth) -> str:
    return response_bars(ANSWERED, title="34 personnes sur 41 ont répondu", id_prefix=f"who-{width.value}", width=width)


FIGURES: tuple[Callable[[ChartWidth], str], ...] = (years, hard, answered)


@pytest.mark.parametrize("width", ChartWidth)
@pytest.mark.parametrize("figure", FIGURES)
def test_drawing_is_the_golden_one(figure: Callable[[ChartWidth], str], width: ChartWidth) -> None:
    """After a wanted change: delete the file, run once, look at the new drawing, commit it."""
    path = GOLDEN / f"{figure.__name__}-{width.value}.svg"
    if not path.exists():
        path.write_text(figure(width) + "\n", encoding="utf-8")
        pytest.fail(f"{path.name} was missing; look at the new one")

    assert figure(width) + "\n" == path.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Box:
    content: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def elements(chart: str) -> ET.Element:
    return ET.fromstring(chart)  # noqa: S314  our own drawing


def words_in(chart: str) -> list[Box]:
    boxes = []
    for element in elements(chart).iter("{http://www.w3.org/2000/svg}text"):
        size, content = float(element.attrib["font-size"]), element.text or ""
        width = svg.text_width(content, size, weight=int(element.get("font-weight", "400")))
        x, y = float(element.attrib["x"]), float(element.attrib["y"])
        left = x - width / 2 if element.get("text-anchor") == "middle" else x
        boxes.append(Box(content, left, left + width, y - 0.7 * size, y + 0.2 * size))
    return boxes


def vertical_lines(chart: str) -> Iterator[Box]:
    for element in elements(chart).iter("{http://www.w3.org/2000/svg}path"):
        x1, y1, x2, y2 = (float(value) for value in re.findall(r"-?[\d.]+", element.attrib["d"]))
        if x1 == x2:
            yield Box("line", x1, x2, y1, y2)


def assert_nothing_collides(chart: str) -> None:
    _, _, width, height = (float(value) for value in elements(chart).attrib["viewBox"].split())
    boxes = words_in(chart)
    for box in boxes:
        assert box.left >= -0.5, box
        assert box.right <= width + 0.5, box
        assert box.top >= 0, box
        assert box.bottom <= height, box
    for position, box in enumerate(boxes):
        assert not any(box.meets(other) for other in boxes[position + 1 :]), box
    for line in vertical_lines(chart):
        assert not any(line.meets(box) for box in boxes), line


@pytest.mark.parametrize("width", ChartWidth)
@pytest.mark.parametrize("figure", FIGURES)
def test_words_touch_neither_each_other_nor_a_line_nor_the_edge(
    figure: Callable[[ChartWidth], str], width: ChartWidth
) -> None:
    assert_nothing_collides(figure(width))


NAMES = st.text("abcdefghijklmnop éàW0123456789", min_size=1, max_size=70).filter(str.strip)
MEANS = st.floats(5, 30)


@st.composite
def interval_rows(draw: st.DrawFn) -> list[IntervalRow]:
    rows = []
    for position in range(draw(st.integers(1, 9))):
        name = draw(NAMES)
        if draw(st.booleans()):
            rows.append(IntervalRow(name, withheld=HIDDEN))
            continue
        mean, half = draw(MEANS), draw(st.floats(0, 12))
        rows.append(IntervalRow(name, mean, mean - half, mean + half, detail="n = 12", total=position == 0))
    return [*rows[1:], rows[0]]


@settings(max_examples=60, deadline=None)
@given(interval_rows(), st.sampled_from(ChartWidth))
def test_any_intervals_are_drawn_without_collision(rows: list[IntervalRow], width: ChartWidth) -> None:
    reference = "Ensemble" if any(row.total for row in rows) else ""
    assert_nothing_collides(
        interval_dots(
            rows, title="t", axis=SCALE, axis_label="x" * 90, id_prefix="a", width=width, reference_label=reference
        )
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, st.integers(0, 900), st.integers(0, 300)), min_size=1), st.sampled_from(ChartWidth))
def test_any_responses_are_drawn_without_collision(groups: list[tuple[str, int, int]], width: ChartWidth) -> None:
    rows = [ResponseRow(name, f"{n} of {n + missing}", n, n + missing) for name, n, missing in groups]
    rows.append(ResponseRow("All", "all of them", None, total=True))

    assert_nothing_collides(response_bars(rows, title="t", id_prefix="a", width=width))


def test_bars_are_as_long_as_their_numbers() -> None:
    chart = response_bars([ResponseRow("a", "10", 10), ResponseRow("b", "40", 40)], title="t", id_prefix="a")

    short, long = (float(bar.attrib["width"]) for bar in elements(chart).iter("{http://www.w3.org/2000/svg}rect"))
    assert long == pytest.approx(4 * short, abs=0.05)


@pytest.mark.parametrize("figure", FIGURES)
def test_hidden_group_leaves_words_and_no_mark(figure: Callable[[ChartWidth], str]) -> None:
    chart = figure(ChartWidth.WIDE)
    rows = {"years": YEARS, "hard": HARD_ROWS, "answered": ()}[figure.__name__]
    circles = list(elements(chart).iter("{http://www.w3.org/2000/svg}circle"))

    assert len(circles) == sum(1 for row in rows if row.mean is not None and not row.total)
    assert (HIDDEN in [box.content for box in words_in(chart)]) is (figure is not years)


def test_interval_beyond_the_axis_ends_in_an_arrowhead() -> None:
    inside = IntervalRow("a", 10, 8, 12)
    beyond = IntervalRow("a", 10, 4, 31)

    heads = [
        len(list(elements(interval_dots([row], title="t", axis=SCALE, axis_label="", id_prefix="a")).iter(
            "{http://www.w3.org/2000/svg}polygon"
        )))
        for row in (inside, beyond)
    ]  # fmt: skip
    assert heads == [0, 2]


def test_every_colour_is_literal_and_has_its_class() -> None:
    for figure in FIGURES:
        chart = figure(ChartWidth.WIDE)
        for element in elements(chart).iter():
            classes = element.get("class", "").split()
            for kind in ("fill", "stroke"):
                if colour := element.get(kind):
                    names = {paint.name for paint in svg.PAINTS if paint.colour == colour}
                    assert {f"{kind}-{name}" for name in names} & set(classes)
        assert "style=" not in chart


def test_pdf_draws_the_colours_and_reads_the_finding_aloud() -> None:
    page = f'<html lang="fr"><title>x</title><body>{years(ChartWidth.WIDE)}</body></html>'

    document = pikepdf.open(BytesIO(weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")))

    used = {
        tuple(round(float(value) * 255) for value in instruction.operands)
        for page_ in document.pages
        for instruction in pikepdf.parse_content_stream(page_)
        if str(instruction.operator) in ("rg", "RG") and len(instruction.operands) == 3
    }
    brand = tuple(int(svg.BRAND.colour[i : i + 2], 16) for i in (1, 3, 5))
    tagged = [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    assert brand in used
    assert [str(item.Alt) for item in tagged] == ["Exhaustion was lowest in year 6"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "needs a row"),
        ([YEARS[2], YEARS[2]], "one total"),
        ([IntervalRow("a", 31.0)], "outside the axis"),
    ],
)
def test_impossible_interval_charts_are_errors(rows: list[IntervalRow], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        interval_dots(rows, title="t", axis=SCALE, axis_label="", id_prefix="a")


@pytest.mark.parametrize("row", [{"mean": None}, {"mean": 3.0, "withheld": "hidden"}])
def test_row_has_either_a_mean_or_a_reason(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="needs either"):
        IntervalRow("a", **row)  # type: ignore[arg-type]  one field at a time


@pytest.mark.parametrize(("answered", "invited"), [(5, 4), (-1, None)])
def test_more_answers_than_invitations_are_an_error(answered: int, invited: int | None) -> None:
    with pytest.raises(ValueError, match="cannot have answered"):
        ResponseRow("a", "", answered, invited)


def test_response_chart_without_rows_is_an_error() -> None:
    with pytest.raises(ValueError, match="needs a row"):
        response_bars([], title="t", id_prefix="a")
