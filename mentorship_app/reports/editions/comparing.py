"""This year's report beside an earlier one: the same tables, row by row.

Two years are two groups of people. The numbers stand beside each other, and only numbers that both reports show are
subtracted; how the same people changed stands in the report itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.reports.models import ReportFile


@dataclass(frozen=True)
class Compared:
    """One column of one row, as both reports print it. Empty text: the report has no such row or column."""

    heading: str
    then: str
    now: str
    difference: Decimal | None
    """Now less then, with the decimals that are printed; None unless both show a single number of one measure."""


@dataclass(frozen=True)
class ComparedRow:
    """A row of a table in both years. ``notes`` say why a number is hidden, then and now."""

    name: str
    cells: tuple[Compared, ...]
    then_note: str = ""
    now_note: str = ""


@dataclass(frozen=True)
class ComparedTable:
    """A table that both reports have."""

    section: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that both reports have, and the captions of what only one of them has."""

    tables: tuple[ComparedTable, ...]
    only_then: tuple[str, ...]
    only_now: tuple[str, ...]


def tables_of_file(session: Session, file_id: UUID) -> list[dict[str, Any]]:
    """The tables as they were drawn; none for a report from before tables were kept."""
    return session.scalar(select(ReportFile.tables).where(ReportFile.id == file_id)) or []


def compare(then: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]) -> Comparison:
    """Lay two reports of one language beside each other, by the keys of their tables and the names of their rows."""
    earlier, later = _by_key(then), _by_key(now)
    both = [key for key in later if key in earlier]
    return Comparison(
        tuple(_table(earlier[key], later[key]) for key in both),
        tuple(table["caption"] for key, table in earlier.items() if key not in later),
        tuple(table["caption"] for key, table in later.items() if key not in earlier),
    )


def _by_key(tables: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Without a key nothing tells that two tables are about the same thing, so those are passed over."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for table in tables:
        if table["key"]:
            found.setdefault((table["section"], table["key"]), table)
    return found


def _table(then: Mapping[str, Any], now: Mapping[str, Any]) -> ComparedTable:
    earlier = {row["name"]: row for row in then["rows"]}
    names = [row["name"] for row in now["rows"]]
    rows = [_row(row["name"], earlier.get(row["name"]), row, then, now) for row in now["rows"]]
    rows += [_row(name, row, None, then, now) for name, row in earlier.items() if name not in names]
    return ComparedTable(now["name"], now["caption"], tuple(now["columns"][1:]), tuple(rows))


def _row(
    name: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    then: Mapping[str, Any],
    now: Mapping[str, Any],
) -> ComparedRow:
    headings: Sequence[str] = now["columns"][1:]
    earlier, later = _cells(before, then), _cells(after, now)
    cells = tuple(_compared(heading, earlier.get(heading), later.get(heading)) for heading in headings)
    return ComparedRow(name, cells, before["note"] if before else "", after["note"] if after else "")


def _cells(row: Mapping[str, Any] | None, table: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    if row is None:
        return {}
    return dict(zip(table["columns"][1:], row["cells"], strict=True))


def _compared(heading: str, then: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Compared:
    return Compared(
        heading,
        then["text"] if then else "",
        now["text"] if now else "",
        _difference(then, now) if then and now else None,
    )


def _difference(then: Mapping[str, Any], now: Mapping[str, Any]) -> Decimal | None:
    if len(then["numbers"]) != 1 or len(now["numbers"]) != 1:
        return None
    (measure, before), (same, after) = then["numbers"][0], now["numbers"][0]
    if measure != same:
        return None
    try:
        return Decimal(after) - Decimal(before)
    except InvalidOperation:
        return None
