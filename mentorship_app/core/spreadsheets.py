"""Tables for programs that people open by a double click: no cell becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before = + - @, tab and line break."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else text


def csv_bytes(rows: Iterable[Sequence[str | int | float | bool | None]]) -> bytes:
    """Rows as CSV, UTF-8 with the mark by which spreadsheets know it.

    Words are made safe; numbers keep their sign and a point, whatever the language; yes and no are 1 and 0, and what
    was not asked is empty.
    """
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return sink.getvalue().encode("utf-8-sig")


def _cell(value: str | int | float | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return safe_cell(value) if isinstance(value, str) else str(value)
