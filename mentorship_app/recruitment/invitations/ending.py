"""What ends the mails of an invitation: an application from the person, or the end of the call."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mentorship_app.messaging import OutboxMessage, cancel
from mentorship_app.messaging.outbox import WAITING
from mentorship_app.programs import Cohort
from mentorship_app.recruitment.invitations.models import Invitation
from mentorship_app.recruitment.models import Call


def end_mails_to(session: Session, cohort: Cohort, email: str) -> None:
    """Take back what has not left yet to somebody who has replied, whichever call of the cohort asked."""
    _cancel(
        session,
        select(OutboxMessage)
        .join(Invitation, Invitation.message_id == OutboxMessage.id)
        .join(Call, Call.id == Invitation.call_id)
        .where(Call.cohort_id == cohort.id, Invitation.email == email),
    )


def end_mails_of(session: Session, call: Call) -> None:
    """Take back what has not left yet of a call that takes no more applications."""
    _cancel(
        session,
        select(OutboxMessage)
        .join(Invitation, Invitation.message_id == OutboxMessage.id)
        .where(Invitation.call_id == call.id),
    )


def _cancel(session: Session, found: Select[OutboxMessage]) -> None:
    for message in session.scalars(found.where(OutboxMessage.status.in_(WAITING))):
        cancel(session, message)
