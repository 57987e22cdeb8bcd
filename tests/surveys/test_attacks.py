"""What somebody learns who copies the database twice, or who sends the same answers from everywhere at once."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import reading, writing
from mentorship_app.privacy.models import Receipt, SealedAnswers, SealedDraft
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import own_answers, save_draft, submit
from tests.factories import bind_factories
from tests.factories.surveys import opened_wave, rated


@pytest.fixture
def opened(engine: Engine, keys: Keyring) -> tuple[UUID, list[UUID]]:
    with writing(engine).begin() as session:
        bind_factories(session)
        wave, people = opened_wave(session, keys, 15, 15)
        return wave.id, [person.account_id for person in people]


def snapshot(database: Path) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table, as somebody reads them who has the file but not the keys."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: set(connection.execute(f'SELECT * FROM "{table}"')) for table in tables}  # noqa: S608  our own names


def changed_tables(before: dict[str, set[Any]], after: dict[str, set[Any]]) -> set[str]:
    return {table for table in after if before[table] != after[table]}


def test_two_snapshots_leave_every_person_a_candidate(
    engine: Engine, keys: Keyring, database: Path, opened: tuple[UUID, list[UUID]]
) -> None:
    """Between two nightly copies one person answers. Nothing that changed may name, hash or order anybody."""
    wave_id, people = opened
    before = snapshot(database)
    with writing(engine).begin() as session:
        wave = session.get_one(Wave, wave_id)
        save_draft(session, keys, wave, people[4], {"exh_1": 1})
        submit(session, keys, wave, people[4], rated(3))
    after = snapshot(database)
    assert changed_tables(before, after) == {"receipt", "sealed_answers"}
    new = b"".join(
        value
        for table in ("receipt", "sealed_answers")
        for row in after[table]
        for value in row
        if isinstance(value, bytes)
    )
    candidates = [person for person in people if person.bytes not in new and person.hex.encode() not in new]
    assert len(candidates) == len(people)
    # The same attack finds the person at once when it is given the wave's key: the test can see what it looks for.
    from mentorship_app.privacy.sealing import done_tag, wave_key_name  # noqa: PLC0415  only the attacker with the key

    key = keys.get(wave_key_name(wave_id))
    assert [person for person in people if done_tag(key, person) in new] == [people[4]]


def test_a_draft_alone_changes_one_sealed_table_only(
    engine: Engine, keys: Keyring, database: Path, opened: tuple[UUID, list[UUID]]
) -> None:
    wave_id, people = opened
    before = snapshot(database)
    with writing(engine).begin() as session:
        save_draft(session, keys, session.get_one(Wave, wave_id), people[0], {"exh_1": 1})
    assert changed_tables(before, snapshot(database)) == {"sealed_draft"}


def test_rows_lie_in_keyed_order_and_have_one_size(
    engine: Engine, keys: Keyring, database: Path, opened: tuple[UUID, list[UUID]]
) -> None:
    wave_id, people = opened
    for number, person in enumerate(people):
        with writing(engine).begin() as session:
            wave = session.get_one(Wave, wave_id)
            save_draft(session, keys, wave, person, {"exh_1": 1, "comment": "x" * 60 * number})
            if number % 3:
                submit(session, keys, wave, person, {**rated(1), "comment": "y" * 60 * number})
    with closing(sqlite3.connect(database)) as connection:
        for table, name in (("receipt", "tag"), ("sealed_answers", "slot"), ("sealed_draft", "slot")):
            stored = [found for (found,) in connection.execute(f"SELECT {name} FROM {table}")]  # noqa: S608  our own names
            assert stored == sorted(stored)
            with pytest.raises(sqlite3.OperationalError, match="no such column"):
                connection.execute(f"SELECT rowid FROM {table}")  # noqa: S608  our own names
        sizes = set(connection.execute("SELECT length(body) FROM sealed_answers"))
        assert sizes == set(connection.execute("SELECT length(body) FROM sealed_draft"))
        assert len(sizes) == 1


def test_fifty_sends_at_once_are_one_answer(engine: Engine, keys: Keyring, opened: tuple[UUID, list[UUID]]) -> None:
    wave_id, people = opened

    def send(value: int) -> tuple[int, bool]:
        with writing(engine).begin() as session:
            return value, submit(session, keys, session.get_one(Wave, wave_id), people[0], rated(value % 5))

    with ThreadPoolExecutor(50) as pool:
        outcomes = list(pool.map(send, range(50)))
    counted = [value for value, is_mine in outcomes if is_mine]
    assert len(counted) == 1
    with reading(engine).begin() as session:
        assert own_answers(session, keys, session.get_one(Wave, wave_id), people[0]) == rated(counted[0] % 5)
        assert list(sizes_of(session)) == [1, 1, 0]


def test_twenty_people_who_double_click_are_twenty_answers(
    engine: Engine, keys: Keyring, opened: tuple[UUID, list[UUID]]
) -> None:
    wave_id, people = opened

    def send(person: UUID) -> bool:
        with writing(engine).begin() as session:
            return submit(session, keys, session.get_one(Wave, wave_id), person, rated(2))

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(send, [person for person in people[:20] for _ in range(2)]))
    assert sum(outcomes) == 20
    with reading(engine).begin() as session:
        assert list(sizes_of(session)) == [20, 20, 0]


def sizes_of(session: Session) -> Iterator[int]:
    for table in (Receipt, SealedAnswers, SealedDraft):
        yield len(session.scalars(select(table)).all())
