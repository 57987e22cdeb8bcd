"""Mails of check-ins as coordinators see them: one line each, held, sent, taken back; never a name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.audit import AuditEvent
from mentorship_app.core.clock import local_date
from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import reading
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave
from mentorship_app.surveys.mailings import Mailing, MailingKind, MailingStatus
from mentorship_app.web.factory import job_context
from tests.factories import AccountFactory, StaffGrantFactory
from tests.factories.surveys import WaveFactory, opened_wave, people_of
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in
from tests.kit.worker import mail_to, run_worker

NOW = datetime.now(UTC)
"""Where the programs of factories are: in the evening there, UTC has the next day already."""


@pytest.fixture
def wave(store: Session, keyring: Keyring, client: StrictClient) -> tuple[Wave, list[Enrollment]]:
    """A wave that was just opened, whose coordinator is signed in."""
    made, people = opened_wave(store, keyring, 6, now=NOW, closes_on=NOW.date() + timedelta(days=20))
    boss: Account = AccountFactory()
    StaffGrantFactory(account=boss, program_id=made.cohort.program_id)
    store.commit()
    staff_sign_in(client, boss)
    return made, people


def said(client: StrictClient) -> str:
    assert client.page is not None
    return text_of(client.page)


def outbox(made: Wave) -> str:
    return f"/p/{made.cohort.program.slug}/outbox"


def mailing(app: Flask, made: Wave, kind: MailingKind = MailingKind.INVITATION) -> Mailing:
    """As it stands now, looked up beside the session that arranges."""
    with reading(job_context(app).engine).begin() as session:
        return session.scalars(select(Mailing).where(Mailing.wave_id == made.id, Mailing.kind == kind)).one()


def mails(app: Flask, person: Enrollment) -> int:
    with reading(job_context(app).engine).begin() as session:
        return len(mail_to(session, person.account.email))


def test_the_outbox_shows_one_line_for_each_mailing_and_no_name(
    app: Flask, client: StrictClient, wave: tuple[Wave, list[Enrollment]]
) -> None:
    made, people = wave
    line = mailing(app, made)
    for address in (outbox(made), f"{outbox(made)}/mailings", f"{outbox(made)}/mailings/{line.id}"):
        client.get(address)
        assert "Invitation" in said(client)
        assert "6 people" in said(client)
        assert not [one for one in people if one.account.name in said(client) or one.account.email in said(client)]
    assert "Hello (name)," in said(client)
    assert "Bonjour (name)," in said(client)
    assert "/l/…/tonight" in said(client)


def test_the_page_of_the_wave_lists_what_leaves_when(client: StrictClient, wave: tuple[Wave, list[Enrollment]]) -> None:
    made, _people = wave
    client.get(f"/p/{made.cohort.program.slug}/surveys/{made.public_id}")
    for words in ("First reminder", "Second reminder", "Last reminder", "Reminder in the evening", "Room mode"):
        assert words in said(client)


@pytest.mark.parametrize(
    ("before", "verb", "after"),
    [
        ("queued", "hold", "held"),
        ("held", "release", "queued"),
        ("held", "send", "queued"),
        ("queued", "take-back", "cancelled"),
        ("sending", "hold", "held"),
    ],
)
def test_an_invitation_is_held_released_sent_and_taken_back(
    app: Flask,
    client: StrictClient,
    wave: tuple[Wave, list[Enrollment]],
    store: Session,
    before: str,
    verb: str,
    after: str,
) -> None:
    made, _people = wave
    line = mailing(app, made)
    store.get_one(Mailing, line.id).status = MailingStatus(before)
    store.commit()
    client.get(f"{outbox(made)}/mailings/{line.id}")
    response = client.submit(action=f"{outbox(made)}/mailings/{line.id}/{verb}")
    assert response.status_code == 303
    assert mailing(app, made).status.value == after
    store.rollback()
    events = store.scalars(select(AuditEvent).where(AuditEvent.action.like("surveys.mailing.%"))).all()
    assert [event.details for event in events] == [{}]


def test_a_mail_that_left_cannot_be_taken_back(
    client: StrictClient, wave: tuple[Wave, list[Enrollment]], app: Flask
) -> None:
    made, _people = wave
    line = mailing(app, made)
    client.get(f"{outbox(made)}/mailings/{line.id}")
    run_worker(app, now=NOW + timedelta(minutes=11))
    response = client.submit(action=f"{outbox(made)}/mailings/{line.id}/take-back")
    assert response.status_code == 409
    assert "already left" in said(client)


def test_a_reminder_too_soon_after_the_invitation_is_refused_with_the_day(
    client: StrictClient, wave: tuple[Wave, list[Enrollment]], app: Flask
) -> None:
    made, _people = wave
    run_worker(app, now=NOW + timedelta(minutes=11))
    reminder = mailing(app, made, MailingKind.REMINDER_1)
    client.get(f"{outbox(made)}/mailings/{reminder.id}")
    response = client.submit(action=f"{outbox(made)}/mailings/{reminder.id}/send")
    assert response.status_code == 409
    assert "less than three days ago" in said(client)


def test_holding_everything_holds_reminders_too_and_sending_everything_leaves_them_at_their_day(
    client: StrictClient, wave: tuple[Wave, list[Enrollment]], app: Flask
) -> None:
    made, people = wave
    planned = mailing(app, made, MailingKind.REMINDER_1).not_before
    client.get(outbox(made))
    client.submit(action=f"{outbox(made)}/hold-all")
    assert {mailing(app, made, kind).status for kind in MailingKind} == {MailingStatus.HELD}
    client.get(outbox(made))
    client.submit(action=f"{outbox(made)}/send-all")
    client.get(outbox(made))
    client.submit(action=f"{outbox(made)}/send-waiting")
    run_worker(app, now=datetime.now(UTC) + timedelta(seconds=1))
    assert mails(app, people[0]) == 1
    assert mailing(app, made, MailingKind.REMINDER_1).not_before == planned


def test_the_local_mailbox_shows_what_was_mailed(
    client: StrictClient, wave: tuple[Wave, list[Enrollment]], app: Flask
) -> None:
    made, people = wave
    run_worker(app, now=NOW + timedelta(minutes=11))
    client.get(f"{outbox(made)}/mailbox")
    assert people[0].account.email in said(client)


def test_no_page_of_a_person_tells_of_a_mailing(
    client: StrictClient, wave: tuple[Wave, list[Enrollment]], app: Flask
) -> None:
    """Neither the person's page, nor its history, nor a search of people knows who got a reminder."""
    made, people = wave
    run_worker(app, now=NOW + timedelta(minutes=11))
    people_url = f"/p/{made.cohort.program.slug}/people"
    for address in (f"{people_url}/{people[0].public_id}", f"{people_url}/{people[0].public_id}/history"):
        assert client.get(address).status_code == 200
        assert "reminder" not in said(client).lower()
        assert "Invitation" not in said(client)


