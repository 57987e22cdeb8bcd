"""A database file with the writers’ rules of production, for what needs commits, threads or a look at the disk."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import install_sqlite


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    path = tmp_path / "waves.db"
    shutil.copy(empty_database, path)
    return path


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    made = create_engine(f"sqlite:///{database}", pool_size=60)
    install_sqlite(made, database.with_suffix(".lock"))
    yield made
    made.dispose()


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    keyring = Keyring(tmp_path / "keys.json")
    keyring.create_file()
    return keyring
