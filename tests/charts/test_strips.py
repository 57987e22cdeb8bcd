"""Pictures in the rows of tables: what stands at which place, and what a reader without eyes is told."""

import pytest
from lxml import etree

from mentorship_app.charts import Axis, Mark, NumberStyle, StripMark, bar_strip, number_line, strip_head, strip_row

AXIS = Axis(0, 10, (0.0, 5.0, 10.0))
SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> etree._Element:
    return etree.fromstring(svg)


def test_dot_stands_at_its_mean_and_a_total_is_a_diamond() -> None:
    group = drawn(strip_row(StripMark(5, 4, 6), axis=AXIS, title="R1: 5", id_prefix="a"))
    total = drawn(strip_row(StripMark(5, 4, 6, Mark.TOTAL), axis=AXIS, title="All: 5", id_prefix="b"))

    assert [dot.get("cx") for dot in group.iter(f"{SVG}circle")] == ["150"]
    assert (len(list(total.iter(f"{SVG}circle"))), len(list(total.iter(f"{SVG}polygon")))) == (0, 1)


def test_earlier_mean_is_a_ring_so_that_grey_print_tells_the_two_apart() -> None:
    marks = (StripMark(4, 3, 5, Mark.EARLIER), StripMark(6, 5, 7))
    line = drawn(number_line(marks, axis=AXIS, title="Strain", id_prefix="a", numbers=NumberStyle(1, ",")))

    assert [dot.get("fill") for dot in line.iter(f"{SVG}circle")] == ["#FFFFFF", "#0B5C66"]
    assert [text.text for text in line.iter(f"{SVG}text")] == ["4,0", "6,0", "0", "10"]


def test_screen_readers_pass_over_it_and_the_pdf_finds_its_title() -> None:
    head = drawn(strip_head(AXIS, title="Whole scale, 0 to 10", id_prefix="a", numbers=NumberStyle()))

    assert (head.get("aria-hidden"), head.findtext(f"{SVG}title")) == ("true", "Whole scale, 0 to 10")


def test_bar_is_as_long_as_its_share_of_the_longest() -> None:
    bar = drawn(bar_strip(5, most=20, track=10, title="R1: 5", id_prefix="a"))
    assert [rect.get("width") for rect in bar.iter(f"{SVG}rect")] == ["150", "75"]


def test_impossible_bars_and_empty_lines_are_refused() -> None:
    with pytest.raises(ValueError, match="is no bar"):
        bar_strip(6, most=5, title="R1", id_prefix="a")
    with pytest.raises(ValueError, match="needs a mark"):
        number_line((), axis=AXIS, title="Strain", id_prefix="a", numbers=NumberStyle())
