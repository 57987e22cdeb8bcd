"""Putting off, settling, taking up again, sending: safe to press twice, and by two people at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring import Pairing
from mentorship_app.messaging import UNDO, OutboxMessage
from mentorship_app.monitoring.board import Entry, Standing, find_entry
from mentorship_app.monitoring.decisions import AFTER_A_MESSAGE, Decision, Written, decide, send, take_up
from mentorship_app.monitoring.kinds import Scope
from mentorship_app.monitoring.models import ActionDecision
from mentorship_app.programs.withdrawal import withdraw
from tests.factories.meetings import met
from tests.factories.mentoring import PairingFactory

NOW = datetime(2027, 1, 20, 15, tzinfo=UTC)
TODAY = NOW.date()
BOSS, OTHER = Actor(None, "Ottoline Marsh"), Actor(None, "Idris Calloway")


@pytest.fixture
def pairing(session: Session) -> Pairing:
    """A pair that never met."""
    made: Pairing = PairingFactory(started_on=date(2026, 10, 1))
    session.flush()
    return made


def entry_of(session: Session, pairing: Pairing, now: datetime = NOW) -> Entry:
    entry = find_entry(Scope(session, pairing.cohort, now), f"stalled_pair.{pairing.public_id}")
    assert entry is not None
    return entry


def put_off(session: Session, pairing: Pairing, until: date | None, *, version: int = 0, by: Actor = BOSS) -> None:
    cause = entry_of(session, pairing).cause
    decide(session, pairing.cohort, cause, Decision(until, "On nights"), version=version, today=TODAY, by=by, now=NOW)


def test_what_is_put_off_comes_back_on_its_day(session: Session, pairing: Pairing) -> None:
    put_off(session, pairing, TODAY + timedelta(days=7))
    assert entry_of(session, pairing).standing is Standing.PUT_OFF
    assert entry_of(session, pairing, NOW + timedelta(days=6)).standing is Standing.PUT_OFF
    assert entry_of(session, pairing, NOW + timedelta(days=7)).standing is Standing.OPEN


def test_what_is_settled_comes_back_only_when_it_happens_anew(session: Session, pairing: Pairing) -> None:
    put_off(session, pairing, None)
    assert entry_of(session, pairing, NOW + timedelta(days=90)).standing is Standing.SETTLED
    met(session, pairing, TODAY, now=NOW)
    assert entry_of(session, pairing, NOW + timedelta(days=90)).standing is Standing.OPEN


def test_the_same_decision_twice_is_one(session: Session, pairing: Pairing) -> None:
    for _ in range(2):
        put_off(session, pairing, TODAY + timedelta(days=7))
    assert entry_of(session, pairing).version == 1
    assert session.scalar(select(func.count()).where(AuditEvent.action == "monitoring.action.put_off")) == 1


def test_of_two_coordinators_the_second_is_told(session: Session, pairing: Pairing) -> None:
    put_off(session, pairing, TODAY + timedelta(days=7))
    with pytest.raises(Conflict):
        put_off(session, pairing, None, by=OTHER)
    assert entry_of(session, pairing).standing is Standing.PUT_OFF
    put_off(session, pairing, None, version=1, by=OTHER)
    assert entry_of(session, pairing).standing is Standing.SETTLED


def test_taking_up_again_is_undone_by_nobody_else(session: Session, pairing: Pairing) -> None:
    put_off(session, pairing, None)
    entry = entry_of(session, pairing)
    with pytest.raises(Conflict):
        take_up(session, pairing.cohort, entry.cause, version=9, by=OTHER, now=NOW)
    for _ in range(2):
        take_up(session, pairing.cohort, entry.cause, version=1, by=OTHER, now=NOW)
    assert entry_of(session, pairing).standing is Standing.OPEN


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=400)])
def test_a_day_that_makes_no_sense_is_refused(session: Session, pairing: Pairing, until: date) -> None:
    with pytest.raises(FieldError) as refused:
        put_off(session, pairing, until)
    assert refused.value.field == "until"


def written(pairing: Pairing) -> list[Written]:
    return [Written(person, "A subject", "My own words") for person in (pairing.mentee_id, pairing.mentor_id)]


def send_it(session: Session, pairing: Pairing, *, version: int = 0, by: Actor = BOSS) -> int:
    cause = entry_of(session, pairing).cause
    return send(
        session,
        pairing.cohort,
        cause,
        written(pairing),
        path="/meetings",
        version=version,
        today=TODAY,
        by=by,
        now=NOW,
    )


def test_the_message_waits_ten_minutes_and_the_action_two_weeks(session: Session, pairing: Pairing) -> None:
    assert send_it(session, pairing) == 2
    mails = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "staff_reminder")).all()
    assert {mail.to_email for mail in mails} == {pairing.mentor.account.email, pairing.mentee.account.email}
    assert {(mail.not_before, mail.context["text"]) for mail in mails} == {(NOW + UNDO, "My own words")}
    entry = entry_of(session, pairing)
    assert entry.standing is Standing.PUT_OFF
    assert entry.row is not None
    assert entry.row.until == TODAY + AFTER_A_MESSAGE
    sentences = session.scalars(select(AuditEvent).where(AuditEvent.action == "monitoring.reminder.sent")).all()
    assert {event.details["to"] for event in sentences} == {
        pairing.mentor.account.name,
        pairing.mentee.account.name,
    }
    assert all("My own words" not in str(event.details) for event in sentences)


def test_pressing_send_twice_sends_once_and_another_coordinator_is_told(session: Session, pairing: Pairing) -> None:
    assert [send_it(session, pairing), send_it(session, pairing)] == [2, 0]
    with pytest.raises(Conflict):
        send_it(session, pairing, by=OTHER)
    assert session.scalar(select(func.count()).where(OutboxMessage.kind == "staff_reminder")) == 2


def test_sent_taken_up_again_and_sent_once_more_is_two_mails_each(session: Session, pairing: Pairing) -> None:
    send_it(session, pairing)
    entry = entry_of(session, pairing)
    take_up(session, pairing.cohort, entry.cause, version=entry.version, by=BOSS, now=NOW)
    assert send_it(session, pairing) == 2
    assert session.scalar(select(func.count()).where(OutboxMessage.kind == "staff_reminder")) == 4


def test_the_note_goes_when_one_of_the_two_leaves(session: Session, pairing: Pairing) -> None:
    put_off(session, pairing, TODAY + timedelta(days=7))
    assert session.scalar(select(ActionDecision.note)) == "On nights"
    withdraw(session, pairing.mentee, by=BOSS, now=NOW)
    assert session.scalar(select(func.count()).select_from(ActionDecision)) == 0
