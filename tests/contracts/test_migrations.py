"""The migrations make what the models say, and go down again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, create_engine, inspect, text

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