def test_the_invitation_can_wait_for_a_morning(
    app: Flask, client: StrictClient, store: Session, keyring: Keyring
) -> None:
    other, _people = opened_wave(store, keyring, 2, now=NOW, closes_on=NOW.date() + timedelta(days=20))
    made = WaveFactory(cohort=other.cohort, opens_on=NOW.date(), closes_on=NOW.date() + timedelta(days=14))
    boss: Account = AccountFactory()
    StaffGrantFactory(account=boss, program_id=made.cohort.program_id)
    store.commit()
    staff_sign_in(client, boss)
    address = f"/p/{made.cohort.program.slug}/surveys/{made.public_id}/open"
    client.get(address)
    assert "On the next Tuesday, Wednesday or Thursday" in said(client)
    assert client.submit({"invite": "whenever"}, action=address).status_code == 422
    client.get(address)
    assert client.submit({"invite": "morning"}, action=address).status_code == 303
    leaves = mailing(app, made).not_before
    assert leaves > NOW
    assert leaves.weekday() in {1, 2, 3}


def test_a_note_for_the_chief_resident_stands_ready_before_it_opens(
    client: StrictClient, store: Session, keyring: Keyring
) -> None:
    other, _people = opened_wave(store, keyring, 2, now=NOW, closes_on=NOW.date() + timedelta(days=20))
    people_of(other.cohort)
    made = WaveFactory(cohort=other.cohort, opens_on=date(2027, 3, 9), closes_on=date(2027, 3, 23))
    boss: Account = AccountFactory()
    StaffGrantFactory(account=boss, program_id=made.cohort.program_id)
    store.commit()
    staff_sign_in(client, boss)
    client.get(f"/p/{made.cohort.program.slug}/surveys/{made.public_id}")
    assert "Saturday 6 March" in said(client)
    assert "from Tuesday 9 March on, a mail with “Midpoint check-in” will come" in said(client)
    assert "à partir du mardi 9 mars" in said(client)


