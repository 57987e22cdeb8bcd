"""SQLite as a server database: durable, fair between writers, never half-read.

Python's driver opens a transaction at the first write, so a read followed by a write is not atomic and loses
updates; a plain BEGIN turns that into errors that no timeout waits for. So writers say BEGIN IMMEDIATE, and queue
at a file lock first, because SQLite's own waiting is a lottery that can starve one of them for seconds.
"""

import fcntl
import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=20000",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
)


def install(engine: Engine, lock_path: Path | None = None) -> None:
    """Attach the pragmas and the transaction rules to ``engine``. Without ``lock_path`` writers wait as SQLite does."""
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "close", _close_lock)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("write"):
            connection.exec_driver_sql("BEGIN")
            return
        _take_turn(connection, lock_path)
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            _give_turn(connection)
            raise

    @event.listens_for(engine, "commit")
    def _commit(connection: Connection) -> None:
        # This event fires before the driver's commit: commit here, so that the next writer starts after it.
        if connection.info.get("turn"):
            _driver(connection).commit()
            _give_turn(connection)

    @event.listens_for(engine, "rollback")
    def _rollback(connection: Connection) -> None:
        if not connection.invalidated and connection.info.get("turn"):
            _driver(connection).rollback()
            _give_turn(connection)


def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    dbapi: Any = connection
    dbapi.isolation_level = None  # the driver must not start transactions by itself
    for pragma in PRAGMAS:
        dbapi.execute(f"PRAGMA {pragma}")


def _close_lock(_connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    record.info.pop("lock", None)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


class _LockFile:
    """The open lock file of one connection; closed with it, also when the connection is only forgotten."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def fileno(self) -> int:
        return self._descriptor

    def __del__(self) -> None:
        os.close(self._descriptor)


def _take_turn(connection: Connection, lock_path: Path | None) -> None:
    if lock_path is None:
        return
    lock = connection.info.get("lock")
    if lock is None:
        lock = connection.info["lock"] = _LockFile(lock_path)
    fcntl.flock(lock, fcntl.LOCK_EX)
    connection.info["turn"] = True


def _give_turn(connection: Connection) -> None:
    if connection.info.pop("turn", False):
        fcntl.flock(connection.info["lock"], fcntl.LOCK_UN)


def erase_deleted(engine: Engine) -> bool:
    """Leave no deleted row behind in the file or the write-ahead log; False when a reader still holds the log."""
    # Neither statement may run in a transaction, and the engine begins one for every connection that it hands out.
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        # After VACUUM, which itself writes the whole file through the log.
        busy, *_pages = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.close()
        return not busy
    finally:
        connection.close()
