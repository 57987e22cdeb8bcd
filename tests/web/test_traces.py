"""What somebody with the file of the database, and nothing else, learns about who came in and when."""

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, SignInCode, SignInLink
from mentorship_app.accounts.models import FailedTries
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.tokens import token_digest
from mentorship_app.messaging import LocalMail, OutboxMessage
from mentorship_app.messaging.models import MessageStatus
from mentorship_app.privacy.models import Receipt, SealedAnswers
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave
from mentorship_app.surveys.mailings import Mailing
from mentorship_app.web.config import Settings
from tests.factories.surveys import opened_wave
from tests.kit.client import StrictClient
from tests.kit.sign_in import sign_in
from tests.kit.worker import mail_to, run_worker
from tests.web.participant.test_surveys import answer_everything

NAMES_NOBODY = {Receipt.__tablename__, SealedAnswers.__tablename__, "spent_link", "ended_session"}


def copy_of(settings: Settings) -> dict[str, Counter[tuple[Any, ...]]]:
    """Every row of every table."""
    if settings.database_path is None:
        pytest.skip("looks into SQLite's file")
    with closing(sqlite3.connect(settings.database_path)) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: Counter(file.execute(f'SELECT * FROM "{table}"')) for table in tables}  # noqa: S608  our own names


def names(rows: Counter[tuple[Any, ...]], person: Account) -> bool:
    """Whether any of the rows holds the person's id, address, name, or a plain digest of the address."""
    marks = [person.id.hex, person.email, person.name, person.fs_uniquifier]
    marks += [token_digest(f"{what}:{person.email}") for what in ("code", "password", "second-factor")]
    marks.append(token_digest(person.email))
    return any(mark in str(value) for row in rows for value in row for mark in marks)


def opened_for(store: Session, keyring: Keyring) -> tuple[Wave, list[Enrollment]]:
    wave, people = opened_wave(store, keyring, 7)
    wave.opened_at = datetime.now(UTC) - timedelta(days=1)
    wave.closes_on = (datetime.now(UTC) + timedelta(days=20)).date()
    # Its invitation went out long ago, and its links are not looked at here.
    store.execute(delete(Mailing))
    store.execute(delete(SignInLink))
    store.commit()
    return wave, people


def test_two_copies_with_a_whole_visit_in_between_name_nobody(
    app: Flask, client: StrictClient, store: Session, keyring: Keyring, settings: Settings
) -> None:
    """One person presses a link of an old mail, asks for a code, mistypes it, answers, and signs out."""
    wave, people = opened_for(store, keyring)
    account = people[3].account
    sign_in(client, account)
    token = client.get("/me") and client.page.xpath("string(//form[@action='/sign-out']//input/@value)")  # type: ignore[union-attr]  # a page was read
    client.post("/sign-out", data={"csrf_token": token})
    before = copy_of(settings)
    client.get("/sign-in", query_string={"next": f"/surveys/{wave.public_id}"})
    client.submit({"email": account.email}, action="/sign-in", follow_redirects=True)
    run_worker(app)
    (mail,) = mail_to(store, account.email)
    code = next(line for line in mail.body.splitlines() if line.strip().isdigit()).strip()
    store.execute(delete(LocalMail))
    store.commit()
    client.submit({"code": "000000" if code != "000000" else "111111"}, action="/sign-in/code")
    during = copy_of(settings)
    assert any(names(during[table] - before[table], account) for table in during), "the attack sees what is there"
    assert not names(during["failed_tries"], account)
    client.submit({"code": code}, action="/sign-in/code")
    answer_everything(client, wave, 3)
    client.get("/me")
    token = client.page.xpath("string(//form[@action='/sign-out']//input[@name='csrf_token']/@value)")  # type: ignore[union-attr]  # a page was read
    client.post("/sign-out", data={"csrf_token": token})
    run_worker(app, now=datetime.now(UTC) + timedelta(minutes=31))
    after = copy_of(settings)
    changed = {table for table in after if after[table] != before[table]}
    assert {"receipt", "sealed_answers"} <= changed <= NAMES_NOBODY | {SignInLink.__tablename__}
    new = [row for table in changed for row in after[table] - before[table]]
    assert not names(Counter(new), account)


def test_a_mail_that_somebody_asked_for_leaves_no_row_when_it_cannot_be_delivered(
    app: Flask, client: StrictClient, store: Session, keyring: Keyring
) -> None:
    _wave, people = opened_for(store, keyring)
    client.get("/sign-in")
    client.submit({"email": people[0].account.email}, action="/sign-in")
    message = store.query(OutboxMessage).one()
    message.kind = "no_such_kind"
    store.commit()
    run_worker(app)
    assert store.query(OutboxMessage).all() == []


def test_links_and_codes_go_when_they_are_too_old(
    app: Flask, client: StrictClient, store: Session, keyring: Keyring
) -> None:
    _wave, people = opened_for(store, keyring)
    client.get("/sign-in")
    client.submit({"email": people[0].account.email}, action="/sign-in", follow_redirects=True)
    run_worker(app)
    client.submit({"code": "000000"}, action="/sign-in/code")
    store.commit()
    kept = [store.query(model).count() for model in (SignInLink, SignInCode, FailedTries)]
    assert kept == [1, 1, 1], "there is something to forget"
    store.commit()
    run_worker(app, now=datetime.now(UTC) + timedelta(minutes=61))
    store.commit()
    assert [store.query(model).count() for model in (SignInLink, SignInCode, FailedTries)] == [0, 0, 0]


def test_only_private_mail_is_given_up_without_a_row(app: Flask, store: Session, keyring: Keyring) -> None:
    _wave, people = opened_for(store, keyring)
    store.add(
        OutboxMessage(
            kind="no_such_kind",
            to_email=people[0].account.email,
            to_name="Robin",
            locale="en",
            context={},
            dedupe_key="x",
            not_before=datetime.now(UTC),
        )
    )
    store.commit()
    run_worker(app)
    assert [message.status for message in store.query(OutboxMessage)] == [MessageStatus.DEAD]
