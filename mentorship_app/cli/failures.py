"""What went wrong, and what to do next: no traceback for what a person can mend."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import click

from mentorship_app.core.errors import AppError, ConfigErrors

POSTGRES_LINE = ".venv/bin/pip install 'psycopg[binary]==3.3.9'"

_NO_DATABASE = "The database does not take the work:"
_DATABASE_STEP = "Check the disk and DATABASE_URL, then start again; 'mentorship doctor' says more."
_DAMAGED_STEP = "Stop the app and restore the last good backup; copies before each upgrade are in instance/backups/."
_NEXT_STEPS = {
    errno.ENOSPC: "The disk is full. Free some space, then start again; nothing half-written was kept.",
    errno.EDQUOT: "The disk quota is used up. Free some space, then start again.",
    errno.EROFS: "The disk is mounted read-only. Mount it writable, or name another folder: INSTANCE_DIR=/path",
    errno.EACCES: "Let this user write there (sudo chown $(id -un) FOLDER), or name another: INSTANCE_DIR=/path",
    errno.EPERM: "Start as the user who owns the folder, or name another: INSTANCE_DIR=/path",
    errno.ENOTDIR: "Something that is not a folder is in the way. Move it, or name another folder: INSTANCE_DIR=/path",
    errno.EEXIST: "Something that is not a folder is in the way. Move it, or name another folder: INSTANCE_DIR=/path",
}


class Failure(click.ClickException):
    """A message for the console, ready to read. Exit code 1."""

    def show(self, file: object = None) -> None:  # noqa: ARG002  click's signature
        click.secho(self.format_message(), err=True)


@contextmanager
def explained() -> Iterator[None]:
    """Turn the known failures into a Failure; anything else is a fault of ours and keeps its traceback."""
    try:
        yield
    except AppError as error:
        raise Failure(str(error)) from error
    except ConfigErrors as errors:
        lines = "\n".join(f"  {problem}" for problem in errors.problems)
        raise Failure(f"These settings are wrong (environment, or config.env):\n{lines}") from errors
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise Failure(
            f"DATABASE_URL names PostgreSQL, but its driver is not installed.\n  Run: {POSTGRES_LINE}"
        ) from error
    except OSError as error:
        if error.errno not in _NEXT_STEPS:
            raise
        raise Failure(f"{error.filename or 'A file'}: {error.strerror}.\n  {_NEXT_STEPS[error.errno]}") from error
    except Exception as error:
        said = _about_database(error)
        if said is None:
            raise
        raise Failure(said) from error


def _about_database(error: Exception) -> str | None:
    """What a person can do about it; None when it is no error of the database, or the statement was wrong."""
    # Loaded by now if it is one: commands that need no database start without it.
    from sqlalchemy.exc import DatabaseError, OperationalError  # noqa: PLC0415

    # Also the driver's own: the writers' rule commits through it, where SQLAlchemy does not see the error.
    if not isinstance(error, DatabaseError | sqlite3.DatabaseError):
        return None
    cause = error.orig if isinstance(error, DatabaseError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return f"The database file is damaged: {cause}.\n  {_DAMAGED_STEP}"
    if isinstance(error, OperationalError | sqlite3.OperationalError):
        return f"{_NO_DATABASE} {cause}\n  {_DATABASE_STEP}"
    return None
