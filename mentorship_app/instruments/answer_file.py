"""Answers of many people in one file: one row a person, one column an item. All of it is right, or none is taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from mentorship_app.core.file_problems import FileRefused, Problem
from mentorship_app.core.i18n import N_
from mentorship_app.core.tables import Cell, Remark, TableKind, by_column, read_table
from mentorship_app.instruments.definition import Instrument, ResponseSet

ID_COLUMN = "id"

_NUMBER = re.compile(r"[+-]?[0-9]{1,6}([.,][0-9]{1,6})?")
_ANSWERS = TableKind(
    max_rows=50_000,
    max_columns=400,
    max_cell=1_000,
    empty=N_("This file is empty. Its first row names the items, each further row holds the answers of one person."),
    too_large=N_("This file is larger than 10 MB. Split it, or check that it is the right one."),
    unreadable=N_("This is not a table that can be read. Save the answers as CSV or as an Excel workbook (.xlsx)."),
    no_rows=N_("This file has no rows. Its first row names the items, each further row holds one person’s answers."),
    only_heads=N_("This file names its items but has no answers. Add one row for each person."),
    too_many_rows=N_("This file has more than 50,000 rows. Split it, or check that it is the right one."),
    too_many_columns=N_("Row %(row)s has more than 400 columns. Keep one column for each item."),
    cell_too_long=N_("Row %(row)s has a cell with more than 1,000 characters. Expected numbers."),
    may_be_one_column=True,
)


class AnswersRefused(FileRefused):
    """The file cannot be scored."""

    outcome = "Nothing was scored"


@dataclass(frozen=True)
class AnswerRow:
    """The answers of one person; None is not answered. ``person`` is empty where the file has no column ``id``."""

    row: int
    person: str
    answers: Mapping[str, int | None]


@dataclass(frozen=True)
class AnswerFile:
    """A file without a problem. ``left_out`` are the items that have no column, and so no answers."""

    rows: tuple[AnswerRow, ...]
    left_out: tuple[str, ...]
    remarks: tuple[Remark, ...]


def read_answers(content: bytes, instrument: Instrument, *, file_name: str) -> AnswerFile:
    """Read and check a whole file. A first column ``id`` may name the person; rows without any entry are passed over.

    Raises FieldError where the file is no table, AnswersRefused naming up to twenty problems by row and column.
    """
    table = read_table(content, _ANSWERS, file_name=file_name)
    _check_columns(table.header, instrument)
    problems: list[Problem] = []
    rows = tuple(_answer_row(number, cells, table.header, instrument, problems) for number, cells in table.rows)
    if problems:
        raise AnswersRefused(problems)
    left_out = tuple(item.id for item in instrument.items if item.id not in table.header)
    return AnswerFile(rows, left_out, table.remarks)


def _check_columns(heading: tuple[str, ...], instrument: Instrument) -> None:
    items = [item.id for item in instrument.items]
    problems: list[Problem] = []
    for place, name in enumerate(heading, start=1):
        if not name:
            problems.append(Problem(1, str(place), "this column has no name; expected the id of an item"))
        elif name in heading[: place - 1]:
            problems.append(Problem(1, name, f"expected this column once, found it {heading.count(name)} times"))
        elif name == ID_COLUMN and place > 1:
            problems.append(Problem(1, name, "expected it as the first column"))
        elif name not in items and name != ID_COLUMN:
            problems.append(Problem(1, name, f"{instrument.key} has no such item; {_nearest(name, items)}"))
    if not problems and not set(heading) & set(items):
        problems.append(Problem(1, "", f"no column is an item of {instrument.key}; {_nearest('', items)}"))
    if problems:
        raise AnswersRefused(problems)


def _nearest(name: str, items: list[str]) -> str:
    near = get_close_matches(name, items, n=1)
    return f"did you mean {near[0]}?" if near else f"its items are {', '.join(items)}"


def _answer_row(
    number: int, cells: tuple[Cell, ...], heading: tuple[str, ...], instrument: Instrument, problems: list[Problem]
) -> AnswerRow:
    if any(cell.text for cell in cells[len(heading) :]):
        problems.append(Problem(number, "", f"{len(cells)} cells, but the heading has {len(heading)}"))
    person = ""
    answers: dict[str, int | None] = {}
    for name, cell in zip(heading, by_column(heading, cells), strict=True):
        if name == ID_COLUMN:
            person = cell.text
            continue
        responses = instrument.responses_to(name)
        value = answers[name] = _value(cell, responses)
        if cell.text and value is None:
            shown = cell.text if len(cell.text) <= 40 else f"{cell.text[:39]}…"
            problems.append(Problem(number, name, f"expected {_expected(responses)}; got {shown!r}"))
    return AnswerRow(number, person, answers)


def _value(cell: Cell, responses: ResponseSet) -> int | None:
    """The answer, also where a spreadsheet wrote it as 2.0 or 2,0; None where it is none of the set."""
    if cell.is_formula or not _NUMBER.fullmatch(cell.text):
        return None
    number = Decimal(cell.text.replace(",", "."))
    value = int(number)
    return value if value == number and value in responses.codes else None


def _expected(responses: ResponseSet) -> str:
    return f"a whole number from {responses.offer}" if responses.is_typed else f"one of {responses.offer}"
