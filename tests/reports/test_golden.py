"""Every word of a report, in both languages, as a person would read it aloud; and that the PDF holds the same words."""

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from mentorship_app import __version__
from mentorship_app.reports.builder import Gathered, draw
from mentorship_app.reports.page import draw_page
from mentorship_app.reports.software import software
from tests.kit.client import parse_html, text_of
from tests.reports.answers import HOPE, MADE_AT, STRAIN, context, dataset

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


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_report_reads_as_the_golden_one(locale: str) -> None:
    """To accept a change: delete the file, run once, read the difference."""
    about = context(dataset(), dataset(title="Autumn survey", number=2, scales=(STRAIN, HOPE)), locale=locale)
    made = draw(Gathered(about, "0" * 64), made_at=MADE_AT)
    lines = lines_of(parse_html(draw_page(made.html, about)))
    path = GOLDEN / f"report-{locale}.txt"
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
