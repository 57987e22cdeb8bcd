"""Every part of a report, drawn from the contexts it can meet: markup, headings, tables, figures, words."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from mentorship_app.core.i18n import translations
from mentorship_app.core.paths import TEMPLATES
from mentorship_app.reports.builder import draw_sections
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.outline import PARTS
from mentorship_app.reports.page import draw_body
from mentorship_app.reports.section import Part, Section
from mentorship_app.reports.tables import write_csv
from tests.kit.client import parse_html, text_of
from tests.reports.answers import HOPE, STRAIN, context, dataset
from tests.reports.crosswalked import crosswalked
from tests.reports.outcomes import rich_context

EIGHT = {"R1": (20.0, 21.0, 22.0, 21.0), "R2": (10.0, 11.0, 12.0, 11.0)}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def imported(locale: str) -> ReportContext:
    """Scores that were brought from elsewhere, and nobody here."""
    return replace(
        context(dataset(eligible=None), locale=locale), mentees=0, mentors=0, mentees_paired=0, mentors_paired=0
    )


def eight(locale: str) -> ReportContext:
    return replace(
        context(dataset(EIGHT, eligible=8), locale=locale), mentees=8, mentors=6, mentees_paired=8, mentors_paired=6
    )


def two_waves(locale: str) -> ReportContext:
    return crosswalked(context(dataset(), dataset(title="Autumn", number=2, scales=(STRAIN, HOPE)), locale=locale))


def linked(locale: str) -> ReportContext:
    """Waves whose people are followed, with everything that comes of it."""
    return crosswalked(rich_context(locale))


def nearly_nobody(locale: str) -> ReportContext:
    return context(dataset({"R1": (10.0, 12.0, 14.0)}), locale=locale)


CONTEXTS: dict[str, Callable[[str], ReportContext]] = {
    one.__name__: one for one in (imported, eight, two_waves, linked, nearly_nobody)
}


@cache
def drawn(name: str, locale: str) -> tuple[ReportContext, tuple[Section, ...], str]:
    """Every part that there is, drawn together."""
    made = CONTEXTS[name](locale)
    everything = replace(made, choice=Choice(sections=tuple(PARTS)))
    sections = tuple(draw_sections(everything))
    return everything, sections, draw_body(sections, everything)


class Nesting(HTMLParser):
    """Whether every element is closed where it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the parser's shape
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


parts = pytest.mark.parametrize("part", [part for _key, part in PARTS.items()], ids=list(PARTS))
contexts = pytest.mark.parametrize("name", list(CONTEXTS))
languages = pytest.mark.parametrize("locale", ["en", "fr"])


@parts
def test_a_part_says_what_it_is_in_both_languages_and_has_its_template(part: Part) -> None:
    french = translations("fr")
    places = [(place.label, place.hint) for place in part.places]
    words = [part.title, part.about, part.nothing, *(word for pair in places for word in pair)]
    missing = [word for word in words if word and word not in french._catalog]  # type: ignore[attr-defined]  # the only way to ask

    assert part.title
    assert part.about.endswith(".")
    assert missing == []
    assert (TEMPLATES / "reports" / "sections" / f"{part.key.replace('-', '_')}.html").exists()
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", part.key)


def test_every_place_to_write_has_its_own_name() -> None:
    keys = Counter(place.key for _key, part in PARTS.items() for place in part.places)

    assert [key for key, count in keys.items() if count > 1] == []
    assert [key for _name, part in PARTS.items() for key in [part.key] if key not in PARTS] == []


@languages
@contexts
def test_a_part_that_is_not_drawn_says_why(name: str, locale: str) -> None:
    _about, sections, _body = drawn(name, locale)
    there = {section.key for section in sections}

    assert [key for key, part in PARTS.items() if key not in there and not part.nothing] == []


@languages
@contexts
def test_markup_is_whole_and_each_section_has_one_heading_of_its_own(name: str, locale: str) -> None:
    _about, sections, body = drawn(name, locale)
    nesting = Nesting()
    nesting.feed(body)
    page = parse_html(f"<!doctype html><html><body>{body}</body></html>")
    # The list of contents is drawn around the sections, not as one of them.
    drawn_sections = page.xpath("//section[contains(concat(' ', @class, ' '), ' sheet ')][@id!='contents']")
    ids = Counter(page.xpath("//@id"))

    assert (nesting.wrong, nesting.open) == ([], [])
    assert [section.get("id") for section in drawn_sections] == [section.key for section in sections]
    assert [section.get("id") for section in drawn_sections if len(section.xpath(".//h1")) != 1] == []
    assert [one for one, count in ids.items() if count > 1] == []
    # English sentences begin so too.
    assert locale == "en" or "None" not in re.findall(r"\w+", text_of(page))


