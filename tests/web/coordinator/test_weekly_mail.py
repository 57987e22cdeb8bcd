"""One mail a week to a coordinator who asked for it: counts of what waits, on their day, once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import StaffGrant
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.web.coordinator.today.digest import send_digests
from mentorship_app.web.factory import job_context
from tests.factories import HelpLineFactory
from tests.kit.client import StrictClient
from tests.kit.worker import mail_to, run_worker
from tests.web.coordinator.desk import look, said, sit_down

MONDAY = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
"""Eight in the morning in Toronto."""


def send(app: Flask, now: datetime) -> int:
    return send_digests(app, replace(job_context(app), now=now))


def ask(store: Session, client: StrictClient, locale: str = "en") -> None:
    """A coordinator who asked for the mail on Mondays; a number nobody has called waits."""
    cohort = sit_down(store, client)
    HelpLineFactory(program=cohort.program, label_en="A line with a name", number="555-0177", verified_on=None)
    grant = store.scalars(select(StaffGrant)).one()
    grant.digest_weekday, grant.account.locale = 0, locale
    store.commit()


def test_the_day_is_chosen_in_the_settings_and_can_be_taken_back(client: StrictClient, store: Session) -> None:
    url = f"/p/{sit_down(store, client).program.slug}/settings/weekly-mail"
    client.get(url)
    assert client.submit({"weekday": "2"}, action=url).status_code == 303
    look(store)
    assert store.scalars(select(StaffGrant)).one().digest_weekday == 2
    store.commit()
    client.get(url)
    assert client.submit({"weekday": "9"}, action=url).status_code == 422
    client.get(url)
    client.submit({"weekday": "none"}, action=url)
    look(store)
    assert store.scalars(select(StaffGrant)).one().digest_weekday is None
    store.commit()


def test_the_mail_says_what_today_says_without_a_name(app: Flask, client: StrictClient, store: Session) -> None:
    ask(store, client)
    assert send(app, MONDAY) == 1
    run_worker(app, now=MONDAY + timedelta(minutes=1))
    (mail,) = mail_to(store, "boss@example.org")
    store.commit()
    assert "- Check 1 help number" in mail.body
    assert "A line with a name" not in mail.body
    assert "/p/program" in mail.body
    assert "wait" in mail.subject
    client.get(f"/p/{mail.body.split('/p/')[1].split('/')[0]}/")
    assert "Check a help number: A line with a name" in said(client)


def test_it_comes_once_on_that_day_and_by_daylight_only(app: Flask, client: StrictClient, store: Session) -> None:
    ask(store, client)
    assert send(app, MONDAY - timedelta(hours=2)) == 0, "six in the morning"
    assert send(app, MONDAY + timedelta(days=1)) == 0, "a Tuesday"
    assert send(app, MONDAY) == 1
    assert send(app, MONDAY + timedelta(hours=3)) == 0
    assert send(app, MONDAY + timedelta(days=7)) == 1
    look(store)
    found = store.scalars(select(OutboxMessage).where(OutboxMessage.kind == "weekly_digest")).all()
    assert [message.status for message in found] == [MessageStatus.QUEUED] * 2
    store.commit()


def test_who_asked_for_none_gets_none(app: Flask, client: StrictClient, store: Session) -> None:
    sit_down(store, client)
    assert [send(app, MONDAY + timedelta(days=day)) for day in range(7)] == [0] * 7


def test_it_is_written_in_the_language_of_its_reader(app: Flask, client: StrictClient, store: Session) -> None:
    ask(store, client, locale="fr")
    send(app, MONDAY)
    run_worker(app, now=MONDAY + timedelta(minutes=1))
    (mail,) = mail_to(store, "boss@example.org")
    store.commit()
    assert "Voici ce qui vous attend" in mail.body
    assert "Check" not in mail.body
