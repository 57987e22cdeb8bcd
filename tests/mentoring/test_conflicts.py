"""Conflicts of interest: who declares, who reads which reason, what they prevent, and when an exception is possible."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, NotAllowed
from mentorship_app.core.identity import SYSTEM, Actor
from mentorship_app.mentoring import Pairing, PairingKind, services
from mentorship_app.mentoring.conflicts import (
    OPEN_TO_EXCEPTION,
    ConflictOfInterest,
    ConflictReason,
    Declarer,
    conflicts_between,
    conflicts_of,
    declare,
    declared_by_person,
    lift,
    reason_for_staff,
)
from mentorship_app.mentoring.models import PairingException
from mentorship_app.mentoring.services import MUST_NOT_BE_PAIRED, ExceptionAsked
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.people import MOMENT

TODAY = date(2026, 9, 1)


@pytest.fixture
def cohort(session: Session) -> Cohort:  # noqa: ARG001  factories write into it
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    return made


@pytest.fixture
def mentor(cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    return made


@pytest.fixture
def mentee(cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort)
    return made


def actor(person: Enrollment) -> Actor:
    return Actor(account_id=person.account_id, name=person.account.name)


def declared(
    session: Session,
    mentor: Enrollment,
    mentee: Enrollment,
    reason: ConflictReason = ConflictReason.EVALUATOR,
    side: Declarer = Declarer.MENTEE,
    until: date | None = None,
) -> ConflictOfInterest:
    return declare(
        session,
        mentor.cohort.program,
        mentor=mentor.account,
        mentee=mentee.account,
        reason=reason,
        declared_by=side,
        by=actor(mentee if side is Declarer.MENTEE else mentor),
        now=MOMENT,
        until=until,
    )


def pair(session: Session, mentor: Enrollment, mentee: Enrollment, exception: ExceptionAsked | None = None) -> Pairing:
    return services.pair(
        session,
        mentor.cohort,
        mentor,
        mentee,
        kind=PairingKind.PRIMARY,
        by=Actor(account_id=None, name="Marisol Ondine"),
        now=MOMENT,
        exception=exception,
    )


@pytest.mark.parametrize("side", list(Declarer))
@pytest.mark.parametrize("reason", list(ConflictReason))
def test_two_with_a_conflict_are_not_paired_whoever_declared_it(
    session: Session, mentor: Enrollment, mentee: Enrollment, reason: ConflictReason, side: Declarer
) -> None:
    declared(session, mentor, mentee, reason, side)

    with pytest.raises(Conflict) as refusal:
        pair(session, mentor, mentee)

    assert (refusal.value.message, refusal.value.values) == (MUST_NOT_BE_PAIRED, {})


def test_declaring_writes_to_nobody_and_the_log_says_neither_with_whom_nor_why(
    session: Session, mentor: Enrollment, mentee: Enrollment
) -> None:
    declared(session, mentor, mentee, ConflictReason.PRIOR_COMPLAINT)

    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.details) == ("mentoring.conflict.declared", {})
    assert mentor.account.name not in event.actor_name
    assert session.scalars(select(OutboxMessage)).all() == []


def test_declaring_again_changes_only_the_day(session: Session, mentor: Enrollment, mentee: Enrollment) -> None:
    first = declared(session, mentor, mentee)
    again = declared(session, mentor, mentee, until=TODAY + timedelta(days=28))

    assert again is first
    assert first.until == date(2026, 9, 29)


def test_a_conflict_holds_through_its_last_day(session: Session, mentor: Enrollment, mentee: Enrollment) -> None:
    conflict = declared(session, mentor, mentee, until=TODAY)
    program = mentor.cohort.program

    found = [
        conflicts_between(session, program, mentor.account, mentee.account, today=day)
        for day in (TODAY, TODAY + timedelta(days=1))
    ]

    assert found == [(conflict,), ()]


def test_a_day_that_is_over_is_refused(session: Session, mentor: Enrollment, mentee: Enrollment) -> None:
    with pytest.raises(FieldError) as refusal:
        declared(session, mentor, mentee, until=TODAY - timedelta(days=1))
    assert refusal.value.field == "until"


def test_nobody_is_in_conflict_with_themselves(session: Session, mentor: Enrollment) -> None:
    with pytest.raises(NotAllowed):
        declared(session, mentor, mentor)


@pytest.mark.parametrize("side", [Declarer.MENTOR, Declarer.MENTEE])
def test_staff_read_reasons_of_work_and_no_personal_one(
    session: Session, mentor: Enrollment, mentee: Enrollment, side: Declarer
) -> None:
    rows = [declared(session, mentor, mentee, reason, side) for reason in ConflictReason]

    assert {row.reason: reason_for_staff(row) for row in rows} == {
        ConflictReason.PROGRAM_DIRECTOR: ConflictReason.PROGRAM_DIRECTOR,
        ConflictReason.COMPETENCE_COMMITTEE: ConflictReason.COMPETENCE_COMMITTEE,
        ConflictReason.EVALUATOR: ConflictReason.EVALUATOR,
        ConflictReason.SUPERVISOR_THIS_BLOCK: ConflictReason.SUPERVISOR_THIS_BLOCK,
        ConflictReason.FAMILY: None,
        ConflictReason.TREATING_RELATION: None,
        ConflictReason.PRIOR_COMPLAINT: None,
    }


def test_staff_read_what_they_declared_themselves(session: Session, mentor: Enrollment, mentee: Enrollment) -> None:
    conflict = declared(session, mentor, mentee, ConflictReason.FAMILY, Declarer.COORDINATOR)
    assert reason_for_staff(conflict) is ConflictReason.FAMILY


def test_each_reads_only_what_they_declared(session: Session, mentor: Enrollment, mentee: Enrollment) -> None:
    by_mentor = declared(session, mentor, mentee, ConflictReason.FAMILY, Declarer.MENTOR)
    by_mentee = declared(session, mentor, mentee, ConflictReason.PRIOR_COMPLAINT)
    program = mentor.cohort.program
    assert len(conflicts_of(session, program, mentor.account_id, today=TODAY)) == 2, "there is something to leak"

    assert declared_by_person(session, program, mentor.account_id) == [by_mentor]
    assert declared_by_person(session, program, mentee.account_id) == [by_mentee]


@pytest.mark.parametrize("side", list(Declarer))
def test_only_who_declared_it_takes_it_back(
    session: Session, mentor: Enrollment, mentee: Enrollment, side: Declarer
) -> None:
    conflict = declared(session, mentor, mentee, side=side)
    others = [other for other in Declarer if other is not side]

    for other in others:
        with pytest.raises(NotAllowed):
            lift(session, conflict, declared_by=other, by=actor(mentor), now=MOMENT)
    if side is Declarer.MENTEE:
        with pytest.raises(NotAllowed):
            lift(session, conflict, declared_by=side, by=actor(mentor), now=MOMENT)
    owner = mentee if side is Declarer.MENTEE else mentor
    lift(session, conflict, declared_by=side, by=actor(owner), now=MOMENT)

    assert session.scalars(select(ConflictOfInterest)).all() == []
    assert pair(session, mentor, mentee).mentor is mentor


@pytest.mark.parametrize("reason", sorted(OPEN_TO_EXCEPTION))
def test_an_exception_is_named_dated_and_reasoned(
    session: Session, mentor: Enrollment, mentee: Enrollment, reason: ConflictReason
) -> None:
    declared(session, mentor, mentee, reason)

    pairing = pair(session, mentor, mentee, ExceptionAsked("  The only one who speaks Inuktitut. ", agreed=True))

    kept = session.get_one(PairingException, pairing.id)
    assert (kept.reasons, kept.rationale, kept.decided_by, kept.created_at) == (
        [reason.value],
        "The only one who speaks Inuktitut.",
        "Marisol Ondine",
        MOMENT,
    )
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "mentoring.pairing.excepted")).one()
    assert event.details["reasons"] == [reason.value]
    assert "Inuktitut" not in str(event.details), "the rationale may name what is personal"


@pytest.mark.parametrize("reason", sorted(set(ConflictReason) - OPEN_TO_EXCEPTION))
def test_no_exception_is_made_for_power_or_for_what_is_personal(
    session: Session, mentor: Enrollment, mentee: Enrollment, reason: ConflictReason
) -> None:
    declared(session, mentor, mentee, ConflictReason.EVALUATOR, Declarer.MENTOR)
    declared(session, mentor, mentee, reason)

    with pytest.raises(Conflict, match="cannot be paired"):
        pair(session, mentor, mentee, ExceptionAsked("It has to be.", agreed=True))


@pytest.mark.parametrize(("words", "agreed", "field"), [("  ", True, "rationale"), ("Because.", False, "agreed")])
def test_an_exception_without_its_reasons_is_refused(
    session: Session, mentor: Enrollment, mentee: Enrollment, words: str, agreed: bool, field: str
) -> None:
    declared(session, mentor, mentee, ConflictReason.EVALUATOR)

    with pytest.raises(FieldError) as refusal:
        pair(session, mentor, mentee, ExceptionAsked(words, agreed=agreed))
    assert refusal.value.field == field


def test_an_exception_where_nothing_stands_between_them_is_not_noted(
    session: Session, mentor: Enrollment, mentee: Enrollment
) -> None:
    pairing = pair(session, mentor, mentee, ExceptionAsked("Just in case.", agreed=True))
    assert session.get(PairingException, pairing.id) is None


def test_a_conflict_counts_in_the_next_cohort_too(session: Session, mentor: Enrollment, mentee: Enrollment) -> None:
    declared(session, mentor, mentee)
    following = CohortFactory(program=mentor.cohort.program, phase=Phase.MATCHING)
    later = [
        EnrollmentFactory(cohort=following, account=person.account, role=person.role) for person in (mentor, mentee)
    ]

    with pytest.raises(Conflict):
        pair(session, *later)


def test_a_conflict_of_another_program_does_not_count(session: Session, mentor: Enrollment, mentee: Enrollment) -> None:
    elsewhere = CohortFactory()
    declare(
        session,
        elsewhere.program,
        mentor=mentor.account,
        mentee=mentee.account,
        reason=ConflictReason.EVALUATOR,
        declared_by=Declarer.COORDINATOR,
        by=SYSTEM,
        now=MOMENT,
    )
    assert pair(session, mentor, mentee).mentee is mentee
