"""PostgreSQL by the rules that SQLite sets: one writer at a time, readers that see one moment.

READ COMMITTED lets two transactions read the same row, decide, and both write: capacity, leases, codes that count
their tries would each need a lock of their own, and one forgotten is a lost update. Instead a writer first takes one
lock of the database for itself, as BEGIN IMMEDIATE does; the server hands it on in order and when a client dies.
Readers never wait for it.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Table, Text, cast, distinct, event, func, literal_column, select, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

WRITERS_LOCK = 0x6D656E746F72
"""Any number that other users of the database do not take: "mentor"."""

SETTINGS = (
    # Whoever waits longer is told that the database is busy, as after SQLite's busy_timeout.
    "SET lock_timeout = '20s'",
    # Moments are stored in UTC; this is for whatever the server itself writes or compares.
    "SET timezone = 'UTC'",
)


def install(engine: Engine) -> None:
    """Attach the transaction rules to ``engine``."""
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)


def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for setting in SETTINGS:
        cursor.execute(setting)
    cursor.close()
    connection.commit()


def _begin(connection: Connection) -> None:
    driver: Any = connection.connection.dbapi_connection
    dialect: Any = connection.dialect
    writes = bool(connection.get_execution_options().get("write"))
    # A writer must see what the one before it committed, so its statements each look anew once it has the lock.
    dialect.set_isolation_level(driver, "READ COMMITTED" if writes else "REPEATABLE READ")
    dialect.set_readonly(driver, not writes)
    if writes:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")


def erase_deleted(engine: Engine, tables: Sequence[Table]) -> bool:
    """Write ``tables`` anew without their dead rows; False when somebody held one of them for too long.

    Rows that a transaction from before the deletion may still read stay until the next time, and the log keeps its
    copy until the server recycles it.
    """
    return _outside_transactions(engine, [f"VACUUM (FULL) {_quoted(engine, table)}" for table in tables])


def hide_arrival(engine: Engine, tables: Sequence[Table]) -> None:
    """Let rows lie in the order of their keys, all written at one moment, as SQLite's WITHOUT ROWID does by itself.

    Otherwise a copy of the database lists rows as they arrived, each with the number of its transaction. Does nothing
    to a table whose rows are as they should be; what is held by others waits for the next time.
    """
    for table in tables:
        with engine.connect() as connection:
            moments = select(func.count(distinct(cast(literal_column("xmin"), Text)))).select_from(table)
            if (connection.scalar(moments) or 0) < 2:
                continue
        with engine.execution_options(write=True).begin() as connection:
            # A new version of every row; long values lie apart and are not copied by this.
            connection.execute(update(table).values({key: key for key in table.primary_key.columns}))
        _outside_transactions(engine, [f"CLUSTER {_quoted(engine, table)} USING {table.primary_key.name}"])


def _quoted(engine: Engine, table: Table) -> str:
    return engine.dialect.identifier_preparer.format_table(table)


def _outside_transactions(engine: Engine, statements: Sequence[str]) -> bool:
    connection = engine.raw_connection()
    dialect: Any = engine.dialect
    try:
        dialect.set_isolation_level(connection.dbapi_connection, "AUTOCOMMIT")
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()
    except dialect.loaded_dbapi.OperationalError:
        return False
    finally:
        connection.close()
    return True