@languages
@contexts
def test_headings_go_down_step_by_step(name: str, locale: str) -> None:
    _about, _sections, body = drawn(name, locale)
    page = parse_html(f"<!doctype html><html><body>{body}</body></html>")
    levels = [(int(heading.tag[1]), text_of(heading)) for heading in page.iter("h1", "h2", "h3", "h4")]

    assert [text for (before, _), (level, text) in pairwise(levels) if level > before + 1] == []
    assert [level for level, text in levels if not text] == []


@languages
@contexts
def test_tables_are_rectangles_with_keys_and_rows_of_their_own(name: str, locale: str) -> None:
    _about, sections, _body = drawn(name, locale)
    wrong = []
    for section in sections:
        keys = Counter(table.key for table in section.tables)
        wrong += [(section.key, "key", key) for key, count in keys.items() if count > 1 or not key]
        for table in section.tables:
            # A table without columns is for the table file alone.
            widths = {len(row.cells) + 1 for row in table.rows}
            if table.columns and widths != {len(table.columns)}:
                wrong.append((section.key, "width", table.key))
            if not all(row.name for row in table.rows):
                wrong.append((section.key, "row", table.key))
            if not table.caption:
                wrong.append((section.key, "caption", table.key))
    assert wrong == []


@contexts
def test_tables_are_called_the_same_in_both_languages(name: str) -> None:
    keys = [
        [(section.key, table.key, len(table.rows)) for section in drawn(name, locale)[1] for table in section.tables]
        for locale in ("en", "fr")
    ]
    assert keys[0] == keys[1]


@languages
@contexts
def test_figures_say_what_they_show_and_are_listed(name: str, locale: str) -> None:
    _about, sections, body = drawn(name, locale)
    wrong = []
    for section in sections:
        for figure in section.figures:
            if not figure.finding.strip() or not (figure.wide or figure.narrow or figure.slide):
                wrong.append((section.key, figure.number))
            wrong += [
                (section.key, figure.number, "no title")
                for drawing in (figure.wide, figure.narrow, figure.slide)
                if drawing and "<title" not in drawing
            ]
    assert wrong == []
    page = parse_html(f"<!doctype html><html><body>{body}</body></html>")
    numbers = [figure.number for section in sections for figure in section.figures]
    assert sorted(numbers) == sorted(set(numbers))
    # What a page draws beside a caption of its own can be had as a file.
    assert len(page.xpath("//figure[.//svg][.//figcaption]")) <= len(numbers)


@languages
@contexts
def test_every_number_of_a_printed_table_is_in_the_table_file(name: str, locale: str) -> None:
    about, sections, body = drawn(name, locale)
    written = write_csv([(section.name, section.tables) for section in sections], about.words)
    lines = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    values: dict[str, set[Decimal]] = {}
    for line in lines[1:]:
        values.setdefault(" ".join(line[1].split()), set()).update(Decimal(line[5]) for _ in line[5][:1])

    missing = []
    for table in parse_html(f"<!doctype html><html><body>{body}</body></html>").iter("table"):
        caption = text_of(table.find("caption"))
        cells = table.xpath(".//td[contains(concat(' ', @class, ' '), ' number ')]")
        printed = {number for cell in cells for number in numbers_in(text_of(cell), locale)}
        missing += [(caption, number) for number in printed if number not in values.get(caption, set())]
        missing += [(caption, "not listed") for _ in [0] if caption not in values]
    assert missing == []


def numbers_in(text: str, locale: str) -> Iterator[Decimal]:
    """Every number of a cell, as people of that language write it."""
    grouping, point = ("\u00a0", ",") if locale == "fr" else (",", ".")
    whole = re.sub(rf"(?<=\d){grouping}(?=\d{{3}}\b)", "", text)
    for number in re.findall(rf"[−-]?\d+(?:{re.escape(point)}\d+)?", whole):
        yield Decimal(number.replace("−", "-").replace(point, "."))


@contexts
def test_a_french_report_holds_no_english_sentence(name: str) -> None:
    english, french = (
        {text_of(element) for element in parse_html(drawn(name, locale)[2]).iter("p", "h1", "h2", "h3", "dt", "li")}
        for locale in ("en", "fr")
    )
    same = {text for text in english & french if len(re.findall(r"[a-zé]{3,}", text)) > 3}

    assert same == set()
