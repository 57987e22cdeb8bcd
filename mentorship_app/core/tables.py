"""From the bytes of an uploaded file to rows of text: CSV in any usual encoding, or an Excel workbook.

What a file is, is told from its content; its name only matters for what is said about it. Nothing here knows what the
table is about: :class:`TableKind` says that, with the limits and the words for whoever chose the wrong file.
"""

import csv
import io
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
"""What an Excel workbook may unpack to; 10,000 people need about 3 MB."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_DELIMITERS = (",", ";", "\t")
_SURE_ENCODINGS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)


@dataclass(frozen=True)
class Remark:
    """A sentence about the file or a cell: an English msgid and what fills its named places."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """The text of a cell. ``is_formula``: a spreadsheet would compute it, so what it shows cannot be known."""

    text: str
    is_formula: bool = False


@dataclass(frozen=True)
class Table:
    """The heads of the columns and the rows that are not blank, each with its number as a spreadsheet shows it."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class TableKind:
    """What a table is expected to be: its limits, and the sentence for each way in which a file is none."""

    max_rows: int
    max_columns: int
    max_cell: int
    """Characters in one cell."""
    empty: str
    too_large: str
    unreadable: str
    no_rows: str
    only_heads: str
    too_many_rows: str
    too_many_columns: str
    """Names the row."""
    cell_too_long: str
    """Names the row."""
    may_be_one_column: bool = False
    """Whether a table without a second column is one, rather than one whose columns were not recognized."""


def read_table(content: bytes, kind: TableKind, *, file_name: str) -> Table:
    """Read a file. Raises FieldError("file") with what to do when it cannot be read as a table of this kind."""
    if len(content) > MAX_BYTES:
        raise refused(kind.too_large)
    if not content.strip():
        raise refused(kind.empty)
    if content.startswith(_OLD_OFFICE):
        raise refused(
            N_("This is an old Excel file or one with a password. Save it as .xlsx without a password, then try again.")
        )
    says_csv = not file_name.lower().endswith((".xlsx", ".xlsm"))
    if content.startswith(b"PK\x03\x04"):
        rows, remarks = _workbook_rows(content, kind), []
        if says_csv:
            remarks.append(
                Remark(N_("The name of this file says text, but it is an Excel workbook. It was read as one."))
            )
    else:
        text, encoding = _decoded(content, kind)
        rows, delimiter = _text_rows(text, kind)
        remarks = [Remark(_READ_AS[delimiter], {"encoding": encoding})]
        if not says_csv:
            remarks.append(Remark(N_("The name of this file says Excel, but it is a text file. It was read as one.")))
    return _table(rows, remarks, kind)


_READ_AS = {
    ",": N_("Read as text in %(encoding)s, columns separated by commas."),
    ";": N_("Read as text in %(encoding)s, columns separated by semicolons."),
    "\t": N_("Read as text in %(encoding)s, columns separated by tabs."),
}

_Rows = list[tuple[int, tuple[Cell, ...]]]


def refused(message: str, **values: object) -> FieldError:
    """The error that says why a file was not read."""
    return FieldError("file", message, **values)


def _table(rows: _Rows, remarks: list[Remark], kind: TableKind) -> Table:
    if not rows:
        raise refused(kind.no_rows)
    _, head = rows[0]
    if len(rows) == 1:
        raise refused(kind.only_heads)
    if len(rows) - 1 > kind.max_rows:
        raise refused(kind.too_many_rows)
    return Table(tuple(cell.text for cell in head), tuple(rows[1:]), tuple(remarks))


# Text


def _decoded(content: bytes, kind: TableKind) -> tuple[str, str]:
    for mark, codec, name in _SURE_ENCODINGS:
        if content.startswith(mark):
            return _strictly(content, codec, name), name
    if content[1:200:2].count(0) > len(content[1:200:2]) // 2:
        return _strictly(content, "utf-16-le", "UTF-16"), "UTF-16"
    try:
        text, encoding = content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        text, encoding = _strictly(content, "cp1252", "Windows-1252"), "Windows-1252"
    if any(character < " " and character not in "\r\n\t\f\x1c\x1d\x1e\x1f" for character in text):
        raise refused(kind.unreadable)
    return text, encoding


