"""Mail about applications: what to enqueue, and the values from which each is written."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.accounts.mail_links import PREVIEW_TOKEN, personal_link
from mentorship_app.accounts.models import LinkPurpose
from mentorship_app.core.dates import day_text
from mentorship_app.core.links import link
from mentorship_app.messaging import UNDO, MailScope, MessageStatus, OutboxMessage, cancel, email_kinds, enqueue
from mentorship_app.messaging.render import RenderedMail, render
from mentorship_app.recruitment import links
from mentorship_app.recruitment.enums import Decision
from mentorship_app.recruitment.models import ApplicationLink, MentorApplication

REPEAT = timedelta(minutes=5)
"""Asking for the link again within this time sends no second mail, so that nobody's mailbox can be flooded."""
WELCOME_LINK_LIFE = timedelta(days=7)
ANSWER_WITHIN = timedelta(days=7)
"""By when after the last day of a call its applicants are promised an answer."""

KINDS: Mapping[Decision, str] = {
    Decision.ACCEPT: "application_approved",
    Decision.DECLINE: "application_declined",
    Decision.ASK_FOR_CHANGES: "application_changes_requested",
}


def started(session: Session, application: MentorApplication, *, now: datetime) -> None:
    """Mail the link that opens the application. Private: staff are not to learn who has only begun to write."""
    newest = session.scalar(
        select(func.max(ApplicationLink.created_at)).where(ApplicationLink.application_id == application.id)
    )
    if newest is not None and now - newest < REPEAT:
        return
    turn = int(now.timestamp() // REPEAT.total_seconds())
    _enqueue(session, application, "application_started", f"{turn}", now=now, private=True)


def received(session: Session, application: MentorApplication, *, now: datetime) -> None:
    """Confirm that the application arrived, and say what happens next."""
    _enqueue(session, application, "application_received", _sent(application), now=now)


def decided(session: Session, application: MentorApplication, decision: Decision, *, now: datetime) -> None:
    """Mail the decision after the time in which it can be taken back; an earlier decision still waiting is dropped."""
    for waiting in session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.kind.in_(KINDS.values()),
            OutboxMessage.dedupe_key.startswith(f"{application.id}:", autoescape=True),
            OutboxMessage.status.in_([MessageStatus.QUEUED, MessageStatus.RETRY, MessageStatus.HELD]),
        )
    ):
        cancel(session, waiting)
    _enqueue(
        session,
        application,
        KINDS[decision],
        _sent(application),
        now=now,
        not_before=now + UNDO,
        note=application.note,
    )


def preview(
    session: Session, application: MentorApplication, decision: Decision, *, note: str, base_url: str, now: datetime
) -> RenderedMail:
    """The mail of a decision that is not taken yet, without any token in it. Nothing is stored."""
    message = OutboxMessage(
        kind=KINDS[decision],
        to_email=application.email,
        to_name=application.name,
        locale=application.locale,
        context={"application_id": str(application.id), "note": note},
        program_id=application.call.cohort.program_id,
        dedupe_key="",
        created_at=now,
        not_before=now,
    )
    return render(MailScope(session=session, message=message, base_url=base_url, now=now, preview=True))


def _enqueue(
    session: Session,
    application: MentorApplication,
    kind: str,
    occasion: str,
    *,
    now: datetime,
    not_before: datetime | None = None,
    private: bool = False,
    **values: Any,
) -> None:
    enqueue(
        session,
        kind,
        to_email=application.email,
        to_name=application.name,
        locale=application.locale,
        context={"application_id": str(application.id), **values},
        dedupe=f"{application.id}:{kind}:{occasion}",
        program_id=application.call.cohort.program_id,
        now=now,
        not_before=not_before,
        private=private,
    )


def _sent(application: MentorApplication) -> str:
    return application.submitted_at.isoformat() if application.submitted_at else ""


def _application(scope: MailScope) -> MentorApplication:
    return scope.session.get_one(MentorApplication, UUID(scope.message.context["application_id"]))


def _values(scope: MailScope, application: MentorApplication) -> dict[str, object]:
    call = application.call
    return {
        "call": call.title.in_(scope.message.locale),
        "program": call.cohort.program.name,
        "contact": call.cohort.program.contact_email,
        "note": scope.message.context.get("note", ""),
    }


def _resume_link(scope: MailScope, application: MentorApplication) -> str:
    if scope.preview:
        return scope.base_url.rstrip("/") + "/application/" + PREVIEW_TOKEN
    token = links.new_application_link(scope.session, application, now=scope.now)
    return link("application", scope.base_url, token=token)


@email_kinds.register("application_started")
def application_started(scope: MailScope) -> Mapping[str, object]:
    """The link with which the application is written."""
    application = _application(scope)
    last_day = application.call.closes_on
    return {
        **_values(scope, application),
        "link": _resume_link(scope, application),
        "minutes": application.questionnaire.minutes,
        "last_day": day_text(last_day, scope.message.locale),
    }


@email_kinds.register("application_received")
def application_received(scope: MailScope) -> Mapping[str, object]:
    """Thanks, what happens next, and a link to read again what was sent."""
    application = _application(scope)
    answer_by = application.call.closes_on + ANSWER_WITHIN
    return {
        **_values(scope, application),
        "link": _resume_link(scope, application),
        "answer_by": day_text(answer_by, scope.message.locale),
    }


@email_kinds.register("application_approved")
def application_approved(scope: MailScope) -> Mapping[str, object]:
    """Welcome, with a link that signs the new mentor in."""
    application = _application(scope)
    return {
        **_values(scope, application),
        "link": _welcome_link(scope, application),
        "capacity": application.capacity,
    }


@email_kinds.register("application_declined")
def application_declined(scope: MailScope) -> Mapping[str, object]:
    """No, and whom to ask."""
    return _values(scope, _application(scope))


@email_kinds.register("application_changes_requested")
def application_changes_requested(scope: MailScope) -> Mapping[str, object]:
    """What the coordinator would like to be changed, and the link to do it."""
    application = _application(scope)
    return {**_values(scope, application), "link": _resume_link(scope, application)}


def _welcome_link(scope: MailScope, application: MentorApplication) -> str:
    account = application.enrollment.account if application.enrollment is not None else None
    if scope.preview or account is None:
        # Before the decision there is no account; a preview shows no token in any case.
        return scope.base_url.rstrip("/") + "/l/" + PREVIEW_TOKEN
    expires_at = scope.now + WELCOME_LINK_LIFE
    return personal_link(scope, account, LinkPurpose.SIGN_IN, next_path="/home", expires_at=expires_at)
