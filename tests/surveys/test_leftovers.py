"""What was typed is found nowhere it does not belong: in no file, log, copy or mail."""

import base64
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from mentorship_app.cli.schema import keep_copy
from mentorship_app.core.keyring import Keyring
from mentorship_app.messaging import LocalMail
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.models import ResponseComment
from mentorship_app.surveys.paper.links import new_entry_link
from mentorship_app.surveys.paper.services import open_entry
from mentorship_app.surveys.paper.sheets import code_of
from mentorship_app.surveys.questionnaire import COMMENT
from mentorship_app.web.config import Settings
from tests.factories.surveys import STAFF, opened_wave, rated
from tests.kit.client import StrictClient
from tests.kit.sign_in import sign_in
from tests.kit.worker import run_worker

NOW = datetime.now(UTC)
LAST = 4
TYPED = {
    "unsent": "zanzibar-typed-and-left",
    "sent": "valparaiso-sent-from-a-screen",
    "sheet": "samarkand-sealed-from-paper",
    "refused": "timbuktu-on-a-sheet-that-was-refused",
    "left": "ushuaia-on-a-sheet-that-was-left",
}
KEPT = {"sent", "sheet"}
"""What a reader of comments may find after the close."""


@pytest.fixture
def files(settings: Settings) -> Path:
    """The folder of the installation; its database is a file in it."""
    if make_url(settings.database_url).get_backend_name() != "sqlite":
        pytest.skip("looks into SQLite's files")
    return settings.instance_dir


@pytest.fixture
def log(files: Path) -> Iterator[Path]:
    """Everything that the app, and all that it is built on, would log at the most talkative level."""
    path = files / "server.log"
    handler = logging.FileHandler(path)
    root, ours = logging.getLogger(), logging.getLogger("mentorship_app")
    before = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    ours.setLevel(logging.DEBUG)
    yield path
    root.removeHandler(handler)
    root.setLevel(before[0])
    ours.setLevel(before[1])
    handler.close()


def disguises(text: str) -> list[bytes]:
    """The text as files hold it: plain, in two bytes a sign, and inside base64 at each of three offsets."""
    shifted = [base64.b64encode(b"x" * offset + text.encode())[4:-4] for offset in range(3)]
    return [text.encode(), text.encode("utf-16-le"), *shifted]


def found_in(folder: Path) -> dict[str, set[str]]:
    """Which markers lie in which files, by marker."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            for marker, text in TYPED.items():
                if any(disguise in content for disguise in disguises(text)):
                    found.setdefault(marker, set()).add(path.name)
    return found


def type_everything(app: Flask, store: Session, keyring: Keyring, wave: Wave, people: list[Enrollment]) -> None:
    """A draft, an answer, a sheet that is sealed, one that is refused, one that is left on the screen."""
    for person, marker, button in ((people[0], "unsent", "leave"), (people[1], "sent", "continue")):
        browser = browser_of(app)
        sign_in(browser, person.account)
        address = f"/surveys/{wave.public_id}/{LAST}"
        browser.get(address)
        browser.submit({COMMENT: TYPED[marker]}, action=address, button=f"action={button}")
    entry = open_entry(store, wave, name="Quill", email="quill@example.org", locale="en", by=STAFF, now=NOW)
    sheets = f"/paper/{new_entry_link(store, entry)}/sheet"
    code = code_of(keyring, wave, people[1].account_id)
    store.commit()
    for marker, typed in (("refused", code), ("left", ""), ("sheet", "")):
        browser = browser_of(app)
        browser.get(sheets)
        boxes = dict.fromkeys(rated(0), "2")
        response = browser.submit(
            {**boxes, "code": typed, COMMENT: TYPED[marker]}, action=sheets, button="action=check"
        )
        assert response.status_code == (422 if marker == "refused" else 200)
        if marker == "sheet":
            assert browser.submit(action=sheets, button="action=seal").status_code == 303


def browser_of(app: Flask) -> StrictClient:
    browser = app.test_client()
    assert isinstance(browser, StrictClient)
    return browser


def test_nothing_typed_lies_in_database_log_copies_or_mail(
    app: Flask, store: Session, keyring: Keyring, files: Path, log: Path
) -> None:
    wave, people = opened_wave(store, keyring, 8)
    wave.closes_on = (NOW + timedelta(days=9)).date()
    store.commit()
    database = files / "mentorship.db"
    type_everything(app, store, keyring, wave, people)
    run_worker(app, now=NOW + timedelta(minutes=20))
    keep_copy(database, files / "backups", now=NOW)
    assert found_in(files) == {}
    close_wave(store, keyring, wave, by=STAFF, now=NOW)
    store.commit()
    run_worker(app, now=NOW + timedelta(minutes=30))
    after = files / "backups-after"
    keep_copy(database, after, now=NOW)
    comments = set(store.scalars(select(ResponseComment.text)))
    mails = " ".join(f"{mail.subject} {mail.body}" for mail in store.scalars(select(LocalMail)))
    store.rollback()
    # What was sent is kept as a comment, and only there; it shows that the search finds what is there.
    assert comments == {TYPED[marker] for marker in KEPT}
    found = found_in(files)
    assert found.keys() == KEPT
    assert {name for names in found.values() for name in names} == {
        database.name,
        *(path.name for path in after.iterdir()),
    }
    assert log.stat().st_size > 0
    assert mails
    assert not [text for text in TYPED.values() if text in mails]
