"""Mail about invitations: rows for the outbox, previews in both languages, and the values of each kind."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship_app.accounts.mail_links import PREVIEW_TOKEN
from mentorship_app.core.dates import day_text
from mentorship_app.core.links import link
from mentorship_app.messaging import UNDO, MailScope, OutboxMessage, email_kinds
from mentorship_app.messaging.preview import preview as preview_mail
from mentorship_app.messaging.render import RenderedMail
from mentorship_app.questions.wording import number_text
from mentorship_app.recruitment.invitations.links import new_invitation_link
from mentorship_app.recruitment.invitations.models import Invitation
from mentorship_app.recruitment.models import Call
from mentorship_app.recruitment.returning import last_accepted

INVITATION = "mentor_invitation"
REMINDER = "mentor_reminder"


def invitation_mail(call: Call, invitation: Invitation, *, now: datetime) -> OutboxMessage:
    """The mail that asks somebody; it waits ten minutes, so that it can be taken back. The caller adds the row."""
    return _message(call, invitation, INVITATION, now=now, not_before=now + UNDO)


def reminder_mail(call: Call, invitation: Invitation, *, now: datetime) -> OutboxMessage:
    """The mail that asks again. A coordinator read its words when the invitation was sent."""
    return _message(call, invitation, REMINDER, now=now, not_before=now)


def preview(
    session: Session, call: Call, kind: str, *, email: str, name: str, locale: str, base_url: str, now: datetime
) -> RenderedMail:
    """The mail as somebody would read it, without a token and without anything being stored."""
    return preview_mail(
        session,
        kind,
        to_email=email,
        to_name=name,
        locale=locale,
        context={"call_id": str(call.id)},
        base_url=base_url,
        now=now,
    )


def _message(call: Call, invitation: Invitation, kind: str, *, now: datetime, not_before: datetime) -> OutboxMessage:
    # Made without asking whether the key is taken, one query each: it is new by construction.
    return OutboxMessage(
        id=uuid4(),
        kind=kind,
        to_email=invitation.email,
        to_name=invitation.name,
        locale=invitation.locale,
        context={"call_id": str(call.id), "invitation_id": str(invitation.id)},
        program_id=call.cohort.program_id,
        dedupe_key=f"{kind}:{uuid4()}",
        created_at=now,
        not_before=not_before,
    )


@email_kinds.register(INVITATION)
def _invitation_values(scope: MailScope) -> Mapping[str, object]:
    return _values(scope)


@email_kinds.register(REMINDER)
def _reminder_values(scope: MailScope) -> Mapping[str, object]:
    return _values(scope)


def _values(scope: MailScope) -> dict[str, Any]:
    context, locale = scope.message.context, scope.message.locale
    call = scope.session.get_one(Call, UUID(context["call_id"]))
    earlier = last_accepted(scope.session, call, scope.message.to_email)
    token = _token(scope)
    return {
        "call": call.title.in_(locale),
        "intro": call.intro.in_(locale),
        "program": call.cohort.program.name,
        "organization": call.cohort.program.organization,
        "hours": number_text(call.hours_per_month, locale),
        "one_hour": call.hours_per_month == 1,
        "last_day": day_text(call.closes_on, locale),
        "reminders": call.reminders,
        "earlier_cohort": earlier.call.cohort.name if earlier else "",
        "contact": call.cohort.program.contact_email,
        "link": _address(scope, "invitation", token),
        "stop_link": _address(scope, "invitation_stop", token),
    }


def _token(scope: MailScope) -> str:
    invitation_id = scope.message.context.get("invitation_id")
    if scope.preview or invitation_id is None:
        return PREVIEW_TOKEN
    invitation = scope.session.get_one(Invitation, UUID(invitation_id))
    return new_invitation_link(scope.session, invitation, now=scope.now)


def _address(scope: MailScope, name: str, token: str) -> str:
    # The mark of a preview would be written in percent signs otherwise.
    address = link(name, scope.base_url, token="TOKEN" if token == PREVIEW_TOKEN else token)
    return address.replace("TOKEN", PREVIEW_TOKEN) if token == PREVIEW_TOKEN else address
