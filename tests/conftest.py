"""What every test may ask for: settings, database, app, client, keyring, worker.

Domain tests get a session whose work is rolled back through a savepoint; web tests get a database of their own,
copied from one made once, because the worker, the writers' lock and the request each use their own connection.
All run on SQLite, or with ``TEST_DATABASE_URL=postgresql://user:password@host/database`` on that server.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import install_rules
from mentorship_app.web.config import Settings
from mentorship_app.web.extensions import db
from tests.factories import bind_factories
from tests.kit import in_memory, turns
from tests.kit.apps import Apps
from tests.kit.chromium import chromium
from tests.kit.client import StrictClient
from tests.kit.compiled import keep_compiled
from tests.kit.databases import Databases, PostgresqlDatabases, SqliteFiles
from tests.kit.once import folder_of_run


def pytest_configure(config: pytest.Config) -> None:
    """Let the folders of tests lie in memory where there is room: what they wait for most is the disk."""
    if not config.option.basetemp and in_memory.has_room():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(in_memory.FOLDER))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> turns.Turns:
    """Several workers share the tests by turns."""
    return turns.Turns(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Longest first where several workers share the tests; else as they stand in the files."""
    if os.environ.get("PYTEST_XDIST_WORKER"):
        items[:] = turns.longest_first(items)


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Templates are compiled once in a run, for the apps of all workers and the servers that they start."""
    keep_compiled(folder_of_run(tmp_path_factory) / "templates")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Where this run's databases come from: SQLite files, or the server that TEST_DATABASE_URL names."""
    url = os.environ.get("TEST_DATABASE_URL", "").strip()
    if not url.startswith("postgres"):
        yield SqliteFiles(tmp_path_factory.mktemp("database"))
        return
    server = PostgresqlDatabases(url)
    yield server
    server.close()


@pytest.fixture
def database_url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own with every table and no row."""
    url = databases.filled(tmp_path)
    yield url
    databases.drop(url)


@pytest.fixture
def bare_database_url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own without a table."""
    url = databases.bare(tmp_path)
    yield url
    databases.drop(url)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of an installation of its own in a temporary folder: no mail server, development off."""
    return settings_in(tmp_path, database_url)


def settings_in(folder: Path, database_url: str) -> Settings:
    """Settings of an installation in ``folder`` on that database; its key file is made."""
    Keyring(folder / "keyring.json").create_file()
    environ = {
        "SECRET_KEY": "tests-only-secret-key-0123456789abcdef",
        "SECURITY_PASSWORD_SALT": "tests-only-password-salt-0123456789abcdef",
        "SECURITY_TOTP_SECRET": "tests-only-totp-secret-0123456789abcdef",
        "BASE_URL": "http://localhost",
        "TIMEZONE": "America/Toronto",
        "DATABASE_URL": database_url,
    }
    return Settings.load(environ, folder)


@pytest.fixture
def keyring(settings: Settings) -> Keyring:
    """The key file of that installation."""
    return Keyring(settings.keyring_path)


@pytest.fixture
def session(databases: Databases, tmp_path: Path) -> Iterator[Session]:
    """A session for domain tests; a commit inside ends a savepoint, and all is rolled back after the test."""
    engine = create_engine(databases.for_rollback(tmp_path))
    install_rules(engine)
    with engine.connect().execution_options(write=True) as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as inner:
            bind_factories(inner)
            yield inner
        outer.rollback()
    engine.dispose()


@pytest.fixture
def engine(database_url: str, tmp_path: Path) -> Iterator[Engine]:
    """A database with the rules of production and without the app, for what needs commits or threads."""
    made = create_engine(database_url, pool_size=60)
    install_rules(made, tmp_path / "mentorship.lock")
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def browser_of_worker() -> Iterator[Browser]:
    """One browser for all tests of a worker that ask for it; profiles of their own keep people apart."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def apps() -> Apps:
    """The apps of this worker."""
    return Apps()


@pytest.fixture
def app(apps: Apps, settings: Settings) -> Iterator[Flask]:
    """The whole app on a database file of its own."""
    made = apps.bound_to(settings)
    made.config["TESTING"] = True
    made.config["RATELIMIT_ENABLED"] = False
    made.test_client_class = StrictClient
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def store(app: Flask) -> Iterator[Session]:
    """A session on the app's database for arranging and looking; ``commit()`` makes rows visible to requests."""
    with Session(app.extensions["write_engine"], expire_on_commit=False) as arranging:
        bind_factories(arranging)
        yield arranging


@pytest.fixture
def client(app: Flask) -> StrictClient:
    """A visitor's browser without JavaScript; every page it gets is parsed strictly."""
    browser = app.test_client()
    assert isinstance(browser, StrictClient)
    return browser
