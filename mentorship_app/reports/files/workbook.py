"""The workbook: what it is, a sheet for each section, and every number as in the table file."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.files.grid import Value, grid_of
from mentorship_app.reports.section import Section
from mentorship_app.reports.tables import Number, Table, csv_lines

_LONGEST_NAME = 31
_LONGEST_TEXT = 32_000
"""A cell of a spreadsheet holds 32,767 characters."""
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 60
_NARROWEST = 9


def write_workbook(sections: Sequence[Section], context: ReportContext, *, title: str, made_at: datetime) -> bytes:
    """An XLSX with the numbers of the report as numbers. Words are never formulas; the same report, the same bytes."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(
        sink,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties(
        {"title": title, "author": context.organization, "created": made_at.replace(tzinfo=None, microsecond=0)}
    )
    writer = _Writer(book, context)
    with_tables = [section for section in sections if section.tables]
    writer.front(title, with_tables)
    for section in with_tables:
        writer.section(section)
    writer.all_numbers(with_tables)
    book.close()
    return sink.getvalue()


class _Writer:
    """Formats and sheet names of one workbook."""

    def __init__(self, book: Any, context: ReportContext) -> None:
        self._book = book
        self._context = context
        self._words = context.words
        self._names: set[str] = set()
        self._plain = book.add_format({"valign": "top", "text_wrap": True})
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._caption = book.add_format({"bold": True, "font_size": 12})
        self._heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self._numbers: dict[int, Any] = {}

    def front(self, title: str, sections: Sequence[Section]) -> None:
        """What the file is, whose, and how to read it."""
        _ = self._words.gettext
        sheet = self._sheet(_("About this file"))
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, _text(title), self._title)
        lines = [
            (_("Organization"), self._context.organization),
            (_("Program"), self._context.program),
            (_("Cohort"), self._context.cohort),
            (_("Report of"), self._words.day(self._context.today)),
            (_("Data hash (SHA-256)"), self._context.data_hash),
            (
                _("How to read it"),
                _(
                    "One sheet for each section of the report, its tables below one another, with the numbers as they "
                    "are printed. The last sheet has every number in a line of its own, as the table file has. "
                    "An empty cell is a number that is not shown; the note says why."
                ),
            ),
        ]
        if self._context.choice.is_draft:
            lines.insert(0, (_("Status"), _("Draft: numbers and words may still change.")))
        for row, (term, value) in enumerate(lines, 2):
            sheet.write_string(row, 0, term, self._heading)
            sheet.write_string(row, 1, _text(value), self._plain)
        for row, section in enumerate(sections, len(lines) + 3):
            sheet.write_string(row, 0, _text(section.name), self._plain)
            sheet.write_string(
                row, 1, _text(self._words.joined(table.caption for table in section.tables)), self._plain
            )

    def section(self, section: Section) -> None:
        """The tables of a section below one another."""
        sheet = self._sheet(section.name)
        widths: dict[int, int] = {}
        row = 0
        for table in section.tables:
            row = self._table(sheet, row, table, widths) + 1
        for column, width in widths.items():
            sheet.set_column(column, column, min(max(width + 2, _NARROWEST), _WIDEST))

    def all_numbers(self, sections: Sequence[Section]) -> None:
        """The lines of the table file, numbers as numbers."""
        sheet = self._sheet(self._words.gettext("All numbers"))
        sheet.freeze_panes(1, 0)
        for column, width in enumerate((18, 44, 24, 34, 26, 10, 44)):
            sheet.set_column(column, column, width)
        tables = [(section.name, section.tables) for section in sections]
        for row, line in enumerate(csv_lines(tables, self._words)):
            for column, value in enumerate(line):
                self._put(sheet, row, column, value, self._heading if row == 0 else None)
        sheet.autofilter(0, 0, max(row, 1), 6)

    def _table(self, sheet: Any, row: int, table: Table, widths: dict[int, int]) -> int:
        sheet.write_string(row, 0, _text(table.caption), self._caption)
        grid = grid_of(table, self._words)
        for column, heading in enumerate(grid.headings):
            sheet.write_string(row + 1, column, _text(heading), self._heading)
            widths[column] = max(widths.get(column, 0), min(len(heading), 24))
        for offset, line in enumerate(grid.rows, 2):
            for column, value in enumerate(line):
                self._put(sheet, row + offset, column, value)
                widths[column] = max(widths.get(column, 0), len(value) if isinstance(value, str) else 0)
        return row + 2 + len(grid.rows)

    def _put(self, sheet: Any, row: int, column: int, value: Value, style: Any = None) -> None:
        if isinstance(value, Number):
            # The number as printed, not as computed: what stands on paper is what a formula finds.
            sheet.write_number(row, column, float(value.plain), style or self._number(value.decimals))
        elif value:
            sheet.write_string(row, column, _text(value), style or self._plain)

    def _number(self, decimals: int) -> Any:
        if decimals not in self._numbers:
            pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
            self._numbers[decimals] = self._book.add_format({"num_format": pattern, "valign": "top"})
        return self._numbers[decimals]

    def _sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(self._sheet_name(name))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _sheet_name(self, name: str) -> str:
        """Unique whatever the case, without what spreadsheets do not take in a name."""
        plain = " ".join(_NOT_IN_A_NAME.sub(" ", name).split()) or "-"
        found, number = plain[:_LONGEST_NAME].rstrip(), 1
        while found.casefold() in self._names:
            number += 1
            found = f"{plain[: _LONGEST_NAME - len(str(number)) - 1].rstrip()} {number}"
        self._names.add(found.casefold())
        return found


def _text(text: str) -> str:
    return text[:_LONGEST_TEXT]
