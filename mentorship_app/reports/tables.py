"""Tables of a report: one object that the page, the PDF and the CSV are all made from."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mentorship_app.core.rounding import rounded
from mentorship_app.core.spreadsheets import safe_cell
from mentorship_app.reports.words import Words

NOTHING = "–"
"""Stands in a cell whose number is not shown or does not exist."""


@dataclass(frozen=True)
class Number:
    """A printed number, to the decimals that are printed: what the CSV says is what the page says."""

    measure: str
    value: float
    decimals: int = 0

    @property
    def plain(self) -> str:
        """For machines: a point, no grouping."""
        return f"{rounded(self.value, self.decimals):f}"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and the numbers in it."""

    text: str = NOTHING
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Column:
    """Heading of a column; numbers are aligned to the right."""

    heading: str
    is_number: bool = True


@dataclass(frozen=True)
class Row:
    """A named row. ``note`` stands small under the name: why a number is not shown, or which way is better."""

    name: str
    cells: tuple[Cell, ...]
    note: str = ""
    is_total: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether no number of it is shown."""
        return all(cell.text == NOTHING for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A simple rectangle, since tagged PDF has no cells that span. ``caption`` holds its number."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    survey: str = ""
    """Which set of answers it is about; empty for tables about several."""
    key: str = ""
    """The same in every language and every year, so that two reports can be compared; unique within its section."""


def write_csv(sections: Iterable[tuple[str, Iterable[Table]]], words: Words) -> bytes:
    """Every number of every table, one a line, UTF-8 with the mark by which spreadsheets know it.

    Numbers carry a point in every language, so that programs read both editions alike. A row that is not shown keeps
    its line, with the reason.
    """
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\r\n")
    # A number is not made safe: a minus before it is its sign.
    writer.writerows(
        [value.plain if isinstance(value, Number) else safe_cell(value) for value in line]
        for line in csv_lines(sections, words)
    )
    return sink.getvalue().encode("utf-8-sig")


def csv_lines(sections: Iterable[tuple[str, Iterable[Table]]], words: Words) -> Iterator[list[str | Number]]:
    """The lines of the table file, its headings first: section, table, survey, row, measure, value, note."""
    _ = words.gettext
    yield [_("Section"), _("Table"), _("Survey"), _("Row"), _("Measure"), _("Value"), _("Note")]
    for section, tables in sections:
        for table in tables:
            for row in table.rows:
                for measure, value in _measured(row):
                    yield [section, table.caption, table.survey, row.name, measure, value, row.note]


def _measured(row: Row) -> list[tuple[str, str | Number]]:
    numbers = [number for cell in row.cells for number in cell.numbers]
    lines: list[tuple[str, str | Number]] = [(number.measure, number) for number in numbers]
    return lines or [("", "")]
