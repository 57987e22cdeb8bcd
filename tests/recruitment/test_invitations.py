"""Inviting, reminding, taking back, beginning."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.identity import SYSTEM, Actor
from mentorship_app.messaging import UNDO, MailScope, MessageStatus, OutboxMessage
from mentorship_app.messaging.render import RenderedMail, render
from mentorship_app.programs import CohortRole, Phase
from mentorship_app.recruitment import ApplicationStatus, Call, CallStatus, MentorApplication, calls
from mentorship_app.recruitment import services as applications
from mentorship_app.recruitment.invitations import Invitation, InvitationLink, InvitationStatus, lists, services
from mentorship_app.recruitment.invitations.entries import Entry
from mentorship_app.recruitment.invitations.enums import Reply, Standing
from mentorship_app.recruitment.invitations.links import LINK_LIFE, find_invitation, new_invitation_link
from mentorship_app.recruitment.invitations.notifications import INVITATION, REMINDER, preview
from mentorship_app.recruitment.invitations.planning import plan_invitations
from mentorship_app.recruitment.invitations.queries import count_by_reply
from mentorship_app.recruitment.invitations.reminders import BETWEEN_MAILS, due_reminders, remind
from mentorship_app.recruitment.next_year import FutureInterest
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.recruitment import (
    FULL_ANSWERS,
    ApplicationFactory,
    CallFactory,
    FutureInterestFactory,
    InvitationFactory,
)

NOW = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)
BASE = "https://mentorship.example.org"
ADA = Entry(1, "ada@example.org", "Ada Quill", "Surgery", "en")
BO = Entry(2, "bo@example.org")


def invited(session: Session, call: Call, entry: Entry = ADA) -> Invitation:
    services.invite(session, call, [entry], by=SYSTEM, now=NOW)
    return session.scalars(select(Invitation).where(Invitation.email == entry.email)).one()


def mail_left(invitation: Invitation) -> None:
    assert invitation.message
    invitation.message.status, invitation.message.sent_at = MessageStatus.SENT, NOW


def written(session: Session, invitation: Invitation, *, now: datetime = NOW) -> RenderedMail:
    assert invitation.message
    return render(MailScope(session=session, message=invitation.message, base_url=BASE, now=now, preview=False))


def test_inviting_writes_a_mail_for_each_that_can_be_taken_back(session: Session) -> None:
    call = CallFactory(cohort__program__locale="fr")
    assert services.invite(session, call, [ADA, BO], by=SYSTEM, now=NOW) == 2
    ada, bo = session.scalars(select(Invitation).order_by(Invitation.email)).all()
    assert ada.message
    assert bo.message
    assert (ada.name, ada.department, ada.locale, bo.locale) == ("Ada Quill", "Surgery", "en", "fr")
    assert (ada.message.kind, ada.message.to_email, ada.message.not_before) == (
        INVITATION,
        "ada@example.org",
        NOW + UNDO,
    )
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.details["number"]) == ("recruitment.invitations.sent", 2)

    assert services.take_back(session, call, by=SYSTEM, now=NOW) == 2
    assert session.scalars(select(Invitation)).all() == []
    assert {message.status for message in session.scalars(select(OutboxMessage))} == {MessageStatus.CANCELLED}


def test_the_number_of_statements_does_not_grow_with_the_list(session: Session) -> None:
    call = CallFactory()
    people = [Entry(number, f"p{number}@example.org", f"Person {number}") for number in range(1_000)]
    assert services.invite(session, call, people, by=SYSTEM, now=NOW) == 1_000
    assert count_by_reply(session, call) == {Reply.WAITING_TO_LEAVE: 1_000}


def test_nobody_is_invited_to_a_closed_door(session: Session) -> None:
    for changes in ({"status": CallStatus.DRAFT}, {"closes_on": date(2026, 9, 1)}, {"opens_on": date(2030, 1, 1)}):
        with pytest.raises(Conflict):
            services.invite(session, CallFactory(**changes), [ADA], by=SYSTEM, now=NOW)
    with pytest.raises(Conflict):
        services.invite(session, CallFactory(cohort__phase=Phase.ACTIVE), [ADA], by=SYSTEM, now=NOW)


def test_a_plan_tells_the_new_from_those_who_need_no_mail(session: Session) -> None:
    call = CallFactory()
    other = CallFactory(cohort=call.cohort)
    InvitationFactory(call=call, email="asked@example.org")
    InvitationFactory(call=other, email="asked.elsewhere@example.org")
    ApplicationFactory(call=other, sent=True, email="applied@example.org")
    ApplicationFactory(call=call, email="writing@example.org")
    EnrollmentFactory(cohort=call.cohort, account=AccountFactory(email="here@example.org"), role=CohortRole.MENTOR)
    InvitationFactory(
        call=call,
        email="back@example.org",
        message_id=_cancelled(session, call).id,
    )
    emails = ["asked", "asked.elsewhere", "applied", "writing", "here", "back", "new", "new"]
    plan = plan_invitations(session, call, [Entry(n, f"{name}@example.org") for n, name in enumerate(emails)])
    assert [(planned.entry.email.partition("@")[0], planned.standing) for planned in plan.entries] == [
        ("asked", Standing.INVITED),
        ("asked.elsewhere", Standing.NEW),
        ("applied", Standing.APPLIED),
        # Who has only begun to write is nobody's business, so the list does not tell.
        ("writing", Standing.NEW),
        ("here", Standing.TAKES_PART),
        ("back", Standing.NEW),
        ("new", Standing.NEW),
        ("new", Standing.REPEATED),
    ]


def _cancelled(session: Session, call: Call) -> OutboxMessage:
    message = OutboxMessage(
        kind=INVITATION,
        to_email="x@example.org",
        to_name="",
        locale="en",
        context={"call_id": str(call.id)},
        program_id=call.cohort.program_id,
        dedupe_key="x",
        status=MessageStatus.CANCELLED,
        not_before=NOW,
    )
    session.add(message)
    session.flush()
    return message


def test_a_list_is_carried_out_as_it_was_shown_or_not_at_all(session: Session) -> None:
    call = CallFactory()
    account = AccountFactory()
    by = Actor(account.id, account.name)
    waiting = lists.keep_list(session, call, [ADA, BO], by=by, now=NOW)
    shown = lists.plan_of_list(session, waiting).fingerprint
    ApplicationFactory(call=call, sent=True, email=BO.email)
    with pytest.raises(Conflict):
        lists.invite_list(session, waiting, fingerprint=shown, by=by, now=NOW)
    assert session.scalars(select(Invitation)).all() == []
    shown = lists.plan_of_list(session, waiting).fingerprint
    assert lists.invite_list(session, waiting, fingerprint=shown, by=by, now=NOW) == 1
    assert not lists.has_old_lists(session, now=NOW + timedelta(days=2))


def test_a_forgotten_list_goes_after_a_day(session: Session) -> None:
    account = AccountFactory()
    lists.keep_list(session, CallFactory(), [ADA], by=Actor(account.id, ""), now=NOW)
    assert not lists.has_old_lists(session, now=NOW + timedelta(hours=23))
    assert lists.has_old_lists(session, now=NOW + timedelta(hours=25))
    lists.drop_old_lists(session, now=NOW + timedelta(hours=25))
    assert not lists.has_old_lists(session, now=NOW + timedelta(days=9))


def test_the_mail_holds_a_link_that_begins_and_one_that_stops(session: Session) -> None:
    invitation = invited(session, CallFactory())
    mail = written(session, invitation)
    token = mail.body.partition(f"{BASE}/invitation/")[2].split()[0]
    assert f"{BASE}/invitation/{token}/no-more-reminders" in mail.body
    assert find_invitation(session, token, now=NOW) is invitation
    assert find_invitation(session, token, now=NOW + LINK_LIFE) is None
    assert "Ada Quill" not in mail.subject
    assert "Hello Ada Quill," in mail.body
    assert "We remind you twice at most" in mail.body


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("kind", [INVITATION, REMINDER])
def test_a_preview_reads_like_the_mail_but_opens_nothing(session: Session, kind: str, locale: str) -> None:
    call = CallFactory()
    mail = preview(
        session, call, kind, email="a@example.org", name="{{7*7}} ليلى", locale=locale, base_url=BASE, now=NOW
    )
    assert f"{BASE}/invitation/…" in mail.body
    assert "{{7*7}}" in mail.body
    assert session.scalars(select(InvitationLink)).all() == []


def test_a_mail_without_a_name_greets_all_the_same(session: Session) -> None:
    assert written(session, invited(session, CallFactory(), BO)).body.startswith("Hello,\n")
    invited_by_name = invited(session, CallFactory(reminders=0))
    assert "no-more-reminders" not in written(session, invited_by_name).body


def test_a_reminder_comes_after_a_week_and_at_most_twice(session: Session) -> None:
    invitation = invited(session, CallFactory())
    assert due_reminders(session, now=NOW + BETWEEN_MAILS) == [], "the first mail has not left yet"
    mail_left(invitation)
    session.flush()
    assert due_reminders(session, now=NOW + BETWEEN_MAILS - timedelta(minutes=1)) == []
    when = NOW
    for number in (1, 2):
        when += BETWEEN_MAILS
        assert due_reminders(session, now=when) == [invitation.id]
        remind(session, invitation, now=when)
        assert due_reminders(session, now=when + timedelta(days=30)) == [], "its reminder waits in the outbox"
        mail_left(invitation)
        session.flush()
        assert invitation.reminders_sent == number
        assert invitation.message
        assert invitation.message.kind == REMINDER
    assert due_reminders(session, now=when + timedelta(days=60)) == []


@pytest.mark.parametrize("most", [0, 1, 2])
def test_the_call_says_how_often(session: Session, most: int) -> None:
    invitation = InvitationFactory(call__reminders=most)
    sent, when = 0, NOW
    while due_reminders(session, now=(when := when + BETWEEN_MAILS)):
        remind(session, invitation, now=when)
        mail_left(invitation)
        session.flush()
        sent += 1
    assert sent == most


def test_whoever_replied_in_any_call_of_the_cohort_is_not_reminded(session: Session) -> None:
    call = CallFactory()
    other = CallFactory(cohort=call.cohort)
    asked = InvitationFactory(call=call, email="asked@example.org")
    InvitationFactory(call=call, email="here@example.org")
    InvitationFactory(call=call, email="there@example.org")
    InvitationFactory(call=call, email="takes.part@example.org")
    InvitationFactory(call=call, email="stopped@example.org", status=InvitationStatus.STOPPED)
    InvitationFactory(call=call, email="withdrawn@example.org", status=InvitationStatus.WITHDRAWN)
    InvitationFactory(call=CallFactory(status=CallStatus.CLOSED))
    InvitationFactory(call=CallFactory(cohort__phase=Phase.ACTIVE))
    bounced = InvitationFactory(call=call, email="bounced@example.org", message_id=_cancelled(session, call).id)
    assert bounced.message
    bounced.message.status = MessageStatus.DEAD
    ApplicationFactory(call=call, sent=True, email="here@example.org")
    ApplicationFactory(call=other, sent=True, email="there@example.org")
    ApplicationFactory(call=call, email="asked@example.org"), "a draft is no reply"
    EnrollmentFactory(
        cohort=call.cohort, role=CohortRole.MENTOR, account=AccountFactory(email="takes.part@example.org")
    )
    session.flush()
    assert due_reminders(session, now=NOW + timedelta(days=30)) == [asked.id]


@pytest.mark.parametrize("end", ["apply", "stop", "withdraw", "close"])
def test_a_reminder_that_waits_is_taken_back_when_it_is_not_wanted_any_more(session: Session, end: str) -> None:
    call = CallFactory()
    invitation = InvitationFactory(call=call, email="ada@example.org")
    remind(session, invitation, now=NOW)
    assert invitation.message
    if end == "apply":
        application = ApplicationFactory(call=call, email="ada@example.org", draft=dict(FULL_ANSWERS))
        applications.submit(session, application, now=NOW)
    elif end == "stop":
        services.stop_reminders(session, invitation, now=NOW)
    elif end == "withdraw":
        services.withdraw(session, invitation, by=SYSTEM, now=NOW)
    else:
        calls.close_call(session, call, by=SYSTEM, now=NOW)
    assert invitation.message.status is MessageStatus.CANCELLED
    assert due_reminders(session, now=NOW + timedelta(days=60)) == []


def test_beginning_makes_one_application_and_counts_as_opened(session: Session) -> None:
    invitation = InvitationFactory(name="", email="bo@example.org")
    with pytest.raises(FieldError):
        services.begin(session, invitation, locale="en", now=NOW)
    first = services.begin(session, invitation, name="  Bo Moss ", locale="fr", now=NOW)
    again = services.begin(session, invitation, locale="en", now=NOW)
    assert first is again
    assert (first.email, first.name, first.locale, first.status) == (
        "bo@example.org",
        "Bo Moss",
        "fr",
        ApplicationStatus.DRAFT,
    )
    assert invitation.opened
    assert session.scalars(select(OutboxMessage)).all() == [], "the mail that was opened proves the address"


def test_a_withdrawn_invitation_begins_nothing(session: Session) -> None:
    invitation = InvitationFactory(status=InvitationStatus.WITHDRAWN)
    with pytest.raises(InvalidTransition):
        services.begin(session, invitation, locale="en", now=NOW)
    assert session.scalars(select(MentorApplication)).all() == []


def test_who_asked_for_next_year_is_off_that_list_once_invited(session: Session) -> None:
    call = CallFactory()
    FutureInterestFactory(program=call.cohort.program, email=ADA.email)
    FutureInterestFactory(program=call.cohort.program, email="other@example.org")
    FutureInterestFactory(email=ADA.email)
    services.invite(session, call, [ADA], by=SYSTEM, now=NOW)
    left = session.scalars(select(FutureInterest).where(FutureInterest.program_id == call.cohort.program_id)).all()
    assert [interest.email for interest in left] == ["other@example.org"]
    assert len(session.scalars(select(FutureInterest)).all()) == 2, "another program's list is its own"


def test_staff_read_what_came_back_and_never_who_only_opened_or_began(session: Session) -> None:
    call = CallFactory()
    InvitationFactory(call=call, opened=True)
    begun = InvitationFactory(call=call)
    ApplicationFactory(call=call, email=begun.email)
    InvitationFactory(call=call, status=InvitationStatus.STOPPED)
    for status in (ApplicationStatus.SUBMITTED, ApplicationStatus.APPROVED, ApplicationStatus.DECLINED):
        ApplicationFactory(call=call, sent=True, status=status, email=InvitationFactory(call=call).email)
    assert count_by_reply(session, call) == {
        Reply.NO_ANSWER: 2,
        Reply.STOPPED: 1,
        Reply.APPLIED: 1,
        Reply.ACCEPTED: 1,
        Reply.DECLINED: 1,
    }


def test_tokens_are_stored_as_digests_only(session: Session) -> None:
    invitation = InvitationFactory(call=CallFactory(cohort=CohortFactory(phase=Phase.RECRUITMENT)))
    token = new_invitation_link(session, invitation, now=NOW)
    assert token not in str(session.scalars(select(InvitationLink.token_digest)).all())
