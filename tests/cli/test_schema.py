"""Bringing the database up to date: once, with a copy, and never downwards."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from mentorship_app.cli import schema
from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import prepare_installation
from mentorship_app.web import create_app
from mentorship_app.web.config import Settings
from mentorship_app.web.factory import job_context

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@contextmanager
def engine_of(settings: Settings) -> Iterator[tuple[Flask, Engine]]:
    app = create_app(settings)
    engine = job_context(app).engine
    try:
        yield app, engine
    finally:
        engine.dispose()


def upgrade(settings: Settings, *, now: datetime = NOW) -> bool:
    with engine_of(settings) as (app, engine):
        return schema.upgrade(app, engine, settings, now=now)


def revision(settings: Settings) -> str | None:
    with engine_of(settings) as (_, engine):
        return schema.current_revision(engine)


@pytest.fixture
def installation(tmp_path: Path) -> Settings:
    """Prepared, with no database yet."""
    return prepare_installation({"INSTANCE_DIR": str(tmp_path / "instance")})


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """An SQLite file of some size, in WAL mode."""
    path = tmp_path / "filled.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE answer (words TEXT)")
        connection.executemany("INSERT INTO answer VALUES (?)", [(f"row {n}",) for n in range(5000)])
        connection.commit()
    return path


def test_empty_database_gets_every_table_and_no_copy(installation: Settings) -> None:
    assert upgrade(installation) is True
    assert revision(installation) == schema.newest_revision()
    assert not (installation.instance_dir / "backups").exists()


def test_current_database_is_left_alone(installation: Settings) -> None:
    upgrade(installation)
    assert upgrade(installation) is False


def test_database_of_a_newer_version_is_refused(installation: Settings) -> None:
    upgrade(installation)
    assert installation.database_path is not None
    with closing(sqlite3.connect(installation.database_path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'fffffffffff1'")
        connection.commit()
    with pytest.raises(Failure, match="it is newer"):
        upgrade(installation)


def test_copy_holds_the_rows_and_is_private(filled: Path, tmp_path: Path) -> None:
    copy = schema.keep_copy(filled, tmp_path / "backups", now=NOW)
    assert copy.name == "before-migration-20261122T140000Z.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*), min(words) FROM answer").fetchone() == (5000, "row 0")


def test_five_newest_copies_are_kept(filled: Path, tmp_path: Path) -> None:
    made = [schema.keep_copy(filled, tmp_path / "backups", now=NOW + timedelta(days=day)) for day in range(7)]
    assert sorted((tmp_path / "backups").iterdir()) == made[-5:]


def test_damaged_database_is_not_migrated_and_leaves_no_copy(filled: Path, tmp_path: Path) -> None:
    with filled.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096)
    with pytest.raises(Failure, match="is damaged"):
        schema.keep_copy(filled, tmp_path / "backups", now=NOW)
    assert list((tmp_path / "backups").iterdir()) == []
