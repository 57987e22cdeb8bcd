"""Verbs of invitations: invite, take back, withdraw; and for the invited: open, begin, say stop."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import Conflict, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.messaging import MessageStatus, OutboxMessage, cancel
from mentorship_app.messaging.outbox import WAITING
from mentorship_app.recruitment.calls import Availability, availability
from mentorship_app.recruitment.invitations.entries import Entry
from mentorship_app.recruitment.invitations.enums import InvitationStatus
from mentorship_app.recruitment.invitations.models import Invitation
from mentorship_app.recruitment.invitations.notifications import invitation_mail
from mentorship_app.recruitment.models import Call, MentorApplication
from mentorship_app.recruitment.next_year import FutureInterest
from mentorship_app.recruitment.services import application_for


def require_open(call: Call, *, now: datetime) -> None:
    """Raise Conflict unless one can apply now: a mail must not lead to a closed door."""
    if availability(call, now) is not Availability.NOW:
        raise Conflict(N_("This call takes no applications now. Open it before you invite people."))


def invite(session: Session, call: Call, entries: Sequence[Entry], *, by: Actor, now: datetime) -> int:
    """Write an invitation and its mail for each of ``entries``, none of whom was invited before; gives how many.

    The mails leave in ten minutes. Who asked to be told this year is off that list with it. Raises Conflict when the
    call takes no applications. The number of statements does not grow with the list.
    """
    require_open(call, now=now)
    if not entries:
        return 0
    emails = {entry.email for entry in entries}
    earlier = {
        invitation.email: invitation
        for invitation in session.scalars(select(Invitation).where(Invitation.call_id == call.id))
        if invitation.email in emails
    }
    invitations = []
    for entry in entries:
        invitation = earlier.get(entry.email) or Invitation(call_id=call.id, email=entry.email, created_at=now)
        invitation.name, invitation.department = entry.name, entry.department
        invitation.locale = entry.locale or call.cohort.program.locale
        invitation.status, invitation.reminders_sent, invitation.stopped_at = InvitationStatus.INVITED, 0, None
        invitation.invited_at = invitation.last_mail_at = now
        invitations.append(invitation)
    session.add_all(invitations)
    session.flush()
    for invitation in invitations:
        invitation.message = invitation_mail(call, invitation, now=now)
    _consume_interest(session, call, emails)
    session.flush()
    _record(session, "recruitment.invitations.sent", call, by=by, now=now, number=len(invitations))
    return len(invitations)


def take_back(session: Session, call: Call, *, by: Actor, now: datetime) -> int:
    """Undo every invitation of a call whose mail has not left yet; gives how many."""
    waiting = session.execute(
        select(Invitation, OutboxMessage)
        .join(Invitation.message)
        .where(Invitation.call_id == call.id, Invitation.reminders_sent == 0, OutboxMessage.status.in_(WAITING))
    ).all()
    for invitation, message in waiting:
        message.status = MessageStatus.CANCELLED
        session.delete(invitation)
    session.flush()
    if waiting:
        _record(session, "recruitment.invitations.taken_back", call, by=by, now=now, number=len(waiting))
    return len(waiting)


def withdraw(session: Session, invitation: Invitation, *, by: Actor, now: datetime) -> None:
    """Ask this person no more; their link leads to the public page from now on. Withdrawing twice changes nothing."""
    if invitation.status is InvitationStatus.WITHDRAWN:
        return
    invitation.status = InvitationStatus.WITHDRAWN
    _cancel_waiting(session, invitation)
    session.flush()
    _record(session, "recruitment.invitation.withdrawn", invitation.call, by=by, now=now)


def stop_reminders(session: Session, invitation: Invitation, *, now: datetime) -> None:
    """The person wants no more reminders of this call. Saying it twice changes nothing."""
    if invitation.status is not InvitationStatus.INVITED:
        return
    invitation.status, invitation.stopped_at, invitation.opened = InvitationStatus.STOPPED, now, True
    _cancel_waiting(session, invitation)
    session.flush()


def note_opened(session: Session, invitation: Invitation) -> None:
    """Count the invitation as opened. When, is not kept."""
    invitation.opened = True
    session.flush()


def begin(session: Session, invitation: Invitation, *, name: str = "", locale: str, now: datetime) -> MentorApplication:
    """The application of the invited person, begun if there is none; the link of the mail proves the address.

    Raises FieldError("name") where the invitation knows no name and none is given; InvalidTransition for a withdrawn
    invitation; Conflict when nothing can be begun any more.
    """
    if invitation.status is InvitationStatus.WITHDRAWN:
        raise InvalidTransition(N_("This invitation was taken back. You can still apply on the page of the call."))
    application = application_for(
        session, invitation.call, email=invitation.email, name=invitation.name or name, locale=locale, now=now
    )
    if not invitation.name:
        invitation.name = application.name
    note_opened(session, invitation)
    return application


def _cancel_waiting(session: Session, invitation: Invitation) -> None:
    if invitation.message is not None and invitation.message.status in WAITING:
        cancel(session, invitation.message)


def _consume_interest(session: Session, call: Call, emails: set[str]) -> None:
    mine = FutureInterest.program_id == call.cohort.program_id
    for interest_id, email in session.execute(select(FutureInterest.id, FutureInterest.email).where(mine)).all():
        if email in emails:
            session.execute(delete(FutureInterest).where(FutureInterest.id == interest_id))


def _record(session: Session, action: str, call: Call, *, by: Actor, now: datetime, **details: object) -> None:
    program_id = call.cohort.program_id
    audit.record(session, action, by=by, subject=call, at=now, program_id=program_id, call=call.title_en, **details)
