"""Nudges: by day, the mentee first, two at most, none while somebody is away or wants none."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.identity import SYSTEM
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.acceptance import reply_to
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.mentoring.meetings import cadence, links, services
from mentorship_app.mentoring.meetings.models import MeetingLink, MeetingNudge
from mentorship_app.mentoring.meetings.notifications import nudge as write
from mentorship_app.mentoring.meetings.nudges import due
from mentorship_app.mentoring.meetings.services import Plan
from mentorship_app.messaging import LocalMail, OutboxMessage
from mentorship_app.programs import CohortRole, Phase
from mentorship_app.programs.absences import Absence, AbsenceKind
from tests.factories import CohortFactory
from tests.factories.meetings import held_on, planned
from tests.factories.mentoring import PairingFactory
from tests.kit.queries import counted_queries
from tests.kit.worker import run_worker

DUE = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
"""Ten in the morning, more than six weeks after the pair began on 1 October."""


@pytest.fixture
def pairing(store: Session) -> Pairing:
    made: Pairing = PairingFactory(cohort=CohortFactory(phase=Phase.ACTIVE))
    store.flush()
    return made


def readers(store: Session, now: datetime = DUE) -> list[str]:
    return [one.reader.role.value for one in due(store, now=now)]


def nudge_all(store: Session, now: datetime) -> list[str]:
    found = due(store, now=now)
    for one in found:
        write(store, one, now=now)
    return [one.reader.role.value for one in found]


@pytest.mark.usefixtures("pairing")
def test_the_mentee_first_then_the_mentor_then_nobody(store: Session) -> None:
    assert readers(store, DUE - timedelta(days=10)) == []
    days = (0, 1, 13, 14, 28, 60)
    assert [nudge_all(store, DUE + timedelta(days=day)) for day in days] == [["mentee"], [], [], ["mentor"], [], []]


def test_whatever_they_say_starts_the_count_anew(store: Session, pairing: Pairing) -> None:
    for day in (0, 14):
        nudge_all(store, DUE + timedelta(days=day))
    later = DUE + timedelta(days=20)
    services.log(store, pairing, CohortRole.MENTOR, held_on(later.date()), now=later)
    assert readers(store, later + timedelta(weeks=5)) == []
    assert readers(store, later + timedelta(weeks=6)) == ["mentee"]


@pytest.mark.usefixtures("pairing")
def test_no_mail_leaves_at_night_in_the_programs_place(store: Session) -> None:
    hours = {hour: readers(store, datetime(2026, 11, 16, hour, 30, tzinfo=UTC)) for hour in (3, 12, 13, 22, 23)}
    assert hours == {3: [], 12: [], 13: ["mentee"], 22: ["mentee"], 23: []}


def test_who_is_away_or_in_doubt_is_left_in_peace(store: Session, pairing: Pairing) -> None:
    away = Absence(
        enrollment=pairing.mentor, kind=AbsenceKind.AWAY, starts_on=date(2026, 11, 10), ends_on=date(2026, 11, 20)
    )
    store.add(away)
    store.flush()
    assert readers(store) == []
    assert readers(store, DUE + timedelta(days=7)) == ["mentee"]


def test_a_pair_in_which_somebody_sees_an_obstacle_is_left_in_peace(store: Session) -> None:
    pairing = PairingFactory(cohort=CohortFactory(phase=Phase.ACTIVE), accept_by=date(2026, 10, 9))
    store.flush()
    assert readers(store) == ["mentee"]
    asked = datetime(2026, 10, 2, tzinfo=UTC)
    reply_to(store, pairing, CohortRole.MENTOR, PairingReply.DECLINED, now=asked)
    assert readers(store) == []


def test_somebody_who_wants_none_gets_none(store: Session, pairing: Pairing) -> None:
    cadence.pause(store, pairing.mentee)
    cadence.pause(store, pairing.mentee)
    assert readers(store) == ["mentor"]
    cadence.pause(store, pairing.mentor)
    assert readers(store) == []
    cadence.resume(store, pairing.mentee)
    assert readers(store) == ["mentee"]


def test_a_planned_meeting_holds_nudges_back_and_is_asked_about_afterwards(store: Session, pairing: Pairing) -> None:
    meeting = planned(store, pairing, Plan(date(2026, 11, 20), time(9), 30, "video"), now=DUE)
    assert readers(store) == []
    assert readers(store, datetime(2026, 11, 20, 15, tzinfo=UTC)) == []
    (asked,) = due(store, now=datetime(2026, 11, 20, 17, tzinfo=UTC))
    assert (asked.reader, asked.planned) == (pairing.mentee, meeting)


def test_the_cohort_says_how_often_and_can_switch_nudges_off(store: Session, pairing: Pairing) -> None:
    cohort = pairing.cohort
    assert cadence.cadence_of(store, cohort) == (6, 0)
    cadence.set_cadence(store, cohort, 12, version=0, by=SYSTEM, now=DUE)
    assert readers(store) == []
    assert readers(store, DUE + timedelta(weeks=6)) == ["mentee"]
    with pytest.raises(Conflict):
        cadence.set_cadence(store, cohort, 4, version=0, by=SYSTEM, now=DUE)
    cadence.set_cadence(store, cohort, 0, version=1, by=SYSTEM, now=DUE)
    assert readers(store, DUE + timedelta(weeks=6)) == []
    with pytest.raises(FieldError):
        cadence.set_cadence(store, cohort, 27, version=2, by=SYSTEM, now=DUE)
    assert "mentoring.cadence.changed" in store.scalars(select(AuditEvent.action)).all()


def test_nobody_is_nudged_before_and_after_the_year(store: Session, pairing: Pairing) -> None:
    for phase in Phase:
        pairing.cohort.phase = phase
        store.flush()
        assert readers(store) == (["mentee"] if phase is Phase.ACTIVE else [])


def test_the_worker_mails_a_link_that_opens_this_pair_alone(app: Flask, store: Session, pairing: Pairing) -> None:
    store.commit()
    for minutes in (0, 5):
        run_worker(app, now=DUE + timedelta(minutes=minutes))
    (mail,) = store.scalars(select(LocalMail))
    assert (mail.to_email, mail.private) == (pairing.mentee.account.email, True)
    assert store.scalars(select(OutboxMessage)).all() == [], "who got none would be somebody who paused theirs"
    assert len(store.scalars(select(MeetingNudge)).all()) == 1
    (opened,) = store.scalars(select(MeetingLink))
    assert (opened.pairing_id, opened.enrollment_id) == (pairing.id, pairing.mentee_id)


def test_a_link_is_over_after_three_weeks_and_with_the_pair(store: Session, pairing: Pairing) -> None:
    token = links.mint(store, pairing, pairing.mentee, now=DUE)
    assert links.find(store, token, now=DUE + timedelta(days=20)) is not None
    assert links.find(store, token + "x", now=DUE) is None
    assert links.find(store, token, now=DUE + links.LINK_LIFE) is None
    links.sweep(store, now=DUE + links.LINK_LIFE)
    assert store.scalars(select(MeetingLink)).all() == []


def test_looking_costs_the_same_for_many_pairs(app: Flask, store: Session, pairing: Pairing) -> None:
    def queries() -> int:
        store.commit()
        with counted_queries(app) as counted:
            assert due(store, now=DUE)
        return len(counted)

    one = queries()
    for number in range(10):
        other = PairingFactory(cohort=pairing.cohort)
        store.flush()
        services.log(store, other, CohortRole.MENTEE, held_on(date(2026, 10, 2) + timedelta(days=number)), now=DUE)
    assert queries() == one
