"""The migrations make what the models say, and go down again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    Float,
    Integer,
    MetaData,
    create_engine,
    func,
    inspect,
    select,
    text,
)

from mentorship_app.db import Base
from mentorship_app.web import create_app
from mentorship_app.web.config import Settings
from mentorship_app.web.extensions import db
from tests.conftest import settings_in
from tests.kit.databases import Databases


@pytest.fixture
def settings(tmp_path: Path, bare_database_url: str) -> Settings:
    return settings_in(tmp_path, bare_database_url)


@pytest.fixture
def fresh_app(settings: Settings) -> Flask:
    return create_app(settings)


def test_migrations_make_exactly_the_tables_of_the_models(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        db.engine.dispose()
    assert differences == []


def guards_in(engine: Engine) -> list[tuple[str, ...]]:
    """What stands watch over the tables: names and words of triggers, in one order on every road."""
    statement = (
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        if engine.dialect.name == "sqlite"
        else "SELECT trigger_name, event_object_table || event_manipulation, action_statement "
        "FROM information_schema.triggers"
    )
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(text(statement)))


@pytest.fixture
def made_at_once(databases: Databases, tmp_path: Path) -> Iterator[Engine]:
    """A database that the models made, beside the one that migrations make."""
    folder = tmp_path / "made_at_once"
    folder.mkdir()
    url = databases.filled(folder)
    engine = create_engine(url)
    yield engine
    engine.dispose()
    databases.drop(url)


def test_migrations_leave_every_guard_that_a_new_database_has(fresh_app: Flask, made_at_once: Engine) -> None:
    with fresh_app.app_context():
        upgrade()
        downgrade(revision="0004")
        upgrade()
        migrated = guards_in(db.engine)
        db.engine.dispose()
    made = guards_in(made_at_once)
    assert len(made) >= 3
    assert migrated == made


def test_migrations_go_down_to_nothing(fresh_app: Flask, settings: Settings) -> None:
    with fresh_app.app_context():
        upgrade()
        downgrade(revision="base")
        db.engine.dispose()
    engine = create_engine(settings.database_url)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


ROWS_OF_0002: dict[str, dict[str, object]] = {
    "account": {"email": "ada@example.org", "name": "Ada Quill", "locale": "en", "active": True, "fs_uniquifier": "a"},
    "program": {
        "slug": "x",
        "name": "X",
        "organization": "X",
        "locale": "en",
        "timezone": "UTC",
        "contact_email": "a@b",
    },
    "cohort": {"slug": "x", "name": "X", "phase": "recruitment"},
    "call": {"slug": "x", "title_en": "X", "title_fr": "X", "intro_en": "", "intro_fr": "", "status": "open"},
    "enrollment": {"public_id": "x", "role": "mentee", "status": "active", "department": "", "site": "", "capacity": 0},
    "mentor_application": {"public_id": "x", "email": "a@example.org", "name": "A", "locale": "en", "status": "draft"},
    "profile": {},
}
"""One row of each table that another hangs on, before programs had forms of their own; the rest is filled in below."""


def test_an_upgrade_keeps_every_row(fresh_app: Flask, settings: Settings) -> None:
    """Tables that are rebuilt on the way are dropped meanwhile: nothing that hangs on them may go with them."""
    moment = datetime(2026, 7, 1, 12, tzinfo=UTC).replace(tzinfo=None)
    day = date(2026, 7, 1)
    with fresh_app.app_context():
        upgrade(revision="0002")
        engine = create_engine(settings.database_url)
        tables = MetaData()
        tables.reflect(engine)
        keys = {name: uuid4() for name in ROWS_OF_0002}
        with engine.begin() as connection:
            for name, given in ROWS_OF_0002.items():
                table = tables.tables[name]
                row = given | {"id": keys[name]}
                for column in table.columns:
                    if column.name in row or column.nullable:
                        continue
                    parent = next((key.column.table.name for key in column.foreign_keys), None)
                    row[column.name] = keys[parent] if parent else _filling(column, moment, day)
                connection.execute(table.insert().values({key: _stored(value, engine) for key, value in row.items()}))
        before = _counts(engine, tables)
        engine.dispose()
        upgrade()
        after = _counts(engine, tables)
        with engine.connect() as connection:
            bound = connection.execute(
                text("SELECT count(*) FROM mentor_application a JOIN form_version f ON f.id = a.form_version_id")
            ).scalar_one()
        engine.dispose()
        db.engine.dispose()
    assert before == dict.fromkeys(before, 1)
    assert (after, bound) == (before, 1)


def _filling(column: Column[Any], moment: datetime, day: date) -> object:
    kind = column.type
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, DateTime):
        return moment
    if isinstance(kind, Date):
        return day if column.name in {"starts_on", "opens_on"} else day + timedelta(days=300)
    if isinstance(kind, JSON):
        return {}
    return 1 if isinstance(kind, Integer | Float) else "mentor_application"


def _stored(value: object, engine: Engine) -> object:
    # Reflected from SQLite, a UUID is a text of 32 digits.
    return value.hex if isinstance(value, UUID) and engine.dialect.name == "sqlite" else value


def _counts(engine: Engine, tables: MetaData) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(tables.tables[name])).scalar_one()
            for name in ROWS_OF_0002
        }
