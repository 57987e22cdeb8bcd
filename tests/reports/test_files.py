"""Every form of a report holds the same numbers, is the same each time, and says nothing that is hidden."""

import base64
import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pikepdf
import pytest
from PIL import Image

from mentorship_app.documents.pictures import painter
from mentorship_app.reports.builder import Drawn, Gathered, draw
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.enums import DownloadKind
from mentorship_app.reports.files.archive import enclosures
from mentorship_app.reports.files.figure_files import PAGE_PIXELS, SLIDE, pictures_of, to_draw, write_figures
from mentorship_app.reports.files.grid import grid_of
from mentorship_app.reports.files.stored import numbers_in, stored_tables
from mentorship_app.reports.files.workbook import write_workbook
from mentorship_app.reports.head import Head
from mentorship_app.reports.section import Figure, Section
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words
from tests.reports.answers import HOPE, MADE_AT, STRAIN, context, dataset

EVIL = '=cmd|" /C calc"!A0'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 640 120" width="640" height="120" role="img">'
    "<title>Strain fell</title>"
    '<text x="10" y="40" font-family="Source Sans 3, sans-serif" font-size="20" fill="#13262B">Strain, spring</text>'
    '<rect x="10" y="60" width="300" height="30" fill="#0B5C66"/></svg>'
)
TABLE = Table(
    "Table 1. Strain",
    (Column("Group", is_number=False), Column("Answered"), Column("Mean"), Column("95 % interval"), Column("Way")),
    (
        Row(
            "R1",
            (
                Cell("7 of 10", (Number("Answered", 7), Number("Asked", 10))),
                Cell("−3.20", (Number("Mean", -3.2, 2),)),
                Cell("−4.10 to −2.30", (Number("low", -4.1, 2), Number("high", -2.3, 2))),
                Cell("down"),
            ),
        ),
        Row("R2", (Cell(), Cell(), Cell(), Cell()), note="Not shown: fewer than 5 people answered."),
        Row(EVIL, (Cell("1,200", (Number("Answered", 1200),)), Cell(), Cell(), Cell())),
    ),
    key="strain.groups",
)


def section(*tables: Table, figures: tuple[Figure, ...] = ()) -> Section:
    return Section("well-being", "Well-being: [all]", {}, tables=tables, figures=figures)


@pytest.fixture(scope="module", params=["en", "fr"])
def about(request: pytest.FixtureRequest) -> ReportContext:
    return context(
        dataset(), dataset(title="Autumn survey", number=2, scales=(STRAIN, HOPE)), locale=str(request.param)
    )


@pytest.fixture(scope="module")
def drawn(about: ReportContext) -> Drawn:
    return draw(Gathered(about, "0" * 64), made_at=MADE_AT)


