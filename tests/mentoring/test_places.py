"""No mentor ever has more mentees than places, whoever writes: services, the database alone, fifty at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import writing
from mentorship_app.mentoring import Pairing, PairingKind, PairingStatus, place_guard, services
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus, Phase
from mentorship_app.programs import services as programs
from tests.factories import CohortFactory, EnrollmentFactory, bind_factories
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT

ATTEMPTS = 50


def mentor_with(cohort, mentees: int, capacity: int) -> Enrollment:  # type: ignore[no-untyped-def]  # factory
    mentor: Enrollment = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=capacity)
    for _number in range(mentees):
        PairingFactory(cohort=cohort, mentor=mentor)
    return mentor


def one_place(engine: Engine) -> tuple[UUID, list[UUID]]:
    """A mentor with one place and fifty mentees who would like it."""
    with writing(engine).begin() as session:
        bind_factories(session)
        cohort = CohortFactory(phase=Phase.MATCHING)
        mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=1)
        return mentor.id, [mentee.id for mentee in EnrollmentFactory.create_batch(ATTEMPTS, cohort=cohort)]


def pairs_in(engine: Engine) -> int:
    with writing(engine).begin() as session:
        return session.scalar(select(func.count(Pairing.id))) or 0


def test_fifty_at_one_place_are_one_pair_and_forty_nine_refusals(engine: Engine) -> None:
    mentor_id, mentees = one_place(engine)
    start = Barrier(ATTEMPTS)

    def attempt(mentee_id: UUID) -> str:
        start.wait(timeout=60)
        with writing(engine)() as session:
            mentor, mentee = session.get_one(Enrollment, mentor_id), session.get_one(Enrollment, mentee_id)
            try:
                services.pair(session, mentor.cohort, mentor, mentee, kind=PairingKind.PRIMARY, by=SYSTEM, now=MOMENT)
            except Conflict as refusal:
                return refusal.message
            session.commit()
            return "paired"

    with ThreadPoolExecutor(ATTEMPTS) as pool:
        outcomes = list(pool.map(attempt, mentees))

    assert sorted(set(outcomes)) == ["%(name)s has no room left. Choose another mentor.", "paired"]
    assert (outcomes.count("paired"), pairs_in(engine)) == (1, 1)


def test_fifty_who_ask_nobody_are_stopped_by_the_database(engine: Engine) -> None:
    mentor_id, mentees = one_place(engine)
    with writing(engine).begin() as session:
        cohort_id = session.get_one(Enrollment, mentor_id).cohort_id
    start = Barrier(ATTEMPTS)

    def attempt(mentee_id: UUID) -> str:
        start.wait(timeout=60)
        try:
            with writing(engine).begin() as session:
                session.add(
                    Pairing(
                        cohort_id=cohort_id,
                        mentor_id=mentor_id,
                        mentee_id=mentee_id,
                        kind=PairingKind.PRIMARY,
                        started_on=date(2026, 9, 1),
                    )
                )
        except IntegrityError as refusal:
            return str(refusal.orig)
        return "paired"

    with ThreadPoolExecutor(ATTEMPTS) as pool:
        outcomes = list(pool.map(attempt, mentees))

    assert (outcomes.count("paired"), pairs_in(engine)) == (1, 1)
    assert all(place_guard.REFUSAL in outcome for outcome in outcomes if outcome != "paired")


@pytest.mark.parametrize("change", ["another", "reopened", "moved"])
def test_the_database_refuses_a_pair_too_many(session: Session, change: str) -> None:
    cohort = CohortFactory()
    full = mentor_with(cohort, mentees=1, capacity=1)
    ended = PairingFactory(cohort=cohort, mentor=full, status=PairingStatus.ENDED, ended_on=date(2026, 9, 1))
    elsewhere, mentee = PairingFactory(cohort=cohort), EnrollmentFactory(cohort=cohort)
    session.flush()

    if change == "another":
        session.add(Pairing(cohort=cohort, mentor=full, mentee=mentee, kind=ended.kind, started_on=ended.started_on))
    elif change == "reopened":
        ended.status, ended.ended_on = PairingStatus.ACTIVE, None
    else:
        elsewhere.mentor = full
    with pytest.raises(IntegrityError, match=place_guard.REFUSAL):
        session.flush()


@pytest.mark.parametrize("capacity", [0, 1])
def test_the_database_refuses_fewer_places_than_mentees(session: Session, capacity: int) -> None:
    mentor = mentor_with(CohortFactory(), mentees=2, capacity=3)
    mentor.capacity = 2
    session.flush()

    with pytest.raises(IntegrityError, match=place_guard.REFUSAL):
        session.execute(update(Enrollment).where(Enrollment.id == mentor.id).values(capacity=capacity))


def test_the_database_refuses_who_returns_to_a_full_mentor(session: Session) -> None:
    cohort = CohortFactory()
    mentor = mentor_with(cohort, mentees=1, capacity=1)
    gone = session.scalars(select(Pairing)).one().mentee
    gone.status = EnrollmentStatus.WITHDRAWN
    session.flush()
    PairingFactory(cohort=cohort, mentor=mentor)

    with pytest.raises(Conflict, match="has no room for"):
        programs.enroll(session, cohort, gone.account, role=CohortRole.MENTEE, by=SYSTEM, now=MOMENT)
    with pytest.raises(IntegrityError, match=place_guard.REFUSAL):
        session.execute(update(Enrollment).where(Enrollment.id == gone.id).values(status=EnrollmentStatus.ACTIVE))


def test_a_mentor_who_returns_has_a_place_for_each_mentee(session: Session) -> None:
    cohort = CohortFactory()
    mentor = mentor_with(cohort, mentees=2, capacity=2)
    mentor.status = EnrollmentStatus.WITHDRAWN
    session.flush()
    mentor.capacity = 1
    session.flush()

    with pytest.raises(FieldError, match="2 places are taken"):
        programs.enroll(session, cohort, mentor.account, role=CohortRole.MENTOR, by=SYSTEM, now=MOMENT)
    programs.enroll(session, cohort, mentor.account, role=CohortRole.MENTOR, by=SYSTEM, now=MOMENT, capacity=2)

    assert (mentor.status, mentor.capacity) == (EnrollmentStatus.ACTIVE, 2)


def test_what_was_too_many_before_may_be_mended_step_by_step(session: Session) -> None:
    mentor = mentor_with(CohortFactory(), mentees=3, capacity=3)
    place_guard.remove(session.connection())
    mentor.capacity = 1
    session.flush()
    place_guard.install(session.connection())

    mentor.capacity = 2
    session.flush()
    session.scalars(select(Pairing)).first().version += 1  # type: ignore[union-attr]  # there are three
    session.flush()

    assert mentor.capacity == 2


@pytest.mark.parametrize(("places", "is_refused"), [(2, False), (1, True), (0, True)])
def test_staff_cannot_take_a_place_that_is_taken(session: Session, places: int, is_refused: bool) -> None:
    mentor = mentor_with(CohortFactory(), mentees=2, capacity=3)

    if is_refused:
        with pytest.raises(FieldError, match="2 places are taken now") as refusal:
            programs.change_enrollment(session, mentor, version=1, by=SYSTEM, now=MOMENT, capacity=places)
        assert refusal.value.field == "capacity"
        session.refresh(mentor)
        assert mentor.capacity == 3
    else:
        programs.change_enrollment(session, mentor, version=1, by=SYSTEM, now=MOMENT, capacity=places)
        assert mentor.capacity == places


def test_enrolling_again_with_fewer_places_than_mentees_is_refused(session: Session) -> None:
    mentor = mentor_with(CohortFactory(), mentees=2, capacity=3)

    with pytest.raises(FieldError, match="2 places are taken now"):
        programs.enroll(
            session, mentor.cohort, mentor.account, role=CohortRole.MENTOR, by=SYSTEM, now=MOMENT, capacity=1
        )


def test_an_ended_pair_and_a_mentee_who_left_take_no_place(session: Session) -> None:
    cohort = CohortFactory()
    mentor = mentor_with(cohort, mentees=2, capacity=2)
    first, second = session.scalars(select(Pairing)).all()
    first.status, first.ended_on = PairingStatus.ENDED, date(2026, 9, 1)
    second.mentee.status = EnrollmentStatus.WITHDRAWN
    session.flush()

    programs.change_enrollment(session, mentor, version=1, by=SYSTEM, now=MOMENT, capacity=0)

    assert mentor.capacity == 0


def test_the_refusal_names_nobody(session: Session) -> None:
    mentor = mentor_with(CohortFactory(), mentees=1, capacity=1)

    with pytest.raises(IntegrityError) as refusal:
        session.execute(text("UPDATE enrollment SET capacity = 0 WHERE role = 'mentor'"))

    assert mentor.account.name not in str(refusal.value.orig)
