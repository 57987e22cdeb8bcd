"""Lists of people that wait for a decision: kept for a day, carried out whole or not at all."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.recruitment.invitations.entries import Entry, as_stored, from_stored
from mentorship_app.recruitment.invitations.models import InvitationList
from mentorship_app.recruitment.invitations.planning import InvitationPlan, plan_invitations
from mentorship_app.recruitment.invitations.services import invite, require_open
from mentorship_app.recruitment.models import Call

LIST_LIFE = timedelta(days=1)


def keep_list(session: Session, call: Call, entries: Sequence[Entry], *, by: Actor, now: datetime) -> InvitationList:
    """Keep a list for its reader's decision; their earlier one for this call goes. Nobody is invited yet."""
    require_open(call, now=now)
    drop_old_lists(session, now=now)
    session.execute(
        delete(InvitationList).where(InvitationList.call_id == call.id, InvitationList.account_id == by.account_id)
    )
    kept = InvitationList(call_id=call.id, account_id=by.account_id, people=as_stored(entries), created_at=now)
    session.add(kept)
    session.flush()
    return kept


def plan_of_list(session: Session, waiting: InvitationList) -> InvitationPlan:
    """What carrying out the list would do now."""
    return plan_invitations(session, waiting.call, from_stored(waiting.people))


def invite_list(session: Session, waiting: InvitationList, *, fingerprint: str, by: Actor, now: datetime) -> int:
    """Invite everybody who is new on the list and forget it; gives how many.

    Raises Conflict when people changed since the plan of ``fingerprint`` was shown, or the call takes no applications.
    """
    plan = plan_of_list(session, waiting)
    if plan.fingerprint != fingerprint:
        raise Conflict(N_("People changed since this list was checked. Look at it again before you invite them."))
    invited = invite(session, waiting.call, plan.new, by=by, now=now)
    session.delete(waiting)
    session.flush()
    return invited


def drop_list(session: Session, waiting: InvitationList) -> None:
    """Forget a list without inviting anybody."""
    session.delete(waiting)
    session.flush()


def has_old_lists(session: Session, *, now: datetime) -> bool:
    """Whether there is any list that nobody carried out within a day."""
    return bool(session.scalar(select(exists().where(InvitationList.created_at < now - LIST_LIFE))))


def drop_old_lists(session: Session, *, now: datetime) -> None:
    """Forget the lists that nobody carried out within a day."""
    session.execute(delete(InvitationList).where(InvitationList.created_at < now - LIST_LIFE))