def _strictly(content: bytes, codec: str, name: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        raise refused(
            N_("This file looks like text in %(encoding)s, but some of it is damaged. Save it again as CSV UTF-8."),
            encoding=name,
        ) from None


def _text_rows(text: str, kind: TableKind) -> tuple[_Rows, str]:
    first, _, rest = text.lstrip("\r\n").partition("\n")
    if first.strip().lower() in {"sep=,", "sep=;", "sep=\t"}:
        # A line that Excel understands; it still counts as a row.
        delimiter, text = first.strip("\r")[4:5], "\n" + rest
    else:
        delimiter = max(_DELIMITERS, key=first.count)
        if delimiter not in first and not kind.may_be_one_column:
            raise refused(N_("Only one column was found. Separate the columns by commas, semicolons or tabs."))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: _Rows = []
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            _keep(rows, number, tuple(Cell(value.strip(), value.lstrip().startswith("=")) for value in row), kind)
    except csv.Error:
        raise refused(
            N_("Row %(row)s or one below it has a quotation mark that is never closed."), row=number + 1
        ) from None
    return rows, delimiter


def _keep(rows: _Rows, number: int, cells: tuple[Cell, ...], kind: TableKind) -> None:
    if not any(cell.text for cell in cells):
        return
    if len(cells) > kind.max_columns and any(cell.text for cell in cells[kind.max_columns :]):
        raise refused(kind.too_many_columns, row=number)
    for cell in cells:
        if len(cell.text) > kind.max_cell:
            raise refused(kind.cell_too_long, row=number)
    if len(rows) <= kind.max_rows + 1:
        rows.append((number, cells[: kind.max_columns]))


# Excel


def _workbook_rows(content: bytes, kind: TableKind) -> _Rows:
    from openpyxl import load_workbook  # noqa: PLC0415  brings NumPy, Pillow and lxml: 0.2 s, 23 MB

    _check_archive(content)
    rows: _Rows = []
    try:
        with warnings.catch_warnings():
            # It warns of decoration that it does not keep; only the words matter here.
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = workbook.worksheets[0]
        # Some programs write a wrong size, and openpyxl would believe it.
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(), start=1):
            _keep(rows, number, tuple(_cell(cell) for cell in row), kind)
        workbook.close()
    except (zipfile.BadZipFile, SyntaxError, KeyError, ValueError, IndexError, TypeError, AttributeError, OSError):
        raise refused(
            N_("This Excel workbook is damaged. Open it in Excel, save it as a new .xlsx file, then try again.")
        ) from None
    return rows


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            # The reader stops at the size that the archive declares, so the declared sizes are a real bound.
            if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
                raise refused(N_("This workbook unpacks to more than 100 MB. Copy the list into a new workbook."))
            if "xl/workbook.xml" not in names:
                raise refused(N_("This is a packed file, but no Excel workbook. Save your list as .xlsx or as CSV."))
            for name in names:
                if name.endswith((".xml", ".rels")):
                    with archive.open(name) as member:
                        if b"<!DOCTYPE" in member.read(1024).upper():
                            raise refused(N_("This workbook holds something that Excel never writes. It was not read."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        raise refused(
            N_("This Excel workbook is damaged. Open it in Excel, save it as a new .xlsx file, then try again.")
        ) from None


def _cell(cell: Any) -> Cell:
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if kind in {"f", "e"}:
        return Cell(str(value), is_formula=True)
    if value is None:
        return Cell("")
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)))
    if isinstance(value, datetime | date):
        return Cell(value.isoformat()[:10])
    return Cell(str(value).strip())


def by_column(header: tuple[str, ...], cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells of a row, one for each column; blank ones where the row is short."""
    return tuple(cell or Cell("") for _, cell in zip_longest(header, cells[: len(header)]))
