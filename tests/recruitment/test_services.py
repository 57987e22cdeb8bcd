"""An application from its first line to the decision."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from mentorship_app.accounts import Account
from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.identity import SYSTEM
from mentorship_app.forms.library import shipped
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus, Phase
from mentorship_app.questions.answers import ParsedAnswers, parse_section
from mentorship_app.recruitment import ApplicationStatus, CallStatus, Decision, MentorApplication, services
from mentorship_app.recruitment.enums import ALLOWED
from mentorship_app.recruitment.links import find_application, new_application_link
from mentorship_app.recruitment.notifications import REPEAT
from tests.factories import AccountFactory, EnrollmentFactory
from tests.factories.recruitment import FULL_ANSWERS, ApplicationFactory, CallFactory

NOW = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)
S = ApplicationStatus


def mails(session: Session) -> list[tuple[str, MessageStatus]]:
    rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at, OutboxMessage.not_before))
    return [(row.kind, row.status) for row in rows]


def about(department: str) -> ParsedAnswers:
    section = shipped("mentor_application").section("about")
    return parse_section(section, MultiDict({"department": department}), required=False)


def test_starting_twice_makes_one_application_and_keeps_its_name(session: Session) -> None:
    call = CallFactory()
    first = services.start(session, call, email=" Ada@Example.ORG", name="Dr. Ada  Quill", locale="fr", now=NOW)
    later = NOW + REPEAT
    second = services.start(session, call, email="ada@example.org", name="Mallory", locale="en", now=later)
    assert first is second
    assert (first.email, first.name, first.locale) == ("ada@example.org", "Dr. Ada Quill", "fr")
    assert mails(session) == [("application_started", MessageStatus.QUEUED)] * 2


def test_asking_for_the_link_again_at_once_sends_no_second_mail(session: Session) -> None:
    call = CallFactory()
    for seconds in (0, 10):
        services.start(
            session, call, email="ada@example.org", name="Ada", locale="en", now=NOW + timedelta(seconds=seconds)
        )
    assert mails(session) == [("application_started", MessageStatus.QUEUED)]


def test_a_link_mailed_a_moment_ago_is_not_mailed_again(session: Session) -> None:
    application = ApplicationFactory(email="ada@example.org")
    new_application_link(session, application, now=NOW)
    for wait in (REPEAT - timedelta(seconds=1), REPEAT):
        services.start(session, application.call, email="ada@example.org", name="Ada", locale="en", now=NOW + wait)
    (message,) = session.scalars(select(OutboxMessage))
    assert (message.created_at, message.private) == (NOW + REPEAT, True)


@pytest.mark.parametrize(("email", "name", "field"), [("ada", "Ada", "email"), ("ada@example.org", " \x00", "name")])
def test_who_applies_is_checked(session: Session, email: str, name: str, field: str) -> None:
    with pytest.raises(FieldError) as caught:
        services.start(session, CallFactory(), email=email, name=name, locale="en", now=NOW)
    assert caught.value.field == field


def test_a_closed_call_starts_nothing(session: Session) -> None:
    with pytest.raises(Conflict):
        services.start(
            session, CallFactory(status=CallStatus.CLOSED), email="a@example.org", name="A", locale="en", now=NOW
        )
    assert mails(session) == []


def test_links_open_their_own_application_until_they_expire(session: Session) -> None:
    ada, bo = ApplicationFactory(), ApplicationFactory()
    older, newer = (new_application_link(session, ada, now=NOW) for _ in range(2))
    other = new_application_link(session, bo, now=NOW)
    assert [find_application(session, token, now=NOW) for token in (older, newer, other, "x")] == [ada, ada, bo, None]
    assert find_application(session, older, now=NOW + timedelta(days=60)) is None


def test_a_page_opened_earlier_does_not_undo_what_a_later_one_saved(session: Session) -> None:
    application = ApplicationFactory()
    early = services.next_rev(application, "about")

    def save(text: str, rev: int, *, deliberate: bool = False) -> bool:
        return services.save_part(session, application, "about", about(text), rev=rev, deliberate=deliberate, now=NOW)

    assert save("first", early)
    late = services.next_rev(application, "about")
    assert save("second", late)
    assert save("third", late), "one page saves as often as it likes"
    assert not save("old", early)
    assert application.draft == {"department": "third"}
    assert save("pressed", early, deliberate=True)
    assert application.draft == {"department": "pressed"}


def test_sending_freezes_the_answers_and_says_thanks_once(session: Session) -> None:
    application = ApplicationFactory(draft={**FULL_ANSWERS, "trained": False, "left_over": "x"})
    for minutes in (0, 5):
        services.submit(session, application, now=NOW + timedelta(minutes=minutes))
    expected = {key: value for key, value in FULL_ANSWERS.items() if key != "trained_on"} | {"trained": False}
    assert application.answers == expected, "a hidden answer and an unknown one are not kept"
    assert (application.status, application.submitted_at, application.capacity, application.hours_per_month) == (
        S.SUBMITTED,
        NOW,
        2,
        1.5,
    )
    assert mails(session) == [("application_received", MessageStatus.QUEUED)]


def test_an_incomplete_draft_is_not_sent(session: Session) -> None:
    application = ApplicationFactory(draft={"department": "Surgery"})
    with pytest.raises(Conflict):
        services.submit(session, application, now=NOW)
    assert (application.status, application.answers) == (S.DRAFT, {})


def test_who_was_asked_for_changes_may_send_again_after_the_call_has_closed(session: Session) -> None:
    application = ApplicationFactory(sent=True)
    services.request_changes(session, application, by=SYSTEM, now=NOW, note="Which site?")
    application.call.status = CallStatus.CLOSED
    application.draft = {**application.draft, "site": "South Hospital"}
    services.submit(session, application, now=NOW + timedelta(days=1))
    assert (application.status, application.answers["site"]) == (S.SUBMITTED, "South Hospital")
    application.call.cohort.phase = Phase.CLOSED
    application.status = S.CHANGES_REQUESTED
    assert not services.can_write(application, NOW)


def test_approving_enrolls_once_with_what_was_sent(session: Session) -> None:
    application = ApplicationFactory(sent=True, email="ada@example.org", name="Dr. Ada Quill", locale="fr")
    application.draft = {**FULL_ANSWERS, "capacity": "3"}
    first = services.approve(session, application, by=SYSTEM, now=NOW, note="Welcome")
    second = services.approve(session, application, by=SYSTEM, now=NOW + timedelta(hours=1))
    assert first is second
    assert session.scalars(select(Enrollment)).all() == [first]
    assert (first.role, first.capacity, first.hours_per_month, first.department, first.site) == (
        CohortRole.MENTOR,
        2,
        1.5,
        "Internal Medicine",
        "North Hospital",
    )
    assert (first.account.email, first.account.name, first.account.locale) == ("ada@example.org", "Dr. Ada Quill", "fr")
    assert (application.status, application.decided_at, application.note) == (S.APPROVED, NOW, "Welcome")
    assert mails(session) == [("application_approved", MessageStatus.QUEUED)]
    actions = [event.action for event in session.scalars(select(AuditEvent))]
    assert actions.count("recruitment.application.approved") == 1


def test_a_mentor_of_an_earlier_year_keeps_the_account_and_comes_back(session: Session) -> None:
    account = AccountFactory(email="ada@example.org")
    application = ApplicationFactory(sent=True, email="ada@example.org")
    earlier = EnrollmentFactory(
        account=account,
        cohort=application.call.cohort,
        role=CohortRole.MENTOR,
        status=EnrollmentStatus.WITHDRAWN,
        capacity=1,
    )
    enrollment = services.approve(session, application, by=SYSTEM, now=NOW)
    assert enrollment is earlier
    assert (enrollment.status, enrollment.capacity) == (EnrollmentStatus.ACTIVE, 2)
    assert session.scalars(select(Account)).all() == [account]


def test_approving_takes_the_other_roles_over(session: Session) -> None:
    application = ApplicationFactory(sent=True)
    application.answers = {**application.answers, "assessment_roles": ["competence_committee", "supervisor"]}

    enrollment = services.approve(session, application, by=SYSTEM, now=NOW)

    assert enrollment.other_roles == ["competence_committee", "supervisor"]


def test_a_declined_application_can_be_accepted_and_the_first_mail_does_not_leave(session: Session) -> None:
    application = ApplicationFactory(sent=True)
    services.decline(session, application, by=SYSTEM, now=NOW, note="Full")
    services.approve(session, application, by=SYSTEM, now=NOW + timedelta(minutes=2))
    assert mails(session) == [
        ("application_declined", MessageStatus.CANCELLED),
        ("application_approved", MessageStatus.QUEUED),
    ]


def test_changes_are_asked_for_with_words_and_told_each_time(session: Session) -> None:
    application = ApplicationFactory(sent=True)
    with pytest.raises(FieldError):
        services.request_changes(session, application, by=SYSTEM, now=NOW, note=" ")
    for day in range(2):
        now = NOW + timedelta(days=day)
        services.request_changes(session, application, by=SYSTEM, now=now, note=f"Round {day}")
        for message in session.scalars(select(OutboxMessage)):
            message.status = MessageStatus.SENT
        services.submit(session, application, now=now + timedelta(hours=1))
    kinds = [kind for kind, _status in mails(session)]
    assert kinds == ["application_changes_requested", "application_received"] * 2


@pytest.mark.parametrize("status", list(ApplicationStatus))
@pytest.mark.parametrize("target", list(ApplicationStatus))
def test_only_the_steps_of_the_table_are_possible(session: Session, status: S, target: S) -> None:
    application: MentorApplication = ApplicationFactory(sent=True, status=status)
    assert session.is_active
    if target in ALLOWED[status]:
        application.move_to(target)
        assert application.status is target
    else:
        with pytest.raises(InvalidTransition):
            application.move_to(target)
        assert application.status is status


def test_a_decision_about_an_older_version_is_refused(session: Session) -> None:
    application = ApplicationFactory(sent=True)
    as_read = services.sent_version(application)
    application.submitted_at = NOW
    with pytest.raises(Conflict):
        services.decide(session, application, Decision.ACCEPT, note="", as_sent=as_read, by=SYSTEM, now=NOW)
    assert application.status is S.SUBMITTED


def test_a_note_is_cut_by_nobody_but_its_writer(session: Session) -> None:
    application = ApplicationFactory(sent=True)
    with pytest.raises(FieldError) as caught:
        services.decline(session, application, by=SYSTEM, now=NOW, note="x" * 1001)
    assert caught.value.field == "note"
