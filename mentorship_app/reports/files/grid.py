"""A table of a report with one number in each cell, as programs want it: for a sheet, and for a file of its own."""

import io
from csv import writer as csv_writer
from dataclasses import dataclass

from mentorship_app.core.spreadsheets import safe_cell
from mentorship_app.reports.tables import NOTHING, Cell, Number, Row, Table
from mentorship_app.reports.words import Words

Value = str | Number | None
_Place = tuple[int, str, int]
"""Column of the printed table, measure (empty for words), how many of that name stand before it in the cell."""


@dataclass(frozen=True)
class Grid:
    """Headings, and rows that are as long. None stands where nothing is shown."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def grid_of(table: Table, words: Words) -> Grid:
    """``table`` with a column for each measure: an interval has two, ``21 of 24`` has two."""
    cells = [[dict(_values(position, cell)) for position, cell in enumerate(row.cells, 1)] for row in table.rows]
    places = sorted({place for row in cells for cell in row for place in cell}, key=lambda place: place[0])
    places = _in_printed_order(cells, places)
    has_notes = any(row.note for row in table.rows)
    headings = (_printed_heading(table, 0), *(_heading(place, places, table, words) for place in places))
    rows = [_line(row, values, places, has_notes=has_notes) for row, values in zip(table.rows, cells, strict=True)]
    return Grid((*headings, words.gettext("Note")) if has_notes else headings, tuple(rows))


def table_csv(table: Table, words: Words) -> bytes:
    """One table as CSV, UTF-8 with the mark by which spreadsheets know it; numbers carry a point in every language."""
    grid = grid_of(table, words)
    sink = io.StringIO(newline="")
    writer = csv_writer(sink, lineterminator="\r\n")
    writer.writerow([safe_cell(heading) for heading in grid.headings])
    writer.writerows([_written(value) for value in row] for row in grid.rows)
    return sink.getvalue().encode("utf-8-sig")


def _written(value: Value) -> str:
    if isinstance(value, Number):
        # Not made safe: a minus before it is its sign.
        return value.plain
    return safe_cell(value or "")


def _values(position: int, cell: Cell) -> list[tuple[_Place, Value]]:
    if not cell.numbers:
        return [] if cell.text in {NOTHING, ""} else [((position, "", 0), cell.text)]
    seen: dict[str, int] = {}
    found: list[tuple[_Place, Value]] = []
    for number in cell.numbers:
        seen[number.measure] = seen.get(number.measure, -1) + 1
        found.append(((position, number.measure, seen[number.measure]), number))
    return found


def _in_printed_order(cells: list[list[dict[_Place, Value]]], places: list[_Place]) -> list[_Place]:
    """By column, and within it as the first row that has them says."""
    first_seen: dict[_Place, int] = {}
    for row in cells:
        for cell in row:
            for place in cell:
                first_seen.setdefault(place, len(first_seen))
    return sorted(places, key=lambda place: (place[0], first_seen[place]))


def _heading(place: _Place, places: list[_Place], table: Table, words: Words) -> str:
    """The measure alone where no other column has it, else with the heading of its column."""
    position, measure, occurrence = place
    column = _printed_heading(table, position)
    if not measure:
        return column
    name = measure if occurrence == 0 else f"{measure} ({occurrence + 1})"
    columns_with_it = {other[0] for other in places if other[1] == measure}
    return name if columns_with_it == {position} or not column else words.named(column, name)


def _printed_heading(table: Table, position: int) -> str:
    """Empty for numbers that stand on a page in another shape than a table."""
    return table.columns[position].heading if position < len(table.columns) else ""


def _line(row: Row, cells: list[dict[_Place, Value]], places: list[_Place], *, has_notes: bool) -> tuple[Value, ...]:
    values: dict[_Place, Value] = {}
    for cell in cells:
        values.update(cell)
    line: tuple[Value, ...] = (row.name, *(values.get(place) for place in places))
    return (*line, row.note or None) if has_notes else line
