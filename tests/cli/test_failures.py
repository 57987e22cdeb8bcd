"""What a person can mend is told in words, with the next step; a fault of ours keeps its traceback."""

import errno
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError, OperationalError

from mentorship_app.cli.failures import Failure, explained

LOCKED = OperationalError("UPDATE account SET email = ?", ("ada@example.org",), sqlite3.OperationalError("locked"))

BROKEN_RULE = IntegrityError("INSERT", (), sqlite3.IntegrityError("UNIQUE constraint failed"))


@pytest.mark.parametrize(
    ("error", "step"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/x/mentorship.db"), "Free some space"),
        (PermissionError(errno.EACCES, "Permission denied", "/x/start.lock"), "INSTANCE_DIR=/path"),
        (OSError(errno.EROFS, "Read-only file system", "/x"), "read-only"),
        (sqlite3.OperationalError("database or disk is full"), "mentorship doctor"),
        (LOCKED, "mentorship doctor"),
        (ModuleNotFoundError("No module named 'psycopg'", name="psycopg"), "psycopg"),
    ],
)
def test_known_failure_names_the_next_step(error: Exception, step: str) -> None:
    with pytest.raises(Failure) as caught, explained():
        raise error
    assert step in caught.value.message


def test_a_damaged_database_is_answered_with_the_backups(tmp_path: Path) -> None:
    (tmp_path / "mentorship.db").write_bytes(b"not a database at all" * 1000)
    engine = create_engine(f"sqlite:///{tmp_path / 'mentorship.db'}")

    with pytest.raises(Failure) as caught, explained(), engine.connect() as connection:
        connection.exec_driver_sql("SELECT * FROM account")

    assert caught.value.message.startswith("The database file is damaged: file is not a database.")
    assert "restore the last good backup" in caught.value.message


def test_statement_and_its_values_are_not_printed() -> None:
    with pytest.raises(Failure) as caught, explained():
        raise LOCKED
    assert "ada" not in caught.value.message


@pytest.mark.parametrize(
    "error", [ValueError("ours"), OSError(errno.EIO, "odd"), ModuleNotFoundError(name="scipy"), BROKEN_RULE]
)
def test_fault_of_ours_is_not_hidden(error: Exception) -> None:
    with pytest.raises(type(error)), explained():
        raise error
