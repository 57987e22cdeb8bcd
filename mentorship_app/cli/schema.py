"""Bringing the database to the schema of this version: under a lock, and with a copy kept."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click
import flask_migrate
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import only_one
from mentorship_app.cli.progress import progress
from mentorship_app.core.paths import MIGRATIONS
from mentorship_app.web.config import Settings

COPIES_KEPT = 5
PAGES_A_STEP = 2_000


def upgrade(app: Flask, engine: Engine, settings: Settings, *, now: datetime) -> bool:
    """Run the migrations that are missing; True if there were any. Eight processes at once migrate once.

    An SQLite file with content is checked and copied into ``instance/backups/`` first. Raises Failure when the
    file is damaged, or was written by a newer version of the app.
    """
    with only_one(settings.instance_dir / "migrate.lock"):
        here, wanted = current_revision(engine), newest_revision()
        if wanted is None:
            raise Failure(f"{MIGRATIONS} holds no migration.\n  Restore the checkout: git checkout -- {MIGRATIONS}")
        if here == wanted:
            return False
        if here is not None and not _is_known(here):
            raise Failure(
                f"The database has schema {here}, which this version of the app does not know: it is newer.\n"
                "  Start the newer version again, or restore a copy from instance/backups/."
            )
        path = settings.database_path
        if path is not None and here is not None:
            copy = keep_copy(path, settings.instance_dir / "backups", now=now)
            click.echo(f"Bringing the database up to date (a copy is kept: {copy}) ...")
        with app.app_context():
            flask_migrate.upgrade(directory=str(MIGRATIONS))
        return True


def current_revision(engine: Engine) -> str | None:
    """The schema that the database has; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The schema that this version of the app needs."""
    return _scripts().get_current_head()


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


def _is_known(revision: str) -> bool:
    return revision in {script.revision for script in _scripts().walk_revisions()}


def keep_copy(path: Path, folder: Path, *, now: datetime) -> Path:
    """A consistent copy of the SQLite file while others may write; the five newest are kept. Gives its path."""
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"before-migration-{now:%Y%m%dT%H%M%SZ}.db"
    # A name of its own until it is whole, so that a kill in the middle never leaves a copy that looks good.
    unfinished = target.with_suffix(".unfinished")
    verdict = _copy(path, unfinished)
    if verdict != "ok":
        unfinished.unlink()
        raise Failure(f"{path} is damaged ({verdict}).\n  Restore the last good backup; nothing was changed.")
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.rename(target)
    for old in sorted(folder.glob("before-migration-*.db"))[:-COPIES_KEPT]:
        old.unlink()
    return target


def _copy(path: Path, target: Path) -> str:
    """Copy page by page and check the copy; gives ``ok``, or the first thing that is wrong with it."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        target.chmod(0o600)
        try:
            with progress("Copying the database") as report:
                source.backup(
                    copy,
                    pages=PAGES_A_STEP,
                    progress=lambda _status, remaining, total: report(total - remaining, total),
                )
            verdict: str = copy.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            return str(error)
    return verdict.splitlines()[0]
