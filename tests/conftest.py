"""What every test may ask for: settings, database, app, client, keyring, worker.

Domain tests get a session whose work is rolled back through a savepoint; web tests get a database file of their own,
copied from one made once, because the worker, the writers' lock and the request each use their own connection.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.db import Base
from mentorship_app.db.engine import install_sqlite
from mentorship_app.web import create_app, registrations
from mentorship_app.web.config import Settings
from mentorship_app.web.extensions import db
from tests.factories import bind_factories
from tests.kit.client import StrictClient

assert registrations, "imported for the tables that it registers"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table and no row."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    """Settings of an installation of its own in a temporary folder: no mail server, development off."""
    shutil.copy(empty_database, tmp_path / "mentorship.db")
    Keyring(tmp_path / "keyring.json").create_file()
    environ = {
        "SECRET_KEY": "tests-only-secret-key-0123456789abcdef",
        "SECURITY_PASSWORD_SALT": "tests-only-password-salt-0123456789abcdef",
        "SECURITY_TOTP_SECRET": "tests-only-totp-secret-0123456789abcdef",
        "BASE_URL": "http://localhost",
        "TIMEZONE": "America/Toronto",
    }
    return Settings.load(environ, tmp_path)


@pytest.fixture
def keyring(settings: Settings) -> Keyring:
    """The key file of that installation."""
    return Keyring(settings.keyring_path)


@pytest.fixture
def session(empty_database: Path, tmp_path: Path) -> Iterator[Session]:
    """A session for domain tests; a commit inside ends a savepoint, and all is rolled back after the test."""
    path = tmp_path / "domain.db"
    shutil.copy(empty_database, path)
    engine = create_engine(f"sqlite:///{path}")
    install_sqlite(engine)
    with engine.connect().execution_options(write=True) as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as inner:
            bind_factories(inner)
            yield inner
        outer.rollback()
    engine.dispose()


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole app on a database file of its own."""
    made = create_app(settings)
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
