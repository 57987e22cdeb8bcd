"""Every printed number is in the table file, and nothing in it is a formula."""

import csv
import io

import pytest

from mentorship_app.core.spreadsheets import safe_cell
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table, write_csv
from mentorship_app.reports.words import Words


def rows_of(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def table(name: str) -> Table:
    cells = (
        Cell("16,88", (Number("Mean", 16.876, 2),)),
        Cell("−1,0 à 2,0", (Number("low", -1, 1), Number("high", 2, 1))),
    )
    hidden = Row("R3", (Cell(), Cell()), note="Not shown")
    return Table("Table 1. Scores", (Column("Level", is_number=False), Column("Mean")), (Row(name, cells), hidden))


def test_numbers_are_written_as_printed_with_a_point_in_every_language() -> None:
    written = rows_of(write_csv([("Scores", [table("R1")])], Words("fr")))

    assert written == [
        ["Section", "Tableau", "Questionnaire", "Ligne", "Mesure", "Valeur", "Remarque"],
        ["Scores", "Table 1. Scores", "", "R1", "Mean", "16.88", ""],
        ["Scores", "Table 1. Scores", "", "R1", "low", "-1.0", ""],
        ["Scores", "Table 1. Scores", "", "R1", "high", "2.0", ""],
        ["Scores", "Table 1. Scores", "", "R3", "", "", "Not shown"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(start: str) -> None:
    evil = f'{start}HYPERLINK("https://example.org","R1")'

    assert safe_cell(evil) == f"'{evil}"
    assert rows_of(write_csv([("Scores", [table(evil)])], Words("en")))[1][3] == f"'{evil}"


@pytest.mark.parametrize(
    ("locale", "written"), [("en", ("1,234.5", "−0.5", "90\u00a0%")), ("fr", ("1\u00a0234,5", "−0,5", "90\u00a0%"))]
)
def test_numbers_follow_the_language(locale: str, written: tuple[str, str, str]) -> None:
    words = Words(locale)
    assert (words.number(1234.5, 1), words.number(-0.5, 1), words.percent(0.9)) == written


@pytest.mark.parametrize(
    ("value", "printed"), [(1.275, "1.28"), (2.825, "2.82"), (-0.126, "\u22120.13"), (1234.5, "1234.50")]
)
def test_page_chart_and_table_file_round_alike(value: float, printed: str) -> None:
    """Means of a few whole answers often lie exactly half-way, where two ways to round would differ."""
    page = Words("en").number(value, 2).replace(",", "")
    chart = Words("en").number_style(2).format(value)

    assert (page, chart, Number("Mean", value, 2).plain.replace("-", "\u2212")) == (printed, printed, printed)
