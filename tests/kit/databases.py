"""Databases to test on: SQLite files, or those of a PostgreSQL server named by TEST_DATABASE_URL.

Either way one empty database is made once and copied for each test that commits.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from sqlalchemy import NullPool, create_engine, make_url, text

from mentorship_app.db import Base
from mentorship_app.web import registrations

assert registrations, "imported for the tables that it registers"


class Databases(Protocol):
    """Where tests get a database from. Whoever asked for one drops it."""

    def filled(self, folder: Path) -> str:
        """The address of a database of its own with every table and no row; a file lies in ``folder``."""

    def bare(self, folder: Path) -> str:
        """The address of a database of its own without a table."""

    def for_rollback(self, folder: Path) -> str:
        """The address of a database whose user leaves no row behind."""

    def drop(self, url: str) -> None:
        """Remove what ``filled`` or ``bare`` made."""


class SqliteFiles:
    """Files, copied from one that lies in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        _make_tables(f"sqlite:///{self._template}")
        with closing(sqlite3.connect(self._template)) as connection:
            # The first connection of the app would do it for each copy, and wait for the disk.
            connection.execute("PRAGMA journal_mode=WAL")

    def filled(self, folder: Path) -> str:
        return f"sqlite:///{shutil.copy(self._template, folder / 'mentorship.db')}"

    def bare(self, folder: Path) -> str:
        return f"sqlite:///{folder / 'mentorship.db'}"

    def for_rollback(self, folder: Path) -> str:
        return f"sqlite:///{shutil.copy(self._template, folder / 'domain.db')}"

    def drop(self, url: str) -> None:
        """The file goes with its folder."""


class PostgresqlDatabases:
    """Databases on a server, copied from a template; ``url`` names any database there whose user may create others."""

    def __init__(self, url: str) -> None:
        self._server = make_url(url).set(drivername="postgresql+psycopg")
        self._made: set[str] = set()
        self._template = self._create()
        _make_tables(self._template)
        self._shared: str | None = None

    def filled(self, folder: Path) -> str:  # noqa: ARG002  the server has a place of its own
        return self._create(make_url(self._template).database)

    def bare(self, folder: Path) -> str:  # noqa: ARG002  the server has a place of its own
        return self._create()

    def for_rollback(self, folder: Path) -> str:
        if self._shared is None:
            self._shared = self.filled(folder)
        return self._shared

    def drop(self, url: str) -> None:
        name = make_url(url).database
        assert name in self._made, f"{name} is not a database of these tests"
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')
        self._made.discard(name)

    def close(self) -> None:
        """Drop everything that is still there."""
        for name in tuple(self._made):
            self.drop(self._url_of(name))

    def _create(self, template: str | None = None) -> str:
        name = f"mentorship_test_{uuid4().hex}"
        # template0, since somebody may have put things into the server's own template.
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}"')
        self._made.add(name)
        return self._url_of(name)

    def _url_of(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))


def _make_tables(url: str) -> None:
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()
