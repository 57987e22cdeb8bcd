"""Beginning, saving and sending an intake, and asking for it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import InvalidTransition, NotAllowed
from mentorship_app.core.identity import NOBODY, SYSTEM
from mentorship_app.intake import Profile, services
from mentorship_app.intake.queries import IntakeCount, count_sent, mentees_without_intake, shared_with_mentor
from mentorship_app.messaging import OutboxMessage, cancel
from mentorship_app.messaging.kinds import MailScope
from mentorship_app.messaging.render import render
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus, Phase
from mentorship_app.questions.answers import ParsedAnswers, parse_section
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.people import MOMENT


@pytest.fixture
def mentee(session: Session) -> Enrollment:  # noqa: ARG001  factories write into it
    made: Enrollment = EnrollmentFactory(cohort=CohortFactory(phase=Phase.INTAKE))
    return made


def goals(profile: Profile, first: str) -> ParsedAnswers:
    section = profile.questionnaire.section("goals")
    return parse_section(section, MultiDict({"goal_1": first}), answers=profile.draft, required=False)


def save_goals(session: Session, profile: Profile, first: str, *, rev: int, deliberate: bool = False) -> bool:
    return services.save_section(
        session,
        profile,
        profile.questionnaire.section("goals"),
        goals(profile, first),
        rev=rev,
        deliberate=deliberate,
        now=MOMENT,
    )


def test_starting_twice_gives_the_same_profile(session: Session, mentee: Enrollment) -> None:
    first = services.start(session, mentee, now=MOMENT)

    assert services.start(session, mentee, now=MOMENT + timedelta(days=1)) is first
    assert session.scalar(select(func.count()).select_from(Profile)) == 1


def test_mentors_have_no_intake(session: Session, mentee: Enrollment) -> None:
    mentor = EnrollmentFactory(cohort=mentee.cohort, role=CohortRole.MENTOR)

    with pytest.raises(NotAllowed):
        services.start(session, mentor, now=MOMENT)


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.INTAKE])
def test_intake_is_written_only_in_its_phase(session: Session, mentee: Enrollment, phase: Phase) -> None:
    profile = ProfileFactory(enrollment=mentee, draft=dict(FULL_INTAKE))
    mentee.cohort.phase = phase

    with pytest.raises(InvalidTransition):
        services.start(session, mentee, now=MOMENT)
    with pytest.raises(InvalidTransition):
        save_goals(session, profile, "x", rev=1)
    with pytest.raises(InvalidTransition):
        services.submit(session, profile, by=NOBODY, now=MOMENT)
    assert (profile.draft, profile.answers) == (FULL_INTAKE, {})


def test_a_section_is_kept_beside_the_others(session: Session, mentee: Enrollment) -> None:
    profile = ProfileFactory(enrollment=mentee, draft={"free_times": ["midday"], "goal_1": "old"})

    assert save_goals(session, profile, "new", rev=1)
    assert profile.draft == {"free_times": ["midday"], "goal_1": "new"}
    assert profile.revs == {"goals": 1}


def test_a_page_opened_earlier_does_not_undo_a_later_one_by_itself(session: Session, mentee: Enrollment) -> None:
    profile = ProfileFactory(enrollment=mentee)
    save_goals(session, profile, "first page", rev=1)
    save_goals(session, profile, "second page", rev=2)

    assert not save_goals(session, profile, "late autosave of the first page", rev=1)
    assert profile.draft["goal_1"] == "second page"
    assert save_goals(session, profile, "button on the first page", rev=1, deliberate=True)
    assert profile.draft["goal_1"] == "button on the first page"


def test_a_made_up_page_number_does_not_lock_later_pages_out(session: Session, mentee: Enrollment) -> None:
    profile = ProfileFactory(enrollment=mentee)
    section = profile.questionnaire.section("goals")
    save_goals(session, profile, "hostile", rev=10**9)

    assert services.next_rev(profile, section) == 2
    assert save_goals(session, profile, "mine", rev=2)


def test_sending_refuses_with_the_gaps_named(session: Session, mentee: Enrollment) -> None:
    answers = {key: value for key, value in FULL_INTAKE.items() if key not in {"goal_1", "agreement"}}
    profile = ProfileFactory(enrollment=mentee, draft=answers)

    with pytest.raises(services.IncompleteIntake) as refusal:
        services.submit(session, profile, by=NOBODY, now=MOMENT)

    assert [question.id for question in refusal.value.gaps] == ["goal_1", "agreement"]
    assert profile.submitted_at is None


def test_sending_twice_sends_once(session: Session, mentee: Enrollment) -> None:
    profile = ProfileFactory(enrollment=mentee, draft=dict(FULL_INTAKE))

    services.submit(session, profile, by=NOBODY, now=MOMENT)
    services.submit(session, profile, by=NOBODY, now=MOMENT + timedelta(hours=1))

    assert (profile.answers, profile.submitted_at) == (FULL_INTAKE, MOMENT)
    assert session.scalars(select(AuditEvent.action)).all() == ["intake.profile.submitted"]


def test_the_trail_holds_no_answer(session: Session, mentee: Enrollment) -> None:
    profile = ProfileFactory(enrollment=mentee, draft=dict(FULL_INTAKE))
    services.submit(session, profile, by=NOBODY, now=MOMENT)

    assert session.scalars(select(AuditEvent.details)).all() == [{"person": mentee.account.name}]


def test_what_is_changed_after_sending_waits_until_it_is_sent_again(session: Session, mentee: Enrollment) -> None:
    profile = ProfileFactory(enrollment=mentee, sent=True)
    save_goals(session, profile, "Another goal", rev=1)

    assert profile.is_changed_since_sent
    assert profile.answers["goal_1"] == "Find a research question"
    services.submit(session, profile, by=NOBODY, now=MOMENT + timedelta(hours=1))
    assert profile.answers["goal_1"] == "Another goal"
    assert not profile.is_changed_since_sent


def test_the_mentor_reads_only_what_the_sections_promise(mentee: Enrollment) -> None:
    profile = ProfileFactory(enrollment=mentee, sent=True)
    assert profile.answers["career"] == "Rural family medicine"

    assert [question.id for question, _answer in shared_with_mentor(profile)] == [
        "in_my_words",
        "free_times",
        "goal_1",
        "topics",
        "languages",
        "frequency",
        "modality",
    ]


def test_counts_have_their_denominator(session: Session, mentee: Enrollment) -> None:
    cohort = mentee.cohort
    ProfileFactory(enrollment=EnrollmentFactory(cohort=cohort), sent=True)
    ProfileFactory(enrollment=EnrollmentFactory(cohort=cohort), draft={"goal_1": "begun"})
    EnrollmentFactory(cohort=cohort, status=EnrollmentStatus.WITHDRAWN)
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    ProfileFactory(sent=True)

    assert count_sent(session, cohort) == IntakeCount(sent=1, mentees=3)
    assert mentee in mentees_without_intake(session, cohort)


def test_everybody_without_an_intake_is_asked_once_a_week(session: Session, mentee: Enrollment) -> None:
    cohort = mentee.cohort
    ProfileFactory(enrollment=EnrollmentFactory(cohort=cohort), sent=True)
    EnrollmentFactory(cohort=cohort)

    assert services.invite_all(session, cohort, by=SYSTEM, now=MOMENT) == 2
    assert services.invite_all(session, cohort, by=SYSTEM, now=MOMENT + timedelta(days=6)) == 0
    assert services.invite_all(session, cohort, by=SYSTEM, now=MOMENT + timedelta(days=8)) == 2


def test_a_mail_that_was_taken_back_can_be_sent_again(session: Session, mentee: Enrollment) -> None:
    first = services.invite(session, mentee, by=SYSTEM, now=MOMENT)
    assert first is not None
    cancel(session, first)

    second = services.invite(session, mentee, by=SYSTEM, now=MOMENT)

    assert second is not None
    assert second.id != first.id


def test_the_mail_can_be_taken_back_for_ten_minutes(session: Session, mentee: Enrollment) -> None:
    message = services.invite(session, mentee, by=SYSTEM, now=MOMENT)

    assert message is not None
    assert message.not_before == MOMENT + timedelta(minutes=10)


def test_nobody_is_asked_out_of_phase(session: Session, mentee: Enrollment) -> None:
    mentee.cohort.phase = Phase.MATCHING

    with pytest.raises(InvalidTransition):
        services.invite_all(session, mentee.cohort, by=SYSTEM, now=MOMENT)
    assert session.scalars(select(OutboxMessage)).all() == []


@pytest.mark.parametrize(
    ("locale", "subject", "words"),
    [
        ("en", "Mentorship: about 5 minutes to help us find your mentor", "signs you in once"),
        (
            "fr",
            "Mentorat\u00a0: environ 5 minutes pour vous trouver un mentor ou une mentore",
            "connecte une seule fois",
        ),
    ],
)
def test_the_mail_is_in_the_language_of_its_reader(session: Session, locale: str, subject: str, words: str) -> None:
    mentee = EnrollmentFactory(cohort=CohortFactory(phase=Phase.INTAKE), account=AccountFactory(locale=locale))
    message = services.invite(session, mentee, by=SYSTEM, now=MOMENT)
    assert message is not None

    mail = render(MailScope(session, message, "https://mentorship.example.org", MOMENT, preview=False))

    assert mail.subject == subject
    assert words in mail.body
    assert "https://mentorship.example.org/l/" in mail.body
