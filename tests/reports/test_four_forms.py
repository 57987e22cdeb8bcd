"""One report read back from page, PDF, table file and workbook: the same numbers, and readable by everybody."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import openpyxl
import pdfua
import pikepdf
import pypdf
import pytest
from lxml import etree
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LOCALES
from mentorship_app.core.keyring import Keyring
from mentorship_app.reports.builder import Drawn, draw, draw_sections, gather
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.editions import Outline
from mentorship_app.reports.enums import DownloadKind
from mentorship_app.reports.outline import usual
from mentorship_app.reports.section import Section
from mentorship_app.reports.words import Words
from tests.kit.client import parse_html
from tests.kit.evaluated_years import evaluated, some

NOW = datetime(2027, 7, 9, 12, 0, tzinfo=UTC)
WORDS = {"well-being.finding": "Nights were the matter.", "well-being.action": "Protect the first hour after a night."}
NUMBER = re.compile(r"\d+(?:[.,\u00a0]\d+)*")


@dataclass(frozen=True)
class Made:
    """A report, what it is about, and its sections."""

    context: ReportContext
    drawn: Drawn
    sections: list[Section]


@pytest.fixture(scope="module")
def reports() -> dict[str, Made]:
    """By language; filled by the first test that has a session."""
    return {}


@pytest.fixture(params=LOCALES)
def report(request: pytest.FixtureRequest, session: Session, keyring: Keyring, reports: dict[str, Made]) -> Made:
    """The full report of the second of two years of forty residents with three check-ins each."""
    locale = str(request.param)
    if not reports:
        years = evaluated(session, keyring, *(some(40, 0.85, mentored=20, seed=seed) for seed in (3, 4)))
        choice = replace(usual(Outline.FULL), pooled=(years[0].id,), texts=WORDS)
        gathered = gather(session, years[1], LOCALES[0], choice, now=NOW)
        for one in LOCALES:
            context = replace(gathered.context, words=Words(one))
            drawn = draw(replace(gathered, context=context), made_at=NOW)
            reports[one] = Made(context, drawn, draw_sections(context))
    return reports[locale]


def numbers_of(text: str) -> Counter[str]:
    return Counter(NUMBER.findall(text.replace("\u202f", "\u00a0")))


def page_of(made: Made) -> etree._Element:
    return parse_html(f"<main>{made.drawn.html}</main>")


def text_without_pictures(element: etree._Element) -> str:
    """What is read, with a space between any two pieces."""
    return " ".join(
        str(text) for text in element.xpath(".//text()[not(ancestor::*[local-name()='svg'])]") if str(text).strip()
    )


def test_each_row_of_each_table_stands_on_the_page_as_it_is_in_the_files(report: Made) -> None:
    on_page = {
        " ".join(text_without_pictures(table.find("caption")).split()): [
            [" ".join(text_without_pictures(cell).split()) for cell in row if cell.get("class") != "plot"]
            for row in table.iter("tr")
        ][1:]
        for table in page_of(report).iter("table")
    }
    checked = 0
    for section in report.sections:
        for table in section.tables:
            rows = on_page.get(" ".join(table.caption.split()))
            if rows is None:
                continue
            checked += 1
            for row, cells in zip(table.rows, rows, strict=True):
                assert cells[1:] == [" ".join(cell.text.split()) for cell in row.cells], table.caption
    assert checked > 20


def test_table_file_has_every_number_of_every_table(report: Made) -> None:
    lines = csv.reader(io.StringIO(report.drawn.csv.decode("utf-8-sig"), newline=""))
    in_file = Counter(line[5] for line in list(lines)[1:] if line[5])
    in_tables = Counter(number.plain for number in _numbers(report))
    assert in_file == in_tables
    assert in_file.total() > 500


def test_workbook_has_every_number_of_every_table(report: Made) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report.drawn.downloads[DownloadKind.WORKBOOK]))
    found = Counter(
        round(float(cell.value), 6)
        for sheet in book.worksheets[1:-1]
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    )
    assert found == Counter(round(float(number.plain), 6) for number in _numbers(report))


def test_pdf_has_every_number_of_the_page(report: Made) -> None:
    """The PDF holds more: numbers of its pages, of its running heads, and those in its pictures."""
    pages = pypdf.PdfReader(io.BytesIO(report.drawn.pdf)).pages
    in_pdf = numbers_of(" ".join(page.extract_text() for page in pages))
    on_page = numbers_of(text_without_pictures(page_of(report)))
    assert not on_page - in_pdf


def test_pdf_and_archive_pass_the_checks_for_readers_who_do_not_see(report: Made, tmp_path: Path) -> None:
    for name, content in (("report", report.drawn.pdf), ("archive", report.drawn.downloads[DownloadKind.ARCHIVE])):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(content)
        found = [
            finding
            for finding in pdfua.validate(path).findings
            # The archive names PDF/A-3a: one file can claim but one of the two norms.
            if name == "report" or "pdfuaid" not in str(finding)
        ]
        assert not found, [str(finding) for finding in found]


def test_the_checks_see_what_is_missing(report: Made, tmp_path: Path) -> None:
    path = tmp_path / "bare.pdf"
    with pikepdf.open(io.BytesIO(report.drawn.pdf)) as pdf:
        del pdf.Root.Lang
        del pdf.Root.StructTreeRoot
        pdf.save(path)
    assert pdfua.validate(path).findings


def test_pdf_is_tagged_named_and_in_its_language(report: Made) -> None:
    with pikepdf.open(io.BytesIO(report.drawn.pdf)) as pdf:
        assert str(pdf.Root.Lang) == report.context.words.locale
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == report.drawn.title
        alternatives = [str(one.get("/Alt", "")) for one in _structure(pdf) if one.get("/S") == pikepdf.Name.Figure]
        heads = [one for one in _structure(pdf) if one.get("/S") == pikepdf.Name.TH]
        levels = [str(one["/S"])[2:] for one in _structure(pdf) if re.fullmatch(r"/H\d", str(one.get("/S", "")))]
    assert alternatives
    assert all(alternatives)
    findings = {figure.finding for section in report.sections for figure in section.figures}
    assert findings
    assert all("/A" in head for head in heads)
    for before, after in pairwise(levels):
        assert int(after) <= int(before) + 1, levels


def test_every_figure_says_its_finding_in_words(report: Made) -> None:
    """As the title of the picture, which readers hear, and as the heading above it."""
    spoken = text_without_pictures(page_of(report))
    for section in report.sections:
        for figure in section.figures:
            assert figure.finding in " ".join(spoken.split()) or figure.finding in spoken, figure.finding
            for drawing in filter(None, (figure.wide, figure.narrow)):
                title = etree.fromstring(drawing.encode()).find("{http://www.w3.org/2000/svg}title")
                assert title is not None
                assert (title.text or "").strip()


def _numbers(report: Made) -> Iterator[object]:
    for section in report.sections:
        for table in section.tables:
            for row in table.rows:
                for cell in row.cells:
                    yield from cell.numbers


def _structure(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """The elements of the structure in reading order."""
    found, pending = [], [pdf.Root.StructTreeRoot]
    while pending:
        element = pending.pop(0)
        if isinstance(element, pikepdf.Dictionary):
            found.append(element)
            kids = element.get("/K")
            pending[:0] = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return found
