"""When a mentor takes nobody new, and when they are away."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.identity import SYSTEM
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.programs.absences import (
    MOST_ABSENCES,
    AbsenceEntry,
    AbsenceKind,
    absences_of,
    absent_on,
    add_absence,
    away_on,
    paused_on,
    remove_absence,
)
from tests.factories import EnrollmentFactory
from tests.factories.people import MOMENT

PAUSE, AWAY = AbsenceKind.PAUSE, AbsenceKind.AWAY


@pytest.fixture
def mentor(session: Session) -> Enrollment:  # noqa: ARG001  factories write into it
    made: Enrollment = EnrollmentFactory(role=CohortRole.MENTOR)
    return made


def noted(session: Session, mentor: Enrollment, kind: AbsenceKind, first: date, last: date | None = None) -> str:
    return add_absence(session, mentor, AbsenceEntry(kind, first, last), by=SYSTEM, now=MOMENT).public_id


def test_an_absence_lasts_through_its_last_day(session: Session, mentor: Enrollment) -> None:
    noted(session, mentor, AWAY, date(2026, 12, 20), date(2027, 1, 4))
    days = [date(2026, 12, 19), date(2026, 12, 20), date(2027, 1, 4), date(2027, 1, 5)]

    assert [mentor.id in away_on(session, [mentor.id], day) for day in days] == [False, True, True, False]
    assert [paused_on(session, [mentor.id], day) for day in days] == [frozenset()] * 4


def test_a_pause_without_an_end_lasts(session: Session, mentor: Enrollment) -> None:
    noted(session, mentor, PAUSE, date(2026, 11, 1))

    for day in (date(2026, 11, 1), date(2036, 11, 1)):
        assert away_on(session, [mentor.id], day) == paused_on(session, [mentor.id], day) == {mentor.id}
    assert away_on(session, [mentor.id], date(2026, 10, 31)) == frozenset()


def test_days_away_say_more_than_a_pause(session: Session, mentor: Enrollment) -> None:
    noted(session, mentor, AWAY, date(2026, 12, 1), date(2026, 12, 31))
    noted(session, mentor, PAUSE, date(2026, 12, 10))

    assert [absent_on(session, [mentor.id], date(2026, 12, day))[mentor.id].kind for day in (5, 20)] == [AWAY, AWAY]
    assert absent_on(session, [mentor.id], date(2027, 2, 1))[mentor.id].kind is PAUSE


def test_the_same_absence_is_noted_once(session: Session, mentor: Enrollment) -> None:
    assert noted(session, mentor, PAUSE, date(2026, 11, 1)) == noted(session, mentor, PAUSE, date(2026, 11, 1))


@pytest.mark.parametrize(("kind", "last"), [(AWAY, None), (AWAY, date(2026, 10, 31)), (PAUSE, date(2026, 10, 31))])
def test_an_absence_that_cannot_be_is_refused(
    session: Session, mentor: Enrollment, kind: AbsenceKind, last: date | None
) -> None:
    with pytest.raises(FieldError) as refusal:
        noted(session, mentor, kind, date(2026, 11, 1), last)
    assert refusal.value.field == "ends_on"


def test_a_person_removes_only_their_own(session: Session, mentor: Enrollment) -> None:
    public_id = noted(session, mentor, PAUSE, date(2026, 11, 1))
    other = EnrollmentFactory(cohort=mentor.cohort, role=CohortRole.MENTOR)

    with pytest.raises(NotFound):
        remove_absence(session, other, public_id, by=SYSTEM, now=MOMENT)
    remove_absence(session, mentor, public_id, by=SYSTEM, now=MOMENT)

    assert list(absences_of(session, mentor)) == []


def test_a_list_of_absences_has_an_end(session: Session, mentor: Enrollment) -> None:
    for day in range(MOST_ABSENCES):
        noted(session, mentor, AWAY, date(2026, 11, day + 1), date(2026, 11, day + 1))
    with pytest.raises(Conflict):
        noted(session, mentor, PAUSE, date(2027, 1, 1))


def test_many_people_are_asked_about_at_once(session: Session, mentor: Enrollment) -> None:
    noted(session, mentor, PAUSE, date(2026, 11, 1))
    others = EnrollmentFactory.create_batch(3, cohort=mentor.cohort, role=CohortRole.MENTOR)

    assert away_on(session, [mentor.id, *(other.id for other in others)], date(2026, 11, 2)) == {mentor.id}
    assert away_on(session, [], date(2026, 11, 2)) == frozenset()
