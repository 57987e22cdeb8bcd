"""Two entries of one person are made one: everything comes along, or nothing happens and the reason is said."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.identity import SYSTEM
from mentorship_app.forms.consents import consents_of, record_consents
from mentorship_app.intake.models import MentorChoice, Profile, Waitlist
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.mentoring.conflicts import ConflictReason, declare
from mentorship_app.mentoring.enums import Declarer
from mentorship_app.mentoring.models import ConflictOfInterest, DoNotMatch
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.absences import Absence, AbsenceKind
from mentorship_app.programs.merge_people import coming_along, former_ids, merge_people, obstacles, plan
from mentorship_app.programs.merging import Merge
from mentorship_app.programs.tags import make_tag, put_tag, tags_on
from mentorship_app.recruitment import MentorApplication
from mentorship_app.recruitment.invitations.models import Invitation
from mentorship_app.surveys import WaveStatus
from mentorship_app.surveys.models import WaveInvitee
from mentorship_app.web import registrations  # noqa: F401  registers every feature
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.forms import stored_form
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.recruitment import ApplicationFactory, CallFactory
from tests.factories.surveys import WaveFactory

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def cohort() -> Cohort:
    made: Cohort = CohortFactory()
    return made


def two(cohort: Cohort, role: CohortRole = CohortRole.MENTEE, other: Cohort | None = None) -> tuple[Enrollment, ...]:
    """The entry that stays and the one that goes, in one cohort, or the second in ``other``."""
    return (
        EnrollmentFactory(cohort=cohort, role=role, account=AccountFactory(name="Wren Ito", email="wren@example.org")),
        EnrollmentFactory(
            cohort=other or cohort, role=role, account=AccountFactory(name="Wren A. Ito", email="w.ito@example.org")
        ),
    )


def planned(session: Session, kept: Enrollment, gone: Enrollment) -> Merge:
    session.flush()
    return plan(session, kept.cohort.program, kept.account, gone.account, now=NOW)


def do(session: Session, kept: Enrollment, gone: Enrollment, name: str = "Wren Ito") -> None:
    merge_people(session, planned(session, kept, gone), name=name, by=SYSTEM)


def refusal(session: Session, kept: Enrollment, gone: Enrollment) -> str:
    merge = planned(session, kept, gone)
    found = [str(obstacle) for obstacle in obstacles(session, merge)]
    assert len(found) == 1, found
    with pytest.raises(Conflict) as refused:
        merge_people(session, merge, name="Wren Ito", by=SYSTEM)
    assert str(refused.value) == found[0]
    return found[0]


def test_years_apart_come_together_with_everything_in_them(session: Session, cohort: Cohort) -> None:
    earlier = CohortFactory(program=cohort.program, starts_on=date(2025, 7, 1), ends_on=date(2026, 6, 30))
    kept, gone = two(cohort, CohortRole.MENTOR, earlier)
    mentee = EnrollmentFactory(cohort=earlier)
    pairing = PairingFactory(cohort=earlier, mentor=gone, mentee=mentee)
    application = ApplicationFactory(call=CallFactory(cohort=earlier), sent=True, email="w.ito@example.org")
    put_tag(session, make_tag(session, cohort.program, "Chief", by=SYSTEM, now=NOW), [gone], by=SYSTEM, now=NOW)
    session.add_all(
        [
            Absence(enrollment=gone, kind=AbsenceKind.PAUSE, starts_on=date(2026, 12, 1)),
            DoNotMatch(owner=gone, typed_name="Somebody"),
        ]
    )
    declare(
        session,
        cohort.program,
        mentor=gone.account,
        mentee=mentee.account,
        reason=ConflictReason.FAMILY,
        declared_by=Declarer.MENTOR,
        by=SYSTEM,
        now=NOW,
    )
    record_consents(
        session,
        stored_form(cohort.program, "mentor_application"),
        {"agreement": True},
        program_id=cohort.program_id,
        email="w.ito@example.org",
        account=gone.account,
        locale="en",
        now=NOW,
    )
    new_link(session, gone.account, LinkPurpose.SIGN_IN, now=NOW)
    gone_id = gone.account_id
    listed = [(line.words, line.number) for line in coming_along(session, planned(session, kept, gone))]

    do(session, kept, gone, name="Wren A. Ito")

    assert sorted(listed) == [
        ("Applications", 1),
        ("Consents", 1),
        ("Pairs", 1),
        ("Tags", 1),
        ("Times of pausing and of being away", 1),
        ("Years in the program", 1),
    ]
    assert session.scalars(select(Account.email).where(Account.name == "Wren A. Ito")).all() == ["wren@example.org"]
    assert session.get(Account, gone_id) is None
    assert (gone.account_id, pairing.mentor_id) == (kept.account_id, gone.id)
    assert application.email == "wren@example.org"
    assert [tag.name for tag in tags_on(session, cohort.program, [kept.account_id])[kept.account_id]] == ["Chief"]
    assert session.scalars(select(ConflictOfInterest.mentor_account_id)).all() == [kept.account_id]
    consents = consents_of(session, cohort.program_id, email="wren@example.org", account_id=kept.account_id)
    assert len(consents) == 1
    assert former_ids(session, kept.account_id) == {"account": {gone_id}}


def test_twins_in_one_cohort_become_one_enrollment(session: Session, cohort: Cohort) -> None:
    kept, gone = two(cohort)
    kept.status, kept.left_at, gone.department, gone.site = EnrollmentStatus.WITHDRAWN, NOW, "Surgery", "Harbour"
    mentors = EnrollmentFactory.create_batch(2, cohort=cohort, role=CohortRole.MENTOR)
    PairingFactory(cohort=cohort, mentor=mentors[0], mentee=gone)
    sent = ProfileFactory(enrollment=gone, sent=True)
    begun = ProfileFactory(enrollment=kept, draft={"goal_1": "x"})
    session.add_all(
        [
            MentorChoice(mentee=gone, mentor=mentors[0], rank=1, function=PairingKind.CAREER),
            Waitlist(mentee=gone, mentor=mentors[1], created_at=NOW),
            Waitlist(mentee=kept, mentor=mentors[1], created_at=NOW),
            DoNotMatch(owner=gone, other=mentors[1]),
            DoNotMatch(owner=kept, other=mentors[1]),
            DoNotMatch(owner=mentors[0], other=gone),
        ]
    )
    begun_id, gone_enrollment = begun.id, gone.id

    do(session, kept, gone)

    assert (kept.status, kept.left_at, kept.department, kept.site) == (
        EnrollmentStatus.ACTIVE,
        None,
        "Surgery",
        "Harbour",
    )
    assert session.scalars(select(Profile)).all() == [sent]
    assert (sent.enrollment_id, sent.answers) == (kept.id, FULL_INTAKE)
    assert session.scalars(select(Pairing.mentee_id)).all() == [kept.id]
    assert session.scalars(select(MentorChoice.mentee_id)).all() == [kept.id]
    assert session.scalars(select(Waitlist.mentee_id)).all() == [kept.id]
    entries = session.execute(select(DoNotMatch.owner_id, DoNotMatch.other_id)).all()
    assert sorted(entries) == sorted([(kept.id, mentors[1].id), (mentors[0].id, kept.id)])
    assert former_ids(session, kept.account_id)["enrollment"] == {gone_enrollment}
    assert former_ids(session, kept.account_id)["profile"] == {begun_id}


def test_of_two_applications_to_one_call_the_one_sent_last_stays(session: Session, cohort: Cohort) -> None:
    kept, gone = two(cohort, CohortRole.MENTOR)
    call = CallFactory(cohort=cohort)
    ApplicationFactory(call=call, email=kept.account.email)
    later = ApplicationFactory(call=call, email=gone.account.email, sent=True, enrollment=gone)
    session.add_all(
        [
            Invitation(call=call, email=person.account.email, locale="en", invited_at=NOW, last_mail_at=NOW)
            for person in (kept, gone)
        ]
    )

    do(session, kept, gone)

    assert session.scalars(select(MentorApplication)).all() == [later]
    assert (later.email, later.enrollment_id) == ("wren@example.org", kept.id)
    assert session.scalars(select(Invitation.email)).all() == ["wren@example.org"]


def test_both_addresses_are_told_and_the_trail_says_it(session: Session, cohort: Cohort) -> None:
    kept, gone = two(cohort)
    waiting = OutboxMessage(
        kind="mail_test",
        to_email=gone.account.email,
        to_name="Wren",
        locale="en",
        context={},
        program_id=cohort.program_id,
        dedupe_key="waits",
        not_before=NOW,
    )
    session.add(waiting)

    do(session, kept, gone)

    told = session.scalars(select(OutboxMessage.to_email).where(OutboxMessage.kind == "people_merged")).all()
    assert sorted(told) == ["w.ito@example.org", "wren@example.org"]
    assert waiting.to_email == "wren@example.org"
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "programs.people.merged")).one()
    assert event.details == {"person": "Wren Ito", "other": "Wren A. Ito"}


def test_name_must_be_one_of_the_two(session: Session, cohort: Cohort) -> None:
    kept, gone = two(cohort)

    with pytest.raises(FieldError):
        do(session, kept, gone, name="Somebody Else")


def test_closed_waves_keep_their_number_of_people(session: Session, cohort: Cohort) -> None:
    kept, gone = two(cohort)
    wave = WaveFactory(cohort=cohort, status=WaveStatus.CLOSED)
    session.add(WaveInvitee(wave_id=wave.id, enrollment_id=gone.id, strata={}))

    do(session, kept, gone)

    assert session.scalars(select(WaveInvitee.enrollment_id)).all() == [kept.id]


# What is refused


def test_open_survey_that_asks_the_address_that_goes_stands_in_the_way(session: Session, cohort: Cohort) -> None:
    kept, gone = two(cohort)
    wave = WaveFactory(cohort=cohort, status=WaveStatus.OPEN)
    session.add(WaveInvitee(wave_id=wave.id, enrollment_id=gone.id, strata={}))

    assert refusal(session, kept, gone).startswith("A survey is open")
    assert obstacles(session, planned(session, gone, kept)) == [], "the other way round it can be done"


def test_survey_that_asked_both_stands_in_the_way(session: Session, cohort: Cohort) -> None:
    kept, gone = two(cohort)
    wave = WaveFactory(cohort=cohort, status=WaveStatus.CLOSED)
    session.add_all([WaveInvitee(wave_id=wave.id, enrollment_id=row.id, strata={}) for row in (kept, gone)])

    assert "its results count two people" in refusal(session, kept, gone)


def test_staff_are_not_merged(session: Session, cohort: Cohort) -> None:
    kept, gone = two(cohort)
    StaffGrantFactory(account=gone.account, program_id=cohort.program_id)

    assert "is staff" in refusal(session, kept, gone)


def test_people_of_another_program_are_not_merged_from_here(session: Session, cohort: Cohort) -> None:
    kept, gone = two(cohort)
    EnrollmentFactory(account=gone.account)

    assert "another program" in refusal(session, kept, gone)


def test_two_primary_mentors_stand_in_the_way(session: Session, cohort: Cohort) -> None:
    kept, gone = two(cohort)
    for mentee in (kept, gone):
        PairingFactory(cohort=cohort, mentee=mentee)

    assert "primary mentor" in refusal(session, kept, gone)


def test_more_mentees_than_places_stand_in_the_way(session: Session, cohort: Cohort) -> None:
    kept, gone = two(cohort, CohortRole.MENTOR)
    kept.capacity, gone.capacity = 1, 1
    session.flush()
    for mentor in (kept, gone):
        PairingFactory(cohort=cohort, mentor=mentor)

    assert refusal(session, kept, gone).startswith("Together the two entries have 2 mentees")


def test_a_pair_is_not_one_person(session: Session, cohort: Cohort) -> None:
    pairing = PairingFactory(cohort=cohort)

    assert "paired with each other" in refusal(session, pairing.mentor, pairing.mentee)


def test_the_same_mentor_twice_stands_in_the_way(session: Session, cohort: Cohort) -> None:
    kept, gone = two(cohort)
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    PairingFactory(cohort=cohort, mentor=mentor, mentee=kept, kind=PairingKind.CAREER)
    PairingFactory(cohort=cohort, mentor=mentor, mentee=gone, kind=PairingKind.RESEARCH)

    assert "paired with the same person" in refusal(session, kept, gone)
