"""How applications, invitations and wishes for next year come along when two entries are made one."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.programs import Cohort
from mentorship_app.programs.merging import Merge, Mover, movers, remember
from mentorship_app.recruitment.invitations.models import Invitation, InvitationLink, InvitationList
from mentorship_app.recruitment.models import ApplicationLink, Call, MentorApplication
from mentorship_app.recruitment.next_year import FutureInterest

_NEVER = datetime.min.replace(tzinfo=UTC)


def _applications(session: Session, merge: Merge, email: str) -> Sequence[MentorApplication]:
    return session.scalars(
        select(MentorApplication)
        .join(MentorApplication.call)
        .join(Call.cohort)
        .where(Cohort.program_id == merge.program.id, MentorApplication.email == email)
    ).all()


def _less_needed(own: MentorApplication, theirs: MentorApplication) -> MentorApplication:
    """Of two applications to one call: the one that was not sent, else the one that was sent earlier."""
    return min((own, theirs), key=lambda row: (row.submitted_at or _NEVER, row.saved_at or _NEVER, row.id.hex))


def _move_applications(session: Session, merge: Merge) -> None:
    mine = {row.call_id: row for row in _applications(session, merge, merge.kept.email)}
    for theirs in _applications(session, merge, merge.gone.email):
        own = mine.get(theirs.call_id)
        drop = None if own is None else _less_needed(own, theirs)
        if drop is not None:
            remember(session, merge, MentorApplication.__tablename__, drop.id)
            session.delete(drop)
            session.flush()
        if drop is not theirs:
            theirs.email = merge.kept.email
    for twins in merge.twins:
        session.execute(
            update(MentorApplication)
            .where(MentorApplication.enrollment_id == twins.gone.id)
            .values(enrollment_id=twins.kept.id)
        )
    session.flush()


def _invitations(session: Session, merge: Merge, email: str) -> Sequence[Invitation]:
    return session.scalars(
        select(Invitation)
        .join(Invitation.call)
        .join(Call.cohort)
        .where(Cohort.program_id == merge.program.id, Invitation.email == email)
    ).all()


def _move_invitations(session: Session, merge: Merge) -> None:
    mine = {row.call_id for row in _invitations(session, merge, merge.kept.email)}
    for theirs in _invitations(session, merge, merge.gone.email):
        if theirs.call_id in mine:
            session.delete(theirs)
        else:
            theirs.email = merge.kept.email
    session.flush()


def _interest(session: Session, merge: Merge, email: str) -> FutureInterest | None:
    return session.scalar(
        select(FutureInterest).where(FutureInterest.program_id == merge.program.id, FutureInterest.email == email)
    )


def _move_interest(session: Session, merge: Merge) -> None:
    theirs = _interest(session, merge, merge.gone.email)
    if theirs is None:
        return
    if _interest(session, merge, merge.kept.email) is None:
        theirs.email = merge.kept.email
    else:
        session.delete(theirs)
    session.flush()


movers.add(
    "recruitment.applications",
    Mover(
        frozenset({MentorApplication.__tablename__, ApplicationLink.__tablename__}),
        _move_applications,
        words=N_("Applications"),
        count=lambda session, merge: len(_applications(session, merge, merge.gone.email)),
    ),
)
movers.add(
    "recruitment.invitations",
    Mover(
        frozenset({Invitation.__tablename__, InvitationLink.__tablename__, InvitationList.__tablename__}),
        _move_invitations,
        words=N_("Invitations to mentor"),
        count=lambda session, merge: len(_invitations(session, merge, merge.gone.email)),
    ),
)
movers.add("recruitment.next_year", Mover(frozenset({FutureInterest.__tablename__}), _move_interest))
