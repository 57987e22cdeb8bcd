"""Changing tables on SQLite without losing what hangs on them.

SQLite changes most tables by making a new one, copying, and dropping the old one. Dropping deletes its rows first, and
with foreign keys on that deletes every row that refers to them. So the keys are off meanwhile, and looked at before the
commit, as https://www.sqlite.org/lang_altertable.html (section 7) asks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection


@contextmanager
def tables_rebuilt(connection: Connection) -> Iterator[None]:
    """Foreign keys off inside, on again after; begins no transaction, in which the pragma would do nothing."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        # Within a transaction that failed and is still open this would do nothing either.
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def require_whole(connection: Connection) -> None:
    """Raises RuntimeError when a row refers to one that is not there; the caller must then not commit."""
    if connection.dialect.name != "sqlite":
        return
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        tables = ", ".join(sorted({str(row[0]) for row in lost}))
        raise RuntimeError(f"the migration would leave rows that refer to nothing, in: {tables}")
