"""Pairing two people and ending it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, InvalidTransition, NotAllowed
from mentorship_app.core.identity import SYSTEM
from mentorship_app.mentoring import Pairing, PairingKind, PairingStatus, services
from mentorship_app.mentoring.queries import capacity_left
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.messaging.kinds import MailScope
from mentorship_app.messaging.render import render
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT


@pytest.fixture
def cohort(session: Session) -> Cohort:  # noqa: ARG001  factories write into it
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    return made


def mentor_of(cohort: Cohort, capacity: int = 2, **more: object) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=capacity, **more)
    return made


def mentee_of(cohort: Cohort, **more: object) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, **more)
    return made


def pair(session: Session, mentor: Enrollment, mentee: Enrollment, kind: PairingKind = PairingKind.PRIMARY) -> Pairing:
    return services.pair(session, mentor.cohort, mentor, mentee, kind=kind, by=SYSTEM, now=MOMENT)


def mails(session: Session) -> list[tuple[str, MessageStatus]]:
    return [(mail.to_email, mail.status) for mail in session.scalars(select(OutboxMessage))]


def test_pairing_records_the_day_and_tells_both(session: Session, cohort: Cohort) -> None:
    mentor, mentee = mentor_of(cohort), mentee_of(cohort)

    pairing = pair(session, mentor, mentee)

    assert (pairing.started_on, pairing.status) == (date(2026, 9, 1), PairingStatus.ACTIVE)
    assert sorted(mails(session)) == sorted(
        [(mentor.account.email, MessageStatus.QUEUED), (mentee.account.email, MessageStatus.QUEUED)]
    )
    assert {mail.not_before for mail in session.scalars(select(OutboxMessage))} == {MOMENT + timedelta(minutes=10)}
    assert session.scalars(select(AuditEvent.action)).all() == ["mentoring.pairing.made"]


def test_pairing_twice_changes_nothing(session: Session, cohort: Cohort) -> None:
    mentor, mentee = mentor_of(cohort, capacity=1), mentee_of(cohort)

    assert pair(session, mentor, mentee) is pair(session, mentor, mentee)
    assert len(mails(session)) == 2
    assert len(session.scalars(select(AuditEvent)).all()) == 1


def test_a_mentor_never_gets_more_than_they_offered(session: Session, cohort: Cohort) -> None:
    mentor = mentor_of(cohort, capacity=1)
    pair(session, mentor, mentee_of(cohort))

    with pytest.raises(Conflict, match="no room left"):
        pair(session, mentor, mentee_of(cohort))


def test_a_mentee_has_one_primary_mentor_and_a_team(session: Session, cohort: Cohort) -> None:
    mentee = mentee_of(cohort)
    pair(session, mentor_of(cohort), mentee)

    with pytest.raises(Conflict, match="already has a primary mentor"):
        pair(session, mentor_of(cohort), mentee)
    assert pair(session, mentor_of(cohort), mentee, PairingKind.RESEARCH).kind is PairingKind.RESEARCH


def test_the_same_two_are_paired_in_one_way(session: Session, cohort: Cohort) -> None:
    mentor, mentee = mentor_of(cohort), mentee_of(cohort)
    pair(session, mentor, mentee)

    with pytest.raises(Conflict, match="paired already"):
        pair(session, mentor, mentee, PairingKind.CAREER)


def test_a_primary_mentor_who_left_makes_way_for_a_new_one(session: Session, cohort: Cohort) -> None:
    gone, mentee = mentor_of(cohort), mentee_of(cohort)
    old = pair(session, gone, mentee)
    gone.status = EnrollmentStatus.WITHDRAWN

    new = pair(session, mentor_of(cohort), mentee)

    assert (old.status, new.status) == (PairingStatus.ENDED, PairingStatus.ACTIVE)


def test_a_mentee_who_left_frees_the_place(session: Session, cohort: Cohort) -> None:
    mentor, mentee = mentor_of(cohort, capacity=1), mentee_of(cohort)
    pair(session, mentor, mentee)
    assert capacity_left(session, mentor) == 0

    mentee.status = EnrollmentStatus.WITHDRAWN
    session.flush()

    assert capacity_left(session, mentor) == 1


def test_who_left_is_not_paired(session: Session, cohort: Cohort) -> None:
    with pytest.raises(Conflict, match="does not take part any more"):
        pair(session, mentor_of(cohort, status=EnrollmentStatus.WITHDRAWN), mentee_of(cohort))


def test_a_pair_is_one_mentor_and_one_mentee_of_this_cohort(session: Session, cohort: Cohort) -> None:
    elsewhere = CohortFactory(phase=Phase.MATCHING)

    with pytest.raises(NotAllowed):
        pair(session, mentee_of(cohort), mentee_of(cohort))
    with pytest.raises(NotAllowed):
        pair(session, mentor_of(cohort), mentor_of(cohort))
    with pytest.raises(NotAllowed):
        pair(session, mentor_of(cohort), mentee_of(elsewhere))


def test_nobody_is_their_own_mentor(session: Session, cohort: Cohort) -> None:
    person = AccountFactory()

    with pytest.raises(NotAllowed):
        pair(session, mentor_of(cohort, account=person), mentee_of(cohort, account=person))


@pytest.mark.parametrize("phase", [Phase.SETUP, Phase.RECRUITMENT, Phase.INTAKE, Phase.CLOSING, Phase.CLOSED])
def test_pairs_are_made_only_in_their_phases(session: Session, cohort: Cohort, phase: Phase) -> None:
    cohort.phase = phase

    with pytest.raises(InvalidTransition):
        pair(session, mentor_of(cohort), mentee_of(cohort))
    assert session.scalars(select(Pairing)).all() == []


def test_ending_frees_the_place_and_takes_waiting_mails_back(session: Session, cohort: Cohort) -> None:
    mentor, mentee = mentor_of(cohort, capacity=1), mentee_of(cohort)
    pairing = pair(session, mentor, mentee)

    services.end_pairing(session, pairing, version=pairing.version, by=SYSTEM, now=MOMENT)

    assert (pairing.status, pairing.ended_on) == (PairingStatus.ENDED, date(2026, 9, 1))
    assert capacity_left(session, mentor) == 1
    assert {status for _email, status in mails(session)} == {MessageStatus.CANCELLED}


def test_ending_twice_changes_nothing(session: Session, cohort: Cohort) -> None:
    pairing = pair(session, mentor_of(cohort), mentee_of(cohort))
    services.end_pairing(session, pairing, version=1, by=SYSTEM, now=MOMENT)
    services.end_pairing(session, pairing, version=1, by=SYSTEM, now=MOMENT + timedelta(days=3))

    assert pairing.ended_on == date(2026, 9, 1)


def test_ending_what_somebody_else_changed_is_refused(session: Session, cohort: Cohort) -> None:
    pairing = pair(session, mentor_of(cohort), mentee_of(cohort))

    with pytest.raises(Conflict):
        services.end_pairing(session, pairing, version=7, by=SYSTEM, now=MOMENT)


def test_the_same_two_can_be_paired_again_and_are_told_again(session: Session, cohort: Cohort) -> None:
    mentor, mentee = mentor_of(cohort), mentee_of(cohort)
    services.end_pairing(session, pair(session, mentor, mentee), version=1, by=SYSTEM, now=MOMENT)

    pair(session, mentor, mentee)

    assert [status for _email, status in mails(session)].count(MessageStatus.QUEUED) == 2


@pytest.mark.usefixtures("session")
def test_the_database_refuses_a_second_primary_mentor() -> None:
    first = PairingFactory()

    with pytest.raises(IntegrityError):
        PairingFactory(cohort=first.cohort, mentee=first.mentee)


@pytest.mark.parametrize(
    ("locale", "subjects", "words"),
    [
        ("en", {"Mentorship: you have a mentor", "Mentorship: you have a mentee"}, "You can write at once"),
        (
            "fr",
            {"Mentorat\u00a0: votre mentor ou mentore", "Mentorat\u00a0: la personne que vous accompagnez"},
            "Vous pouvez écrire dès maintenant",
        ),
    ],
)
def test_each_reads_about_the_other_in_their_language(
    session: Session, cohort: Cohort, locale: str, subjects: set[str], words: str
) -> None:
    mentor = mentor_of(cohort, account=AccountFactory(name="Dr. Ottoline Marsh", locale=locale))
    mentee = mentee_of(cohort, account=AccountFactory(name="Juniper Vale", locale=locale))
    pair(session, mentor, mentee)

    read = {}
    for message in session.scalars(select(OutboxMessage)):
        mail = render(MailScope(session, message, "https://mentorship.example.org", MOMENT, preview=False))
        read[message.to_name] = mail

    assert {mail.subject for mail in read.values()} == subjects
    assert "Dr. Ottoline Marsh" in read["Juniper Vale"].body
    assert mentor.account.email in read["Juniper Vale"].body
    assert "Juniper Vale" in read["Dr. Ottoline Marsh"].body
    assert all(words in mail.body and "/l/" in mail.body for mail in read.values())
