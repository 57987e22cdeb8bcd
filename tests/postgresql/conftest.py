"""The fixtures of all tests, on PostgreSQL: everything below gets its database from here."""

import importlib.util
import os
from collections.abc import Iterator

import pytest

from tests.kit.databases import Databases, PostgresqlDatabases
from tests.kit.postgresql import running_postgresql, server_programs
from tests.surveys.conftest import keys

__all__ = ["keys"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/postgresql/" in item.path.as_posix():
            item.add_marker(pytest.mark.postgresql)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The server that TEST_DATABASE_URL names, or one started for this run."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("the driver of PostgreSQL is not installed; bin/test does it")
    given, programs = os.environ.get("TEST_DATABASE_URL", "").strip(), server_programs()
    if given.startswith("postgres"):
        yield given
    elif programs is None:
        pytest.skip("no PostgreSQL server on this machine: apt-get install -y postgresql")
    else:
        with running_postgresql(programs) as url:
            yield url


@pytest.fixture(scope="session")
def databases(server_url: str) -> Iterator[Databases]:
    server = PostgresqlDatabases(server_url)
    yield server
    server.close()
