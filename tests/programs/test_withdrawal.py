"""Leaving a cohort does what its page says: no more, and no less."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.identity import SYSTEM, Actor
from mentorship_app.forms.consents import consents_of, record_consents
from mentorship_app.intake.models import MentorChoice, Profile, Waitlist
from mentorship_app.matching.models import MenteeChoice
from mentorship_app.mentoring import Pairing, PairingKind, PairingStatus
from mentorship_app.mentoring.acceptance import reply_to
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.mentoring.groups import GroupMember, MentoringGroup
from mentorship_app.mentoring.groups.models import GroupNudge
from mentorship_app.mentoring.meetings.models import MeetingLink, MeetingNudge
from mentorship_app.mentoring.models import DoNotMatch
from mentorship_app.mentoring.recognition.models import (
    LetterKind,
    RecognitionChoice,
    RecognitionLetter,
    RecognitionLine,
)
from mentorship_app.mentoring.team.models import TeamWish
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.monitoring.models import ActionDecision
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.absences import Absence, AbsenceKind
from mentorship_app.programs.services import enroll
from mentorship_app.programs.tags import make_tag, put_tag, tags_on
from mentorship_app.programs.withdrawal import Fate, belongings, what_becomes, withdraw
from mentorship_app.training.models import TrainingCertificate, TrainingProgress
from mentorship_app.web import registrations  # noqa: F401  registers every feature
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.agreements import proposed
from tests.factories.forms import stored_form
from tests.factories.intake import ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.publishing import propose
from tests.factories.recruitment import ApplicationFactory, ApplicationLinkFactory, CallFactory

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("session")


def themselves(enrollment: Enrollment) -> Actor:
    return Actor(enrollment.account_id, enrollment.account.name)


def pair_with_everything(session: Session) -> Pairing:
    """A mentor and a mentee who have one of everything that a person can have in a cohort."""
    pairing: Pairing = PairingFactory(accept_by=date(2026, 11, 8))
    for side in CohortRole:
        reply_to(session, pairing, side, PairingReply.DECLINED, now=NOW)
    mentor, mentee, program = pairing.mentor, pairing.mentee, pairing.cohort.program
    other = EnrollmentFactory(cohort=pairing.cohort, role=CohortRole.MENTOR)
    ProfileFactory(enrollment=mentee, sent=True)
    call = CallFactory(cohort=pairing.cohort)
    application = ApplicationFactory(call=call, sent=True, email=mentor.account.email, enrollment=mentor)
    ApplicationLinkFactory(application=application)
    session.add_all(
        [
            MentorChoice(mentee=mentee, mentor=other, rank=1, function=PairingKind.CAREER),
            Waitlist(mentee=mentee, mentor=mentor, created_at=NOW),
            DoNotMatch(owner=mentee, typed_name="Dr. Notme Please"),
            DoNotMatch(owner=mentor, other=mentee),
            Absence(enrollment=mentor, kind=AbsenceKind.PAUSE, starts_on=date(2026, 12, 1)),
        ]
    )
    put_tag(session, make_tag(session, program, "Chief", by=SYSTEM, now=NOW), [mentor, mentee], by=SYSTEM, now=NOW)
    for person, key in ((mentor, "mentor_application"), (mentee, "mentee_intake")):
        record_consents(
            session,
            stored_form(program, key),
            {"agreement": True},
            program_id=program.id,
            email=person.account.email,
            account=person.account,
            locale="en",
            now=NOW - timedelta(days=60),
        )
        session.add(mail_to(person))
    _matched(session, pairing)
    session.flush()
    return pairing


def _matched(session: Session, pairing: Pairing) -> None:
    """A run that looked at both, a mentor who said whom they would choose, and a group."""
    made = propose(session, pairing.cohort, [])
    made.run.inputs = b"sealed"
    session.add(MenteeChoice(mentor=pairing.mentor, mentee=pairing.mentee, rank=1))
    group = MentoringGroup(cohort=pairing.cohort, name="Group 1", started_on=NOW.date())
    group.members = [GroupMember(enrollment=pairing.mentor), GroupMember(enrollment=pairing.mentee)]
    session.add(group)
    session.flush()
    _followed_through(session, pairing, group)


def _followed_through(session: Session, pairing: Pairing, group: MentoringGroup) -> None:
    """An agreement, and for each of the two whatever else is kept of a year."""
    proposed(session, pairing, CohortRole.MENTEE, now=NOW)
    for person in (pairing.mentor, pairing.mentee):
        mine = {"enrollment_id": person.id}
        session.add_all(
            [
                GroupNudge(group_id=group.id, **mine),
                MeetingNudge(pairing_id=pairing.id, **mine),
                MeetingLink(pairing_id=pairing.id, token_digest=f"digest of {person.id}", expires_at=NOW, **mine),
                TeamWish(kind=PairingKind.CAREER, **mine),
                TrainingProgress(module_key="listening", module_version=1, step="section-1", **mine),
                TrainingCertificate(locale="en", **mine),
                ActionDecision(
                    cohort_id=person.cohort_id, key=f"k.{person.id}", fingerprint="f", decided_by="Somebody", **mine
                ),
            ]
        )
    mentors = {"enrollment_id": pairing.mentor_id}
    session.add_all(
        [
            RecognitionLetter(kind=LetterKind.HOURS, locale="en", **mentors),
            RecognitionLine(line="Thank you", **mentors),
            RecognitionChoice(outside_quarters=4, wants_letter=True, **mentors),
        ]
    )
    session.flush()


def mail_to(person: Enrollment) -> OutboxMessage:
    return OutboxMessage(
        kind="mail_test",
        to_email=person.account.email,
        to_name=person.account.name,
        locale="en",
        context={},
        program_id=person.cohort.program_id,
        dedupe_key=f"test:{person.id}",
        not_before=NOW + timedelta(days=1),
    )


@pytest.mark.parametrize("role", list(CohortRole))
def test_words_and_deeds_are_the_same(session: Session, role: CohortRole) -> None:
    pairing = pair_with_everything(session)
    leaver = pairing.mentor if role is CohortRole.MENTOR else pairing.mentee
    promised = what_becomes(session, leaver)
    of_role = [entry for _name, entry in belongings.items() if role in entry.roles]
    assert promised == {fate: [entry for entry in of_role if entry.fate is fate] for fate in Fate}, (
        "the person has one of everything, so the page names everything"
    )
    before = {entry.words: entry.count(session, leaver) for entry in promised[Fate.KEPT] if entry.count}

    withdraw(session, leaver, by=themselves(leaver), now=NOW)

    ended = [*promised[Fate.DELETED], *promised[Fate.ENDED]]
    assert {entry.words: entry.count(session, leaver) for entry in ended if entry.count} == {
        entry.words: 0 for entry in ended
    }
    assert {entry.words: entry.count(session, leaver) for entry in promised[Fate.KEPT] if entry.count} == before


def test_mentee_who_leaves_takes_their_words_along_and_frees_their_mentor(session: Session) -> None:
    pairing = pair_with_everything(session)
    mentor, mentee = pairing.mentor, pairing.mentee

    withdraw(session, mentee, by=themselves(mentee), now=NOW)

    assert session.scalars(select(Profile)).all() == []
    assert session.scalars(select(MentorChoice)).all() == []
    assert session.scalars(select(Waitlist)).all() == []
    assert [entry.owner_id for entry in session.scalars(select(DoNotMatch))] == [mentor.id], "the list of another stays"
    assert tags_on(session, pairing.cohort.program, [mentee.account_id]) == {}
    assert (pairing.status, pairing.ended_on) == (PairingStatus.ENDED, date(2026, 11, 1))
    assert (mentee.status, mentee.left_at, mentee.left_themselves) == (EnrollmentStatus.WITHDRAWN, NOW, True)
    assert mentor.status is EnrollmentStatus.ACTIVE
    mails = {mail.kind: mail for mail in session.scalars(select(OutboxMessage)) if mail.status is MessageStatus.QUEUED}
    assert mails["pairing_over"].to_email == mentor.account.email
    assert mentee.account.email not in {mail.to_email for mail in mails.values()}
    consents = consents_of(session, pairing.cohort.program_id, email=mentee.account.email, account_id=mentee.account_id)
    assert [(consent.given_at, consent.withdrawn_at) for consent in consents] == [(NOW - timedelta(days=60), NOW)]


def test_mentor_who_leaves_keeps_the_fact_of_having_applied_and_nothing_else(session: Session) -> None:
    pairing = pair_with_everything(session)
    mentor = pairing.mentor

    withdraw(session, mentor, by=SYSTEM, now=NOW)

    application = ApplicationFactory._meta.model
    row = session.scalars(select(application)).one()
    assert (row.draft, row.answers, row.capacity, row.department) == ({}, {}, 2, "Internal Medicine")
    assert session.scalars(select(Absence)).all() == []
    assert mentor.left_themselves is False
    told = [mail.to_email for mail in session.scalars(select(OutboxMessage)) if mail.kind == "pairing_over"]
    assert told == [pairing.mentee.account.email]


def test_leaving_twice_changes_nothing_and_the_trail_says_who_wanted_it(session: Session) -> None:
    one: Enrollment = EnrollmentFactory()
    two: Enrollment = EnrollmentFactory()

    withdraw(session, one, by=themselves(one), now=NOW)
    withdraw(session, one, by=SYSTEM, now=NOW)
    withdraw(session, two, by=SYSTEM, now=NOW)

    events = session.execute(select(AuditEvent.subject_id, AuditEvent.action)).all()
    assert sorted(events) == sorted([(one.id, "programs.enrollment.left"), (two.id, "programs.enrollment.withdrawn")])


def test_page_does_not_tell_whether_there_is_a_private_list(session: Session) -> None:
    with_list: Enrollment = EnrollmentFactory()
    without: Enrollment = EnrollmentFactory()
    session.add(DoNotMatch(owner=with_list, typed_name="Somebody"))
    session.flush()

    assert what_becomes(session, with_list) == what_becomes(session, without)


def test_whoever_takes_part_in_another_year_keeps_tags_consents_and_mail(session: Session) -> None:
    mentor: Enrollment = EnrollmentFactory(role=CohortRole.MENTOR)
    program = mentor.cohort.program
    EnrollmentFactory(cohort=CohortFactory(program=program), role=CohortRole.MENTOR, account=mentor.account)
    put_tag(session, make_tag(session, program, "Chief", by=SYSTEM, now=NOW), [mentor], by=SYSTEM, now=NOW)
    session.add(mail_to(mentor))
    session.flush()

    withdraw(session, mentor, by=SYSTEM, now=NOW)

    assert len(tags_on(session, program, [mentor.account_id])) == 1
    assert session.scalars(select(OutboxMessage.status)).all() == [MessageStatus.QUEUED]


def test_person_is_taken_back_with_an_empty_page(session: Session) -> None:
    profile = ProfileFactory(sent=True)
    mentee = profile.enrollment
    withdraw(session, mentee, by=SYSTEM, now=NOW)

    enroll(session, mentee.cohort, mentee.account, role=CohortRole.MENTEE, by=SYSTEM, now=NOW)

    assert (mentee.status, mentee.left_at, mentee.left_themselves) == (EnrollmentStatus.ACTIVE, None, False)
    assert session.scalars(select(Profile)).all() == []
