"""What the tests of waves share: the file to look into as a thief would, and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import writing
from tests.factories import bind_factories
from tests.factories.surveys import opened_wave
from tests.kit.mail_server import MailServer, mail_server
from tests.surveys.post import Post


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


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as made:
        yield made


@pytest.fixture
def post(engine: Engine, keys: Keyring, server: MailServer) -> Post:
    with writing(engine).begin() as session:
        bind_factories(session)
        wave, people = opened_wave(session, keys, 12)
        accounts = [person.account for person in people]
        return Post(engine, keys, server, wave.id, [one.id for one in accounts], [one.email for one in accounts])
