"""Verbs of wishes for the mentoring team: ask, take back, settle."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import InvalidTransition, NotAllowed
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.enums import PairingKind
from mentorship_app.mentoring.team.models import TeamWish
from mentorship_app.programs.enums import CohortRole, Phase
from mentorship_app.programs.models import Enrollment
from mentorship_app.programs.versions import claim

ASKED_IN = frozenset({Phase.MATCHING, Phase.ACTIVE})
"""Before it the intake says the same; after it there is nobody to look for any more."""


def ask(session: Session, mentee: Enrollment, kind: PairingKind, *, now: datetime) -> TeamWish:
    """Ask the coordinator for somebody in this function; asking again while the wish is open gives that one.

    Raises NotAllowed for a mentor, InvalidTransition out of phase.
    """
    if mentee.role is not CohortRole.MENTEE:
        raise NotAllowed(N_("Only a mentee can ask for a mentor."))
    if mentee.cohort.phase not in ASKED_IN:
        raise InvalidTransition(N_("Mentors cannot be asked for in this phase. Write to the coordinator."))
    # The same press twice at once finds the other one's row.
    session.refresh(mentee, with_for_update={"of": Enrollment})
    present = session.scalar(select(TeamWish).where(*_is_open(mentee, kind)))
    if present is not None:
        return present
    wish = TeamWish(enrollment=mentee, kind=kind, created_at=now)
    session.add(wish)
    session.flush()
    return wish


def take_back(session: Session, mentee: Enrollment, kind: PairingKind) -> None:
    """Forget a wish that is open; does nothing where there is none."""
    session.execute(delete(TeamWish).where(*_is_open(mentee, kind)))


def settle(session: Session, wish: TeamWish, *, version: int, by: Actor, now: datetime) -> None:
    """Note that somebody has seen to it; a second time changes nothing. Raises Conflict for a stale ``version``."""
    if wish.settled_at is not None:
        return
    claim(session, wish, version)
    wish.settled_at, wish.settled_by = now, by.name
    session.flush()


def _is_open(mentee: Enrollment, kind: PairingKind) -> tuple[ColumnElement[bool], ...]:
    return (TeamWish.enrollment_id == mentee.id, TeamWish.kind == kind, TeamWish.settled_at.is_(None))
