"""Every word of a report, in both languages, as a person would read it aloud; and that the PDF holds the same words."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from mentorship_app import __version__
from mentorship_app.reports.builder import Gathered, draw, draw_sections
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.page import draw_body, draw_page
from mentorship_app.reports.software import software
from tests.kit.client import parse_html, text_of
from tests.reports.answers import HOPE, MADE_AT, STRAIN, context, dataset
from tests.reports.outcomes import rich_context

GOLDEN = Path(__file__).parent / "golden"
SPOKEN = ("h1", "h2", "h3", "p", "caption", "tr", "dt", "dd", "li")


def lines_of(page: etree._Element) -> list[str]:
    """One line a heading, paragraph, row or entry; cells between bars."""
    lines = []
    for element in page.find("body").iter(*SPOKEN):
        cells = [text_of(cell) for cell in element] if element.tag == "tr" else [text_of(element)]
        line = f"{element.tag}: {' | '.join(cells)}".replace(__version__, "VERSION")
        for name, version in software():
            line = line.replace(f"{name} {version}", f"{name} VERSION")
        lines.append(line)
    return lines


LINKED = ("summary", "methods", "who-answered", "reaction", "learning", "well-being")
"""Sections whose words change with answers of the same people at several surveys."""


def whole(locale: str) -> ReportContext:
    return context(dataset(), dataset(title="Autumn survey", number=2, scales=(STRAIN, HOPE)), locale=locale)


def linked(locale: str) -> ReportContext:
    return replace(rich_context(locale), choice=Choice(sections=LINKED))


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize(("name", "about_in"), [("report", whole), ("linked", linked)])
def test_report_reads_as_the_golden_one(name: str, about_in: Callable[[str], ReportContext], locale: str) -> None:
    """To accept a change: delete the file, run once, read the difference."""
    about = about_in(locale)
    lines = lines_of(parse_html(draw_page(draw_body(draw_sections(about), about), about)))
    path = GOLDEN / f"{name}-{locale}.txt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        pytest.fail(f"{path.name} was written; read it, then run again")

    assert lines == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_bookmarks_of_the_pdf_are_the_headings_of_the_page(locale: str) -> None:
    about = context(locale=locale)
    made = draw(Gathered(about, "0" * 64), made_at=MADE_AT)
    headings = [text_of(heading) for heading in parse_html(draw_page(made.html, about)).iter("h1", "h2", "h3")]

    with pikepdf.open(BytesIO(made.pdf)) as pdf, pdf.open_outline() as outline:
        pending, bookmarks = list(outline.root), []
        while pending:
            entry = pending.pop(0)
            bookmarks.append(re.sub(r"\s+", " ", str(entry.title)))
            pending[:0] = list(entry.children)
    assert bookmarks == headings
