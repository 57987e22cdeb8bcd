"""Conflicts of interest: declared by either side or by the coordinator, told to nobody on the other side.

Staff read the reasons that are about work. What is personal (family, treatment, an earlier complaint) they read only as
"personal" when one of the two declared it: hiding one of these reasons alone would name it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from mentorship_app import audit
from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, NotAllowed
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.enums import ConflictReason, Declarer
from mentorship_app.mentoring.models import ConflictOfInterest
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Program

__all__ = ["ConflictOfInterest", "ConflictReason", "Declarer"]

PERSONAL = frozenset({ConflictReason.FAMILY, ConflictReason.TREATING_RELATION, ConflictReason.PRIOR_COMPLAINT})
"""Reasons that say something about a life outside work; those who declared them keep them to themselves."""

OPEN_TO_EXCEPTION = frozenset(
    {ConflictReason.SUPERVISOR_THIS_BLOCK, ConflictReason.EVALUATOR, ConflictReason.COMPETENCE_COMMITTEE}
)
"""Reasons despite which a coordinator may pair two people, with a rationale. The others allow no exception."""

REASON_WORDS: Mapping[ConflictReason, str] = MappingProxyType(
    {
        ConflictReason.PROGRAM_DIRECTOR: N_("One directs the program of the other, or is the deputy"),
        ConflictReason.COMPETENCE_COMMITTEE: N_("One sits on the competence committee of the other"),
        ConflictReason.EVALUATOR: N_("One evaluates the other"),
        ConflictReason.SUPERVISOR_THIS_BLOCK: N_("One supervises the other in this block"),
        ConflictReason.FAMILY: N_("Family, or a close personal relation"),
        ConflictReason.TREATING_RELATION: N_("One treats the other"),
        ConflictReason.PRIOR_COMPLAINT: N_("There was a complaint between the two"),
    }
)
"""How a reason is called, for participants and staff alike."""


def declare(
    session: Session,
    program: Program,
    *,
    mentor: Account,
    mentee: Account,
    reason: ConflictReason,
    declared_by: Declarer,
    by: Actor,
    now: datetime,
    until: date | None = None,
) -> ConflictOfInterest:
    """Keep these two apart, through the day ``until``. Declaring the same again only changes the day.

    No mail goes out. Raises NotAllowed for one person twice, FieldError("until") for a day that is over.
    """
    if mentor.id == mentee.id:
        raise NotAllowed(N_("Nobody has a conflict of interest with themselves."))
    if until is not None and until < clock.local_date(now, program.timezone):
        raise FieldError("until", N_("This day is over. Choose a later day, or leave it empty."))
    conflict = session.scalar(
        select(ConflictOfInterest).where(
            *_between(program, mentor.id, mentee.id),
            ConflictOfInterest.reason == reason,
            ConflictOfInterest.declared_by == declared_by,
        )
    )
    if conflict is None:
        conflict = ConflictOfInterest(
            program_id=program.id, mentor=mentor, mentee=mentee, reason=reason, declared_by=declared_by, created_at=now
        )
        session.add(conflict)
    conflict.until = until
    session.flush()
    _record(session, "mentoring.conflict.declared", conflict, by=by, now=now)
    return conflict


def lift(session: Session, conflict: ConflictOfInterest, *, declared_by: Declarer, by: Actor, now: datetime) -> None:
    """Take a declaration back; only the side that made it may. Raises NotAllowed for the others."""
    if conflict.declared_by is not declared_by or not _is_theirs(conflict, declared_by, by):
        raise NotAllowed(N_("Only who declared this can take it back."))
    _record(session, "mentoring.conflict.lifted", conflict, by=by, now=now)
    session.delete(conflict)
    session.flush()


def _is_theirs(conflict: ConflictOfInterest, side: Declarer, by: Actor) -> bool:
    owners = {Declarer.MENTOR: conflict.mentor_account_id, Declarer.MENTEE: conflict.mentee_account_id}
    return side not in owners or owners[side] == by.account_id


def conflicts_between(
    session: Session, program: Program, mentor: Account, mentee: Account, *, today: date
) -> tuple[ConflictOfInterest, ...]:
    """What stands between the two on that day, oldest first. For staff, show :func:`reason_for_staff`."""
    found = session.scalars(
        select(ConflictOfInterest)
        .where(*_between(program, mentor.id, mentee.id), holds_on(today))
        .order_by(ConflictOfInterest.created_at, ConflictOfInterest.id)
    )
    return tuple(found)


def conflicts_of(session: Session, program: Program, account_id: UUID, *, today: date) -> Sequence[ConflictOfInterest]:
    """Every conflict that a person has on that day, by whomever it was declared: for staff only. Both people loaded."""
    return session.scalars(
        select(ConflictOfInterest)
        .where(
            ConflictOfInterest.program_id == program.id,
            or_(ConflictOfInterest.mentor_account_id == account_id, ConflictOfInterest.mentee_account_id == account_id),
            holds_on(today),
        )
        .options(joinedload(ConflictOfInterest.mentor), joinedload(ConflictOfInterest.mentee))
        .order_by(ConflictOfInterest.created_at, ConflictOfInterest.id)
    ).all()


def declared_by_person(
    session: Session, program: Program, account_id: UUID, *, today: date | None = None
) -> Sequence[ConflictOfInterest]:
    """What this person declared, as mentor or as mentee; nothing that others declared. With ``today``: what holds."""
    own = or_(
        and_(
            ConflictOfInterest.declared_by == Declarer.MENTOR,
            ConflictOfInterest.mentor_account_id == account_id,
        ),
        and_(
            ConflictOfInterest.declared_by == Declarer.MENTEE,
            ConflictOfInterest.mentee_account_id == account_id,
        ),
    )
    found = (
        select(ConflictOfInterest)
        .where(ConflictOfInterest.program_id == program.id, own)
        .options(joinedload(ConflictOfInterest.mentor), joinedload(ConflictOfInterest.mentee))
        .order_by(ConflictOfInterest.created_at, ConflictOfInterest.id)
    )
    return session.scalars(found if today is None else found.where(holds_on(today))).all()


def reason_for_staff(conflict: ConflictOfInterest) -> ConflictReason | None:
    """The reason as far as staff may read it; None for what one of the two declared as personal."""
    is_own = conflict.declared_by is Declarer.COORDINATOR
    return conflict.reason if is_own or conflict.reason not in PERSONAL else None


def allows_exception(conflicts: Sequence[ConflictOfInterest]) -> bool:
    """Whether a coordinator may pair two people despite all of these."""
    return all(conflict.reason in OPEN_TO_EXCEPTION for conflict in conflicts)


def side_of(enrollment: Enrollment) -> Declarer:
    """As whom this person declares."""
    return Declarer.MENTOR if enrollment.role is CohortRole.MENTOR else Declarer.MENTEE


def holds_on(today: date) -> ColumnElement[bool]:
    """The condition that a conflict is not over."""
    return or_(ConflictOfInterest.until.is_(None), ConflictOfInterest.until >= today)


def conflicts_in(session: Session, cohort: Cohort, *, today: date) -> Sequence[ConflictOfInterest]:
    """Every conflict of the cohort's program on that day, oldest first; one query."""
    return session.scalars(
        select(ConflictOfInterest)
        .where(ConflictOfInterest.program_id == cohort.program_id, holds_on(today))
        .order_by(ConflictOfInterest.created_at, ConflictOfInterest.id)
    ).all()


def pairs_in_conflict(session: Session, cohort: Cohort, *, today: date) -> frozenset[tuple[UUID, UUID]]:
    """Account ids (mentor, mentee) of the program's conflicts on that day; one query."""
    rows = session.execute(
        select(ConflictOfInterest.mentor_account_id, ConflictOfInterest.mentee_account_id).where(
            ConflictOfInterest.program_id == cohort.program_id, holds_on(today)
        )
    )
    return frozenset((mentor, mentee) for mentor, mentee in rows)


def _between(program: Program, mentor_id: UUID, mentee_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        ConflictOfInterest.program_id == program.id,
        ConflictOfInterest.mentor_account_id == mentor_id,
        ConflictOfInterest.mentee_account_id == mentee_id,
    )


def _record(session: Session, action: str, conflict: ConflictOfInterest, *, by: Actor, now: datetime) -> None:
    # With whom and why stays out of the log, which is read by more people and for longer.
    audit.record(session, action, by=by, subject=conflict, at=now, program_id=conflict.program_id)
