"""Saying yes to a published pair: each side for itself, and never seen by the other before both did."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.identity import SYSTEM
from mentorship_app.mentoring import Pairing, services
from mentorship_app.mentoring.acceptance import (
    Acceptance,
    OwnReply,
    acceptance_of,
    open_questions,
    own_replies,
    replies_of,
    reply_to,
    take_back_reply,
)
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import CohortRole
from mentorship_app.programs.absences import Absence, AbsenceKind
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT
from tests.kit.worker import run_worker

YES, NO = PairingReply.ACCEPTED, PairingReply.DECLINED
MENTOR, MENTEE = CohortRole.MENTOR, CohortRole.MENTEE
LAST_DAY = date(2026, 9, 8)
AFTER = MOMENT + timedelta(days=8)


@pytest.fixture
def pairing(session: Session) -> Pairing:  # noqa: ARG001  factories write into it
    made: Pairing = PairingFactory(accept_by=LAST_DAY)
    return made


def say(session: Session, pairing: Pairing, side: CohortRole, reply: PairingReply, **more: object) -> None:
    reply_to(session, pairing, side, reply, **({"now": MOMENT} | more))  # type: ignore[arg-type]  # a moment, a note


def standing(session: Session, pairing: Pairing) -> Acceptance:
    return acceptance_of(pairing, replies_of(session, [pairing.id]).get(pairing.id, {}))


def seen_by(session: Session, pairing: Pairing, side: CohortRole, now: datetime = MOMENT) -> OwnReply:
    return own_replies(session, [pairing], side, now=now)[pairing.id]


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ({}, Acceptance.WAITING),
        ({MENTOR: YES}, Acceptance.WAITING),
        ({MENTOR: YES, MENTEE: YES}, Acceptance.ACCEPTED),
        ({MENTEE: NO}, Acceptance.DECLINED),
        ({MENTOR: YES, MENTEE: NO}, Acceptance.DECLINED),
    ],
)
def test_where_a_pair_stands(
    session: Session, pairing: Pairing, replies: dict[CohortRole, PairingReply], expected: Acceptance
) -> None:
    for side, reply in replies.items():
        say(session, pairing, side, reply)

    assert standing(session, pairing) is expected


def test_a_pair_made_by_hand_counts_as_accepted(session: Session) -> None:
    pairing = PairingFactory()

    assert standing(session, pairing) is Acceptance.NOT_ASKED
    assert own_replies(session, [pairing], MENTEE, now=MOMENT) == {}
    with pytest.raises(InvalidTransition):
        say(session, pairing, MENTEE, YES)


@pytest.mark.parametrize("other", [None, YES, NO])
def test_nobody_sees_how_the_other_answered(session: Session, pairing: Pairing, other: PairingReply | None) -> None:
    before = seen_by(session, pairing, MENTEE)
    if other is not None:
        say(session, pairing, MENTOR, other, note="They are my cousin")

    assert seen_by(session, pairing, MENTEE) == before == OwnReply(LAST_DAY, is_over=False)


@pytest.mark.parametrize("other", [None, NO])
def test_who_said_yes_learns_nothing_of_a_no(session: Session, pairing: Pairing, other: PairingReply | None) -> None:
    say(session, pairing, MENTEE, YES)
    if other is not None:
        say(session, pairing, MENTOR, other)

    assert seen_by(session, pairing, MENTEE) == OwnReply(LAST_DAY, is_over=False, reply=YES)


def test_both_learn_that_both_said_yes(session: Session, pairing: Pairing) -> None:
    for side in CohortRole:
        say(session, pairing, side, YES)

    assert all(seen_by(session, pairing, side).both_accepted for side in CohortRole)


def test_a_reply_can_be_changed_and_taken_back_until_the_day(session: Session, pairing: Pairing) -> None:
    say(session, pairing, MENTEE, NO, note="I know them too well")
    say(session, pairing, MENTEE, YES)
    assert replies_of(session, [pairing.id])[pairing.id][MENTEE].note == ""

    take_back_reply(session, pairing, MENTEE, now=MOMENT + timedelta(days=7))
    take_back_reply(session, pairing, MENTEE, now=MOMENT)

    assert replies_of(session, [pairing.id]) == {}


def test_after_the_day_a_reply_stays_but_a_first_one_is_welcome(session: Session, pairing: Pairing) -> None:
    say(session, pairing, MENTEE, YES)
    with pytest.raises(InvalidTransition, match="The day to change this is over"):
        take_back_reply(session, pairing, MENTEE, now=AFTER)
    with pytest.raises(InvalidTransition):
        say(session, pairing, MENTEE, NO, now=AFTER)

    say(session, pairing, MENTOR, YES, now=AFTER)

    assert standing(session, pairing) is Acceptance.ACCEPTED


def test_a_yes_of_both_stays(session: Session, pairing: Pairing) -> None:
    for side in CohortRole:
        say(session, pairing, side, YES)

    with pytest.raises(InvalidTransition, match="You both said yes"):
        take_back_reply(session, pairing, MENTEE, now=MOMENT)


def test_a_note_has_a_length(session: Session, pairing: Pairing) -> None:
    say(session, pairing, MENTEE, NO, note="x" * 500)
    with pytest.raises(FieldError):
        say(session, pairing, MENTEE, NO, note="x" * 501)


def test_nothing_is_asked_once_the_pair_has_ended(session: Session, pairing: Pairing) -> None:
    services.end_pairing(session, pairing, version=1, by=SYSTEM, now=MOMENT)

    with pytest.raises(InvalidTransition, match="Nothing is asked"):
        say(session, pairing, MENTEE, YES)
    assert open_questions(session) == []


def test_answers_leave_no_trace_in_the_trail(session: Session, pairing: Pairing) -> None:
    say(session, pairing, MENTEE, NO, note="They are my cousin")

    assert session.scalars(select(AuditEvent)).all() == []


class TestReminder:
    """Noon of 6 September is two days before the last day."""

    NOON = datetime(2026, 9, 6, 16, 0, tzinfo=UTC)

    def asked(self, store: Session, **more: object) -> Pairing:
        made: Pairing = PairingFactory(**({"accept_by": LAST_DAY, "started_on": date(2026, 9, 1)} | more))
        store.commit()
        return made

    def reminded(self, app: Flask, store: Session, *moments: datetime) -> list[str]:
        for moment in moments:
            run_worker(app, now=moment)
        store.expire_all()
        found = store.scalars(select(OutboxMessage).where(OutboxMessage.kind == "pairing_reminder"))
        names = sorted(mail.to_email for mail in found)
        store.commit()
        return names

    def test_both_are_reminded_once_two_days_before(self, app: Flask, store: Session) -> None:
        pairing = self.asked(store)
        day = timedelta(days=1)

        assert self.reminded(app, store, self.NOON - day) == []
        assert self.reminded(app, store, self.NOON, self.NOON + day, self.NOON + 2 * day) == sorted(
            [pairing.mentor.account.email, pairing.mentee.account.email]
        )

    def test_nobody_is_reminded_at_night(self, app: Flask, store: Session) -> None:
        self.asked(store)

        assert self.reminded(app, store, datetime(2026, 9, 6, 5, 0, tzinfo=UTC)) == []

    def test_who_answered_is_left_in_peace(self, app: Flask, store: Session) -> None:
        pairing = self.asked(store)
        say(store, pairing, MENTEE, NO)
        store.commit()

        assert self.reminded(app, store, self.NOON) == [pairing.mentor.account.email]

    def test_who_is_away_is_left_in_peace(self, app: Flask, store: Session) -> None:
        pairing = self.asked(store)
        away = Absence(
            enrollment=pairing.mentor, kind=AbsenceKind.AWAY, starts_on=LAST_DAY - timedelta(days=5), ends_on=LAST_DAY
        )
        store.add(away)
        store.commit()

        assert self.reminded(app, store, self.NOON) == [pairing.mentee.account.email]

    def test_on_short_notice_nobody_is_reminded(self, app: Flask, store: Session) -> None:
        self.asked(store, started_on=date(2026, 9, 5))

        assert self.reminded(app, store, self.NOON, self.NOON + timedelta(days=2)) == []

    def test_an_answer_stops_a_reminder_that_waits(self, session: Session, pairing: Pairing) -> None:
        services.notifications.remind(session, pairing, MENTEE, now=MOMENT, not_before=MOMENT)

        say(session, pairing, MENTEE, YES)

        assert [mail.status for mail in session.scalars(select(OutboxMessage))] == [MessageStatus.CANCELLED]


def test_own_reply_says_when_it_may_change() -> None:
    given = OwnReply(LAST_DAY, is_over=False, reply=YES)

    assert given.may_change
    assert not replace(given, reply=None).may_change
    assert not replace(given, is_over=True).may_change
    assert not replace(given, both_accepted=True).may_change