def csv_numbers(content: bytes) -> Iterator[tuple[str, ...]]:
    """Section, table, survey, row, measure, value of every number of the table file."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    next(lines)
    yield from (tuple(line[:6]) for line in lines if line[5])


def test_workbook_table_file_and_kept_tables_have_the_same_numbers(drawn: Drawn, about: ReportContext) -> None:
    written = list(csv_numbers(drawn.csv))
    assert len(written) > 100
    book = openpyxl.load_workbook(io.BytesIO(drawn.downloads[DownloadKind.WORKBOOK]))
    last = book[book.sheetnames[-1]]

    def plain(cell: object, pattern: str) -> str:
        decimals = len(pattern.partition(".")[2])
        return f"{float(str(cell)):.{decimals}f}"

    in_book = [
        (*(str(cell.value or "") for cell in row[:5]), plain(row[5].value, row[5].number_format))
        for row in last.iter_rows(min_row=2)
        if row[5].value is not None
    ]
    assert in_book == written
    assert [(number.row, number.measure, number.value) for number in numbers_in(drawn.tables)] == [
        (line[3], line[4], line[5]) for line in written
    ]
    assert last.cell(1, 1).value == about.words.gettext("Section")


def test_sheet_of_a_section_has_each_number_of_its_tables(drawn: Drawn) -> None:
    book = openpyxl.load_workbook(io.BytesIO(drawn.downloads[DownloadKind.WORKBOOK]))
    sections = list(dict.fromkeys(table["name"] for table in drawn.tables))
    assert len(book.sheetnames) == len(sections) + 2
    for name, sheet in zip(sections, book.worksheets[1:-1], strict=True):
        expected = sorted(
            float(value)
            for table in drawn.tables
            if table["name"] == name
            for row in table["rows"]
            for cell in row["cells"]
            for _measure, value in cell["numbers"]
        )
        found = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
        assert sorted(map(float, found)) == expected, name


def test_every_form_is_the_same_each_time(drawn: Drawn, about: ReportContext) -> None:
    again = draw(Gathered(about, "0" * 64), made_at=MADE_AT)

    assert [name for name, form in vars(drawn).items() if form != getattr(again, name)] == []


def test_archive_is_tagged_archival_and_encloses_every_table(drawn: Drawn) -> None:
    with pikepdf.open(io.BytesIO(drawn.downloads[DownloadKind.ARCHIVE])) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert bool(pdf.Root.MarkInfo.Marked)
        assert len(pdf.Root.AF) == len(pdf.attachments)
        assert {(str(file.AFRelationship), str(file.EF.F.Subtype)) for file in pdf.Root.AF} == {("/Data", "/text/csv")}
        files = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
        pages = len(pdf.pages)
    assert files["numbers.csv"] == drawn.csv
    assert len(files) == len(drawn.tables) + 1
    with pikepdf.open(io.BytesIO(drawn.pdf)) as pdf:
        assert (len(pdf.pages), len(pdf.attachments)) == (pages, 0)


def test_nothing_of_a_hidden_group_is_in_any_form() -> None:
    made = draw(Gathered(context(), "0" * 64), made_at=MADE_AT)
    secret = b"29.5"  # only R3, which is hidden, has this score

    book = zipfile.ZipFile(io.BytesIO(made.downloads[DownloadKind.WORKBOOK]))
    inside = [book.read(name) for name in book.namelist()]
    with pikepdf.open(io.BytesIO(made.downloads[DownloadKind.ARCHIVE])) as pdf:
        inside += [pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments]
    assert [
        content for content in (*inside, json.dumps(made.tables).encode(), made.page.encode()) if secret in content
    ] == []


def test_grid_has_a_column_for_each_measure() -> None:
    grid = grid_of(TABLE, Words("en"))

    assert grid.headings == ("Group", "Answered", "Asked", "Mean", "low", "high", "Way", "Note")
    assert [[value.plain if isinstance(value, Number) else value for value in row] for row in grid.rows] == [
        ["R1", "7", "10", "-3.20", "-4.10", "-2.30", "down", None],
        ["R2", None, None, None, None, None, None, "Not shown: fewer than 5 people answered."],
        [EVIL, "1200", None, None, None, None, None, None],
    ]


def test_same_measure_in_two_columns_is_told_apart() -> None:
    table = Table(
        "T",
        (Column("Group", is_number=False), Column("Before"), Column("After")),
        (Row("R1", (Cell("5", (Number("n", 5),)), Cell("6", (Number("n", 6),)))),),
    )

    assert grid_of(table, Words("en")).headings == ("Group", "Before: n", "After: n")
    assert grid_of(table, Words("fr")).headings == ("Group", "Before\u00a0: n", "After\u00a0: n")


def test_workbook_keeps_words_words_and_numbers_as_printed() -> None:
    made = write_workbook([section(TABLE)], context(), title=EVIL, made_at=MADE_AT)

    book = openpyxl.load_workbook(io.BytesIO(made))
    sheet = book.worksheets[1]
    assert book.sheetnames == ["About this file", "Well-being all", "All numbers"]
    assert [cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == EVIL] == ["s"]
    assert [(cell.value, cell.number_format) for cell in sheet[3] if cell.data_type == "n" and cell.value] == [
        (7, "#,##0"),
        (10, "#,##0"),
        (-3.2, "#,##0.00"),
        (-4.1, "#,##0.00"),
        (-2.3, "#,##0.00"),
    ]
    assert book.worksheets[0]["A1"].value == EVIL


def test_sheets_whose_names_are_long_or_alike_are_told_apart() -> None:
    alike = [replace(section(TABLE), name=name) for name in ("A" * 40, "a" * 40, "", "All numbers")]

    book = openpyxl.load_workbook(io.BytesIO(write_workbook(alike, context(), title="T", made_at=MADE_AT)))

    assert book.sheetnames == ["About this file", "A" * 31, "a" * 29 + " 2", "-", "All numbers", "All numbers 2"]


def test_enclosed_files_are_named_after_keys() -> None:
    tables = (
        TABLE,
        replace(TABLE, key="well-being.change"),
        replace(TABLE, key="well-being.change"),
        replace(TABLE, key=""),
    )
    found = enclosures([section(*tables)], b"all", Words("fr"))

    assert [file.name for file in found] == [
        "numbers.csv",
        "well-being.strain.groups.csv",
        "well-being.change.csv",
        "well-being.change-2.csv",
        "well-being.table-4.csv",
    ]
    assert f"'{EVIL}".replace('"', '""').encode() in found[1].content


def test_kept_tables_survive_json_and_give_their_numbers() -> None:
    kept = json.loads(json.dumps(stored_tables([section(TABLE)])))

    assert [(number.table, number.row, number.measure, number.value) for number in numbers_in(kept)][:3] == [
        ("strain.groups", "R1", "Answered", "7"),
        ("strain.groups", "R1", "Asked", "10"),
        ("strain.groups", "R1", "Mean", "-3.20"),
    ]


def test_figures_come_as_drawn_and_as_pictures() -> None:
    figure = Figure(3, "Strain fell in every group that can be shown", "Mean with 95 % interval.", SVG, "")
    drawings = pictures_of([section(figures=(figure,))], source="Made-up report")
    with painter() as drawing:
        drawn = {picture.name: drawing.png(picture.svg, width=picture.width) for picture in to_draw(drawings)}
    made = write_figures(drawings, drawn, Words("en"))

    assert made == write_figures(drawings, drawn, Words("en"))
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert archive.namelist() == [
        "figures.txt",
        "03-well-being.svg",
        "03-well-being-slide.svg",
        "03-well-being.png",
        "03-well-being-slide.png",
    ]
    sizes = {}
    for name in archive.namelist():
        if name.endswith(".png"):
            with Image.open(io.BytesIO(archive.read(name))) as picture:
                sizes[name] = picture.size
    assert sizes == {"03-well-being.png": (PAGE_PIXELS, 386), "03-well-being-slide.png": SLIDE}
    assert "'Source Sans 3'" in archive.read("03-well-being.svg").decode()
    assert "Strain fell in every group" in archive.read("figures.txt").decode("utf-8-sig")


def test_pictures_have_our_letters_whatever_fonts_the_machine_has() -> None:
    def drawn(words: str, family: str) -> bytes:
        text = f"<text x='10' y='40' font-size='20' font-family=\"{family}\">{words}</text>"
        with painter() as drawing:
            return drawing.png(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60">{text}</svg>', width=300)

    ours = drawn("Épuisement – 95 %", "'Source Sans 3', sans-serif")
    assert ours == drawn("Épuisement – 95 %", "sans-serif")
    # A sign that ours do not have comes from elsewhere, and is no empty picture.
    assert drawn("a ≥ b", "'Source Sans 3'") != drawn("a   b", "'Source Sans 3'")
    with Image.open(io.BytesIO(ours)) as picture:
        words = picture.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()
    # Our font is narrow: these letters in a serif font of a machine take 180 pixels or more.
    assert words is not None
    assert 140 < words[2] - words[0] < 165


def test_report_without_a_figure_has_no_figures_file() -> None:
    assert write_figures(pictures_of([section(TABLE)], source="x"), {}, Words("en")) == b""


def test_letterhead_stands_on_the_cover_with_its_words() -> None:
    sink = io.BytesIO()
    Image.new("RGB", (40, 10)).save(sink, "PNG")
    logo = "data:image/png;base64," + base64.b64encode(sink.getvalue()).decode()
    about = replace(context(), head=Head(logo, "Logo of Northmere", ("1 Made-up Street",)))
    made = draw(Gathered(about, "0" * 64), made_at=MADE_AT)

    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        spoken = [
            str(thing.get("/Alt", ""))
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name.Figure
        ]
    assert spoken[0] == "Logo of Northmere"
    assert "1 Made-up Street" in made.html


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_draft_says_so_on_every_page_and_is_read_to_nobody(locale: str) -> None:
    final = context(locale=locale)
    draft = replace(final, choice=replace(final.choice, is_draft=True))
    drafted, made = (draw(Gathered(about, "0" * 64), made_at=MADE_AT) for about in (draft, final))

    mark = "Brouillon" if locale == "fr" else "Draft"
    assert (f"<strong>{mark}</strong>" in drafted.html, f"<strong>{mark}</strong>" in made.html) == (True, False)
    with pikepdf.open(io.BytesIO(drafted.pdf)) as pdf, pikepdf.open(io.BytesIO(made.pdf)) as other:
        longer = [len(ours.Contents.read_bytes()) for ours in pdf.pages]
        shorter = [len(theirs.Contents.read_bytes()) for theirs in other.pages]

        def figures(document: pikepdf.Pdf) -> list[str]:
            return [
                str(thing.get("/Alt", ""))
                for thing in document.objects
                if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name.Figure
            ]

        assert figures(pdf) == figures(other)
        assert all(figures(pdf))
    assert len(longer) == len(shorter)
    assert all(more > less for more, less in zip(longer, shorter, strict=True))
