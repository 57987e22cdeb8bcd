"""Who somebody says they are: what is kept, and who gets which part of it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.i18n import LOCALES
from mentorship_app.core.identity import NOBODY, Actor
from mentorship_app.forms.identity import (
    MatchingIdentity,
    Use,
    Wish,
    dimensions,
    erase_identity,
    matching_identity,
    reportable_identity,
    save_identity,
    shown_to_match,
    wish_about,
)
from mentorship_app.forms.library import shipped
from mentorship_app.forms.queries import in_use
from mentorship_app.intake import Profile
from mentorship_app.intake.services import submit
from mentorship_app.matching.identities import holder_of, identities_of, shown_to_matches
from mentorship_app.programs import CohortRole, Enrollment, Phase
from mentorship_app.programs.withdrawal import withdraw
from mentorship_app.questions.conditions import Answer
from mentorship_app.questions.questionnaire import Readers
from tests.factories import EnrollmentFactory
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.recruitment import ApplicationFactory

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def profile(session: Session) -> Profile:
    made: Profile = ProfileFactory(sent=True)
    session.flush()
    return made


def program_of(profile: Profile):  # type: ignore[no-untyped-def]  # short for the tests
    return profile.enrollment.cohort.program


def test_every_question_may_be_skipped_and_nobody_on_staff_reads_it() -> None:
    form = shipped("identity")
    assert all(question.optional and question.readers is Readers.NOBODY for question in form.questions())
    for question in form.questions():
        for locale in LOCALES:
            words = [option.label.in_(locale) for option in getattr(question.config, "options", ())]
            assert not {"Other", "Autre", "Autres"} & {*words}


def test_every_dimension_has_a_wish() -> None:
    form = shipped("identity")
    asked = dimensions(form)
    assert len(asked) == 8
    wishes = [wish_about(form, question) for question in asked]
    assert all(wish is not None and {o.code for o in wish.config.options} == {*Wish} for wish in wishes)  # type: ignore[attr-defined]  # a choice


def test_what_is_said_is_kept_with_its_use_and_bound_to_its_version(session: Session, profile: Profile) -> None:
    answers: dict[str, Answer] = {
        "gender": {"chosen": ["man"], "own": []},
        "parent": "unsaid",
        "wish_gender": "same",
        "faith": "None",
    }
    uses = {"gender": "match", "faith": "everywhere", "wish_gender": "match"}
    save_identity(session, program_of(profile), profile, answers, uses)
    assert profile.identity_answers == {
        "gender": {"chosen": ["man"], "own": []},
        "wish_gender": "same",
        "faith": "None",
    }
    assert profile.identity_uses == {"gender": "match", "faith": "matching"}
    assert profile.identity_version == in_use(session, program_of(profile).id, "identity")
    assert session.scalars(select(AuditEvent)).all() == []


def test_nothing_said_is_nothing_kept(session: Session, profile: Profile) -> None:
    save_identity(session, program_of(profile), profile, {"parent": "unsaid"}, {"parent": "match"})
    assert (profile.identity_answers, profile.identity_uses, profile.identity_version) == ({}, {}, None)
    save_identity(session, program_of(profile), profile, {"parent": "yes"}, {})
    erase_identity(session, profile)
    erase_identity(session, profile)
    session.expire(profile)
    assert (profile.identity_answers, profile.identity_uses, profile.identity_version) == ({}, {}, None)


def test_the_form_is_stored_before_anybody_answers(session: Session) -> None:
    """Or the list of forms would tell that somebody did."""
    profile = ProfileFactory(enrollment__cohort__phase=Phase.INTAKE, draft=dict(FULL_INTAKE))
    session.flush()
    assert in_use(session, program_of(profile).id, "identity") is None
    submit(session, profile, by=NOBODY, now=NOW)
    stored = in_use(session, program_of(profile).id, "identity")
    assert stored is not None
    assert stored.published_at == NOW
    save_identity(session, program_of(profile), profile, {"parent": "yes"}, {})
    assert profile.identity_version is stored


def test_the_match_reads_what_is_marked_for_them_alone(session: Session) -> None:
    profile = ProfileFactory(sent=True, told=True)
    session.flush()
    assert len(profile.identity_answers) == 4, "there is something to leak"
    assert [(question.id, answer) for question, answer in shown_to_match(profile)] == [
        ("communities", "Lantern people, Marshfolk")
    ]


def test_matching_compares_everything_that_was_said(session: Session) -> None:
    profile = ProfileFactory(sent=True, told=True)
    profile.identity_answers = profile.identity_answers | {"wish_gender": "same", "wish_faith": "any"}
    session.flush()
    known = matching_identity(profile)
    assert known == MatchingIdentity(
        {
            "gender": frozenset({"woman", "fernwalker"}),
            "communities": frozenset({"lantern people", "marshfolk"}),
            "first_generation": frozenset({"yes"}),
            "faith": frozenset({"the quiet way"}),
        },
        {"gender": Wish.SAME},
    )
    other = MatchingIdentity({"gender": frozenset({"woman"}), "communities": frozenset({"hillfolk"})})
    assert [known.shares(other, name) for name in ("gender", "communities", "faith")] == [True, False, None]


def test_reports_get_codes_alone_and_nothing_that_is_in_no_report(session: Session) -> None:
    profile = ProfileFactory(sent=True, told=True)
    session.flush()
    assert reportable_identity(profile) == {"first_generation": frozenset({"yes"})}
    profile.identity_uses = profile.identity_uses | {"gender": Use.MATCHING.value}
    assert reportable_identity(profile) == {
        "gender": frozenset({"woman"}),
        "first_generation": frozenset({"yes"}),
    }


def mentor_with_answers(session: Session, profile: Profile, **values: object) -> Enrollment:
    mentor: Enrollment = EnrollmentFactory(cohort=profile.enrollment.cohort, role=CohortRole.MENTOR)
    ApplicationFactory(
        call__cohort=mentor.cohort, enrollment=mentor, email=mentor.account.email, sent=True, told=True, **values
    )
    session.flush()
    return mentor


def test_mentors_and_mentees_are_found_together(session: Session, profile: Profile) -> None:
    mentor = mentor_with_answers(session, profile)
    silent = EnrollmentFactory(cohort=mentor.cohort)
    session.flush()
    ids = [mentor.id, profile.enrollment_id, silent.id]
    assert set(identities_of(session, ids)) == {mentor.id}
    assert {key: [question.id for question, _ in shown] for key, shown in shown_to_matches(session, ids).items()} == {
        mentor.id: ["communities"]
    }
    assert holder_of(session, silent) is None


def test_an_intake_that_was_not_sent_says_nothing(session: Session) -> None:
    profile = ProfileFactory(told=True)
    session.flush()
    assert identities_of(session, [profile.enrollment_id]) == {}


def test_a_mentor_who_leaves_takes_it_along(session: Session, profile: Profile) -> None:
    mentor = mentor_with_answers(session, profile)
    application = holder_of(session, mentor)
    assert application is not None
    assert application.identity_answers
    withdraw(session, mentor, by=Actor(account_id=mentor.account_id, name=mentor.account.name), now=NOW)
    assert (application.identity_answers, application.identity_uses) == ({}, {})


def test_many_people_take_two_queries(session: Session) -> None:
    ids = [ProfileFactory(sent=True, told=True).enrollment_id for _ in range(5)]
    session.flush()
    statements: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *about: statements.append(about[2]))
    for some in (ids[:1], ids):
        session.expire_all()
        statements.clear()
        assert len(identities_of(session, some)) == len(some)
        assert len(statements) == 2