def test_many_mailings_cost_as_many_queries_as_few(
    client: StrictClient, wave: tuple[Wave, list[Enrollment]], app: Flask, store: Session
) -> None:
    made, _people = wave
    with counted_queries(app) as few:
        client.get(f"{outbox(made)}/mailings")
    for _ in range(3):
        for kind in MailingKind:
            later = WaveFactory(cohort=made.cohort)
            store.add(Mailing(wave_id=later.id, kind=kind, not_before=NOW))
    store.commit()
    with counted_queries(app) as many:
        client.get(f"{outbox(made)}/mailings")
    assert len(many) == len(few)


def test_the_slide_shows_a_code_three_lines_in_both_languages_and_no_count(
    client: StrictClient, wave: tuple[Wave, list[Enrollment]]
) -> None:
    made, _people = wave
    page = client.get(f"/p/{made.cohort.program.slug}/surveys/{made.public_id}/room")
    assert f"http://localhost/room/{made.public_id}" in said(client)
    assert "<svg" in page.text
    assert "Five protected minutes, until" in said(client)
    assert "Open the link in your own mail" in said(client)
    assert "Ouvrez le lien de votre propre courriel" in said(client)
    assert "of 6" not in said(client)


def test_there_is_no_slide_before_it_opens(
    client: StrictClient, wave: tuple[Wave, list[Enrollment]], store: Session
) -> None:
    made, _people = wave
    draft = WaveFactory(cohort=made.cohort)
    store.commit()
    address = f"/p/{made.cohort.program.slug}/surveys/{draft.public_id}"
    assert client.get(f"{address}/room").location == address


def test_more_time_moves_the_last_day_the_links_and_the_reminders(
    app: Flask, client: StrictClient, wave: tuple[Wave, list[Enrollment]], store: Session
) -> None:
    made, _people = wave
    short = opened_short(store, made)
    address = f"/p/{made.cohort.program.slug}/surveys/{short.public_id}/more-time"
    client.get(address)
    earlier = client.submit({"closes_on": NOW.date().isoformat()}, action=address)
    assert (earlier.status_code, "People were told a later day" in said(client)) == (422, True)
    later = (NOW + timedelta(days=14)).date()
    today = local_date(datetime.now(UTC), "America/Toronto")
    assert client.submit({"closes_on": later.isoformat()}, action=address).status_code == 303
    assert mailing(app, short, MailingKind.REMINDER_3).not_before.date() == today + timedelta(days=12)
    client.get(f"/p/{made.cohort.program.slug}/surveys/{short.public_id}")
    assert "Last reminder" in said(client)
    assert client.post(address, data={"version": "1", "closes_on": later.isoformat()}).status_code in {400, 409}


def opened_short(store: Session, like: Wave) -> Wave:
    """A wave of five days in the same program, with the invitation planned but no key: nothing of it is sent here."""
    short: Wave = WaveFactory(
        cohort=like.cohort, status="open", opened_at=NOW, opens_on=NOW.date(), closes_on=NOW.date() + timedelta(days=5)
    )
    for kind in (MailingKind.INVITATION, MailingKind.REMINDER_1, MailingKind.EVENING):
        store.add(Mailing(wave_id=short.id, kind=kind, not_before=NOW + timedelta(minutes=30)))
    store.commit()
    return short
