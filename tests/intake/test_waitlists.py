"""Waiting for a mentor without room."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, InvalidTransition
from mentorship_app.intake import waitlists
from mentorship_app.intake.notifications import PLACE_FREE
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from mentorship_app.programs.absences import Absence, AbsenceKind
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.choices import WaitlistFactory
from tests.factories.mentoring import PairingFactory

NOW = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)
TODAY = date(2026, 9, 10)


@pytest.fixture
def cohort(session: Session) -> Cohort:  # noqa: ARG001  the factories write into it
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    return made


@pytest.fixture
def full(cohort: Cohort) -> Pairing:
    """The one pair of a mentor with one place."""
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=1)
    made: Pairing = PairingFactory(cohort=cohort, mentor=mentor)
    return made


def mentees(cohort: Cohort, number: int) -> list[Enrollment]:
    return [EnrollmentFactory(cohort=cohort) for _number in range(number)]


def join_in_order(session: Session, mentor: Enrollment, people: list[Enrollment]) -> None:
    for minute, mentee in enumerate(people):
        waitlists.join(session, mentee, mentor, now=NOW + timedelta(minutes=minute), today=TODAY)


def free_the_place(session: Session, pairing: Pairing) -> None:
    pairing.status, pairing.ended_on = PairingStatus.ENDED, TODAY
    session.flush()


def told(session: Session) -> list[str]:
    found = select(OutboxMessage).where(OutboxMessage.kind == PLACE_FREE).order_by(OutboxMessage.created_at)
    return [message.to_email for message in session.scalars(found)]


def tell(session: Session, mentor: Enrollment, *, at: datetime = NOW + timedelta(days=1)) -> int:
    return waitlists.tell_next(session, mentor, now=at, today=at.date())


def test_the_first_in_line_is_told_once_when_a_place_is_free(session: Session, cohort: Cohort, full: Pairing) -> None:
    first, second = mentees(cohort, 2)
    join_in_order(session, full.mentor, [first, second])
    assert (tell(session, full.mentor), list(waitlists.mentors_to_look_at(session))) == (0, [])
    free_the_place(session, full)
    assert list(waitlists.mentors_to_look_at(session)) == [full.mentor_id]
    assert [tell(session, full.mentor) for _again in range(3)] == [1, 0, 0]
    assert told(session) == [first.account.email]
    assert [one.id for one in waitlists.places_for(session, first, today=TODAY)] == [full.mentor_id]
    assert waitlists.places_for(session, second, today=TODAY) == []


def test_the_next_is_told_after_a_week_if_the_place_is_still_free(
    session: Session, cohort: Cohort, full: Pairing
) -> None:
    first, second = mentees(cohort, 2)
    join_in_order(session, full.mentor, [first, second])
    free_the_place(session, full)
    tell(session, full.mentor)
    assert tell(session, full.mentor, at=NOW + timedelta(days=7)) == 0
    assert tell(session, full.mentor, at=NOW + timedelta(days=9)) == 1
    assert told(session) == [first.account.email, second.account.email]


def test_the_next_is_told_at_once_when_the_first_waits_no_longer(
    session: Session, cohort: Cohort, full: Pairing
) -> None:
    first, second = mentees(cohort, 2)
    join_in_order(session, full.mentor, [first, second])
    free_the_place(session, full)
    tell(session, full.mentor)
    waitlists.leave(session, first, full.mentor)
    assert tell(session, full.mentor) == 1
    assert told(session) == [first.account.email, second.account.email]


def test_who_is_paired_with_the_mentor_by_now_stands_in_line_no_longer(
    session: Session, cohort: Cohort, full: Pairing
) -> None:
    first, second = mentees(cohort, 2)
    join_in_order(session, full.mentor, [first, second])
    full.mentor.capacity = 3
    PairingFactory(cohort=cohort, mentor=full.mentor, mentee=first)
    session.flush()
    assert waitlists.lengths(session, cohort) == {full.mentor_id: 1}
    assert waitlists.waiting_for(session, first) == []
    tell(session, full.mentor)
    assert told(session) == [second.account.email]


def test_who_must_not_be_paired_is_passed_over_in_silence(session: Session, cohort: Cohort, full: Pairing) -> None:
    first, second = mentees(cohort, 2)
    join_in_order(session, full.mentor, [first, second])
    ask_not_to_be_matched(session, full.mentor, other=first, now=NOW)
    assert [entry.mentor_id for entry in waitlists.waiting_for(session, first)] == [full.mentor_id]
    free_the_place(session, full)
    tell(session, full.mentor)
    assert told(session) == [second.account.email]


def test_nobody_is_told_of_a_mentor_who_pauses(session: Session, cohort: Cohort, full: Pairing) -> None:
    join_in_order(session, full.mentor, mentees(cohort, 1))
    free_the_place(session, full)
    session.add(Absence(enrollment=full.mentor, kind=AbsenceKind.PAUSE, starts_on=TODAY, ends_on=None))
    session.flush()
    assert tell(session, full.mentor) == 0


def test_joining_again_keeps_the_place_in_line(session: Session, cohort: Cohort, full: Pairing) -> None:
    first, second = mentees(cohort, 2)
    join_in_order(session, full.mentor, [first, second, first])
    free_the_place(session, full)
    tell(session, full.mentor)
    assert told(session) == [first.account.email]


def test_nobody_waits_for_a_mentor_with_room(session: Session, cohort: Cohort) -> None:
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    with pytest.raises(Conflict, match="has room now"):
        waitlists.join(session, EnrollmentFactory(cohort=cohort), mentor, now=NOW, today=TODAY)


@pytest.mark.parametrize("phase", [Phase.SETUP, Phase.RECRUITMENT, Phase.ACTIVE, Phase.CLOSING, Phase.CLOSED])
def test_joining_is_for_intake_and_matching_leaving_for_always(
    session: Session, cohort: Cohort, full: Pairing, phase: Phase
) -> None:
    entry = WaitlistFactory(mentor=full.mentor, mentee=EnrollmentFactory(cohort=cohort))
    cohort.phase = phase
    with pytest.raises(InvalidTransition):
        waitlists.join(session, EnrollmentFactory(cohort=cohort), full.mentor, now=NOW, today=TODAY)
    waitlists.leave(session, entry.mentee, full.mentor)
    waitlists.leave(session, entry.mentee, full.mentor)
    assert waitlists.lengths(session, cohort) == {}
