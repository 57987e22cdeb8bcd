"""One rule of transactions on both databases: writers come one at a time, readers see one moment.

So a service may read, decide and write without a thought for the others, wherever it runs.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine, Table
from sqlalchemy.orm import Session, sessionmaker

from mentorship_app.db import postgresql, sqlite


def install_rules(engine: Engine, lock_path: Path | None = None) -> None:
    """Attach the rules of its database to ``engine``; ``lock_path`` is the file at which SQLite's writers queue."""
    if engine.dialect.name == "sqlite":
        sqlite.install(engine, lock_path)
    else:
        postgresql.install(engine)


def writing(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose transactions may write: ``with writing(engine).begin() as session: …``"""
    return sessionmaker(engine.execution_options(write=True), expire_on_commit=False)


def reading(engine: Engine) -> sessionmaker[Session]:
    """Sessions that see one snapshot and must not write; PostgreSQL refuses it, SQLite does not look."""
    return sessionmaker(engine.execution_options(write=False), expire_on_commit=False)


def erase_deleted(engine: Engine, tables: Sequence[Table]) -> bool:
    """Leave no deleted row of ``tables`` on the disk of the database; False when a reader is in the way.

    What the server keeps elsewhere (PostgreSQL's log and archives, backups) is not reached.
    """
    if engine.dialect.name == "sqlite":
        return sqlite.erase_deleted(engine)
    return postgresql.erase_deleted(engine, tables)


def hide_arrival(engine: Engine, tables: Sequence[Table]) -> None:
    """Let no copy of the database tell in which order the rows of ``tables`` came; SQLite's tables never do."""
    if engine.dialect.name != "sqlite":
        postgresql.hide_arrival(engine, tables)
