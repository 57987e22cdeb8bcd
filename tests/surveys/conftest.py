"""What the tests of waves share: the file to look into as a thief would, and keys."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from mentorship_app.core.keyring import Keyring


@pytest.fixture
def database(database_url: str) -> Path:
    """The database as a file, to be read behind the app's back."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or url.database is None:
        pytest.skip("looks into SQLite's file")
    return Path(url.database)


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    keyring = Keyring(tmp_path / "keys.json")
    keyring.create_file()
    return keyring
