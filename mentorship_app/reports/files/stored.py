"""The tables of a report as they are kept with its files, so that two reports can be compared and shown again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorship_app.reports.section import Section
from mentorship_app.reports.tables import Row, Table


@dataclass(frozen=True)
class StoredNumber:
    """One printed number and where it stands. ``value`` has a point and the decimals that were printed."""

    section: str
    table: str
    """Key of its table; its caption where the table has no key."""
    survey: str
    row: str
    measure: str
    value: str


def stored_tables(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Every table, in order, as plain values for JSON.

    Each: ``section`` and ``key`` (the same in every language and year), ``name`` of the section, ``caption``,
    ``survey``, ``columns`` (headings), ``rows``. A row: ``name``, ``note``, ``total``, ``cells``; a cell: ``text`` as
    printed and ``numbers``, a list of measure and value. A number that is hidden is not in here: only why it is.
    """
    return [_table(section, table) for section in sections for table in section.tables]


def _table(section: Section, table: Table) -> dict[str, Any]:
    return {
        "section": section.key,
        "name": section.name,
        "key": table.key,
        "caption": table.caption,
        "survey": table.survey,
        "columns": [column.heading for column in table.columns],
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "note": row.note,
        "total": row.is_total,
        "cells": [
            {"text": cell.text, "numbers": [[number.measure, number.plain] for number in cell.numbers]}
            for cell in row.cells
        ],
    }


def numbers_in(tables: Sequence[Mapping[str, Any]]) -> Iterator[StoredNumber]:
    """Every number of kept tables, in the order of the report."""
    for table in tables:
        for row in table["rows"]:
            for cell in row["cells"]:
                for measure, value in cell["numbers"]:
                    yield StoredNumber(
                        section=table["section"],
                        table=table["key"] or table["caption"],
                        survey=table["survey"],
                        row=row["name"],
                        measure=measure,
                        value=value,
                    )
