"""Shapes, escaping and the width of words."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_app.charts import svg


@pytest.mark.parametrize(
    ("value", "expected"), [(12.0, "12"), (0.126, "0.13"), (-0.001, "0"), (100, "100"), (-3.5, "-3.5")]
)
def test_coordinates_carry_no_needless_digits(value: float, expected: str) -> None:
    assert svg.number(value) == expected


def test_markup_and_control_characters_in_words_stay_words() -> None:
    chart = svg.document(10, 10, [svg.text(0, 9, '<b> & "x"\x00\x1b', size=9)], title="a < b", id_prefix="f1")

    root = ET.fromstring(chart)  # noqa: S314  our own text
    assert [element.text for element in root if element.tag.endswith(("title", "text"))] == ["a < b", '<b> & "x"']


def test_document_is_one_picture_named_by_its_finding() -> None:
    chart = svg.document(10, 20, [], title="Finding", description="More", id_prefix="fig-1", css="chart-wide")

    assert chart == (
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-wide" viewBox="0 0 10 20" width="10" height="20" '
        'role="img" aria-labelledby="fig-1-title fig-1-desc">\n'
        '<title id="fig-1-title">Finding</title><desc id="fig-1-desc">More</desc>\n\n</svg>'
    )


@pytest.mark.parametrize("id_prefix", ["", "1a", 'a"b', "a b"])
def test_id_prefix_must_be_a_plain_id(id_prefix: str) -> None:
    with pytest.raises(ValueError, match="cannot start an id"):
        svg.document(1, 1, [], title="t", id_prefix=id_prefix)


@given(st.text(max_size=80), st.floats(40, 400))
def test_wrapped_words_fit_and_none_is_lost(content: str, width: float) -> None:
    lines = svg.wrapped(content, width, 12)

    assert lines
    assert all(svg.text_width(line, 12) <= width for line in lines)
    letters = [character for character in content if character not in " \t\r\n"]
    assert [character for line in lines for character in line if character != " "] == letters


def test_words_joined_by_a_non_breaking_space_stay_on_one_line() -> None:
    assert svg.wrapped("moins de 5\u00a0réponses", 80, 12) == ("moins de", "5\u00a0réponses")


def test_every_paint_is_dark_enough_on_white_for_what_it_draws() -> None:
    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    contrast = {paint.name: 1.05 / (luminance(paint.colour) + 0.05) for paint in svg.PAINTS}

    assert min(contrast["ink"], contrast["quiet"], contrast["brand"]) >= 4.5
