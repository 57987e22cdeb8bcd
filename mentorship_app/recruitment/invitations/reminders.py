"""Asking again, at most twice and a week apart, until the person replies or says stop."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from mentorship_app.accounts import Account
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, Enrollment, EnrollmentStatus
from mentorship_app.recruitment.calls import Availability, availability
from mentorship_app.recruitment.enums import CallStatus
from mentorship_app.recruitment.invitations.enums import InvitationStatus
from mentorship_app.recruitment.invitations.models import Invitation
from mentorship_app.recruitment.invitations.notifications import reminder_mail
from mentorship_app.recruitment.models import Call, MentorApplication

BETWEEN_MAILS = timedelta(days=7)
A_ROUND = 50
"""Reminders that one round of the worker writes, so that it never holds the database for long."""


def due_reminders(session: Session, *, now: datetime) -> list[UUID]:
    """The invitations whose person is to be asked again now, at most fifty. Two queries."""
    reminding = session.scalars(
        select(Call)
        .where(Call.status == CallStatus.OPEN, Call.reminders > 0)
        .options(joinedload(Call.cohort).joinedload(Cohort.program))
    )
    # No mail of a demo ever leaves by itself.
    real = (call for call in reminding if not call.cohort.program.is_demo)
    calls = [call.id for call in real if availability(call, now) is Availability.NOW]
    if not calls:
        return []
    found = (
        select(Invitation.id)
        .join(Invitation.call)
        .outerjoin(Invitation.message)
        .where(
            Invitation.call_id.in_(calls),
            Invitation.status == InvitationStatus.INVITED,
            Invitation.reminders_sent < Call.reminders,
            Invitation.last_mail_at <= now - BETWEEN_MAILS,
            # Only after a mail that arrived: not while it waits, nor when it bounced or was taken back.
            or_(Invitation.message_id.is_(None), OutboxMessage.status == MessageStatus.SENT),
            ~_has_replied(),
            ~_takes_part(),
        )
        .order_by(Invitation.last_mail_at, Invitation.id)
        .limit(A_ROUND)
    )
    return list(session.scalars(found))


def remind(session: Session, invitation: Invitation, *, now: datetime) -> None:
    """Write the reminder. The caller has just found the invitation due in the same transaction."""
    invitation.message = reminder_mail(invitation.call, invitation, now=now)
    invitation.reminders_sent += 1
    invitation.last_mail_at = now
    session.flush()


def _has_replied() -> ColumnElement[bool]:
    other = aliased(Call)
    return exists().where(
        MentorApplication.email == Invitation.email,
        MentorApplication.submitted_at.is_not(None),
        MentorApplication.call_id == other.id,
        other.cohort_id == Call.cohort_id,
    )


def _takes_part() -> ColumnElement[bool]:
    return exists().where(
        Account.email == Invitation.email,
        Enrollment.account_id == Account.id,
        Enrollment.cohort_id == Call.cohort_id,
        Enrollment.status == EnrollmentStatus.ACTIVE,
    )
