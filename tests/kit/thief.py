"""Somebody who has the database, every nightly copy of it, or good ears, and wants to know whose answers are whose.

What is stolen is a row of copies in the order of the nights. A night that names some people, but not all of them, in
rows that are new says who was there; rows with a panel code that are new say what was answered meanwhile. Over several
check-ins both narrow down who can be behind a code.
"""

import sqlite3
from collections.abc import Collection, Hashable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

Row = tuple[tuple[str, Hashable], ...]
Copy = Mapping[str, frozenset[Row]]
"""Every row of every table, with the names of its columns."""
PANEL, WAVE, STRATA = "panel", "wave_id", "strata"


@dataclass(frozen=True)
class Suspect:
    """Somebody of whom it is known that they were asked: every name that a row may call them by, and their band."""

    names: frozenset[str | bytes]
    band: str

    def is_named_in(self, row: Row) -> bool:
        return any(_holds(value, name) for _column, value in row for name in self.names)


@dataclass(frozen=True)
class Night:
    """What is new in one copy: who is named, and which codes answered which check-in."""

    named: frozenset[Hashable]
    answered: frozenset[tuple[Hashable, Hashable]]
    """Check-in and code."""


def copy_of(database: Path) -> Copy:
    """A SQLite file as somebody reads it who has the file but not the keys."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: _rows(connection, table) for table in tables}


def _rows(connection: sqlite3.Connection, table: str) -> frozenset[Row]:
    cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608  our own names
    columns = [column[0] for column in cursor.description]
    return frozenset(tuple(zip(columns, row, strict=True)) for row in cursor)


def _holds(value: Hashable, name: str | bytes) -> bool:
    if isinstance(value, bytes):
        return (name if isinstance(name, bytes) else name.encode()) in value
    return isinstance(value, str) and isinstance(name, str) and name in value


def nights(copies: Sequence[Copy], suspects: Mapping[Hashable, Suspect]) -> list[Night]:
    """What each copy has that the one before had not. The first is no night: everything in it is new."""
    found = [Night(frozenset(), _answers(copies[0], {}))]
    for before, after in pairwise(copies):
        fresh = [row for table, rows in after.items() for row in rows - before.get(table, frozenset())]
        named = frozenset(key for key, suspect in suspects.items() if any(suspect.is_named_in(row) for row in fresh))
        # Where all are named, as on the day on which they are asked, nobody is.
        found.append(Night(named if len(named) < len(suspects) else frozenset(), _answers(after, before)))
    return found


def _answers(after: Copy, before: Copy) -> frozenset[tuple[Hashable, Hashable]]:
    fresh = (dict(row) for table, rows in after.items() for row in rows - before.get(table, frozenset()))
    return frozenset((row[WAVE], row[PANEL]) for row in fresh if PANEL in row and WAVE in row)


def bands_of(last: Copy) -> dict[Hashable, str]:
    """What answers say of the band of a code; empty where a check-in has no bands."""
    rows = (dict(row) for rows in last.values() for row in rows)
    return {row[PANEL]: str(row[STRATA]) for row in rows if PANEL in row and row.get(STRATA) not in (None, "{}")}


def singled_out(
    copies: Sequence[Copy],
    suspects: Mapping[Hashable, Suspect],
    *,
    heard: Mapping[Hashable, Collection[Hashable]] | None = None,
) -> dict[Hashable, Hashable]:
    """Whom exactly one code can belong to, with that code. ``heard`` tells who answered each check-in, by ear."""
    seen = nights(copies, suspects)
    bands = bands_of(copies[-1])
    codes = {code for night in seen for _wave, code in night.answered}
    possible = {
        key: [code for code in codes if _can_be(key, code, seen, heard or {}) and _fits(suspect, bands.get(code))]
        for key, suspect in suspects.items()
    }
    return {key: fitting[0] for key, fitting in possible.items() if len(fitting) == 1}


def _fits(suspect: Suspect, band: str | None) -> bool:
    return band is None or suspect.band in band


def _can_be(
    key: Hashable, code: Hashable, seen: Sequence[Night], heard: Mapping[Hashable, Collection[Hashable]]
) -> bool:
    """Whether nothing speaks against it: the code answered what the person did, on the same nights."""
    answered = {wave for night in seen for wave, other in night.answered if other == code}
    if any((key in people) is not (wave in answered) for wave, people in heard.items()):
        return False
    there = [night for night in seen if night.named]
    return all((key in night.named) is any(other == code for _wave, other in night.answered) for night in there)
