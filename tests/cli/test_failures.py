"""What a person can mend is told in words, with the next step; a fault of ours keeps its traceback."""

import errno
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from mentorship_app.cli.failures import Failure, explained

LOCKED = OperationalError("UPDATE account SET email = ?", ("ada@example.org",), sqlite3.OperationalError("locked"))


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


def test_statement_and_its_values_are_not_printed() -> None:
    with pytest.raises(Failure) as caught, explained():
        raise LOCKED
    assert "ada" not in caught.value.message


@pytest.mark.parametrize("error", [ValueError("ours"), OSError(errno.EIO, "odd"), ModuleNotFoundError(name="scipy")])
def test_fault_of_ours_is_not_hidden(error: Exception) -> None:
    with pytest.raises(type(error)), explained():
        raise error
