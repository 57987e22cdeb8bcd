"""Reading goals, by whoever may: a mentee their own, their mentors those that are shared, staff a rounded number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from mentorship_app.mentoring.goals.enums import GoalStatus
from mentorship_app.mentoring.goals.models import Goal
from mentorship_app.mentoring.goals.services import UNDO
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus

FLOOR = 5
"""Below so many mentees with a goal, or without one, no number is told; above, it is told in steps of so many."""


def goals_of(session: Session, mentee: Enrollment) -> Sequence[Goal]:
    """A mentee's own goals, oldest first: what is open, and what is over."""
    return session.scalars(_goals(mentee.id)).all()


def shared_goals_of(session: Session, mentee_id: UUID) -> Sequence[Goal]:
    """Those that the mentors of this mentee read, oldest first."""
    return session.scalars(_goals(mentee_id).where(Goal.shared.is_(True))).all()


def deleted_goals_of(session: Session, mentee: Enrollment, *, now: datetime) -> Sequence[Goal]:
    """Those that their mentee can still bring back, the last one first."""
    lately = Goal.deleted_at > now - UNDO
    return session.scalars(
        _loaded().where(Goal.enrollment_id == mentee.id, lately).order_by(Goal.deleted_at.desc(), Goal.id)
    ).all()


def find_goal(session: Session, mentee_ids: Sequence[UUID], public_id: str) -> Goal | None:
    """A goal of one of these enrollments, deleted or not; None for anybody else's."""
    return session.scalar(_loaded().where(Goal.enrollment_id.in_(mentee_ids), Goal.public_id == public_id))


def count_open(session: Session, mentee_ids: Sequence[UUID], *, shared_only: bool = False) -> dict[UUID, int]:
    """How many goals each of these mentees is working on; ``shared_only`` as a mentor counts them."""
    wanted: list[ColumnElement[bool]] = [
        Goal.enrollment_id.in_(mentee_ids),
        Goal.deleted_at.is_(None),
        Goal.status == GoalStatus.OPEN,
    ]
    if shared_only:
        wanted.append(Goal.shared.is_(True))
    counted = session.execute(
        select(Goal.enrollment_id, func.count(Goal.id)).where(*wanted).group_by(Goal.enrollment_id)
    )
    return dict(counted.all())


@dataclass(frozen=True)
class GoalCount:
    """How many mentees have a goal, rounded down to a step of ``FLOOR``; None where no number can be told."""

    at_least: int | None
    mentees: int


def count_mentees_with_goal(session: Session, cohort: Cohort) -> GoalCount:
    """The one thing that staff learn of goals: no step says of anybody whether they have one."""
    mine = (
        Enrollment.cohort_id == cohort.id,
        Enrollment.role == CohortRole.MENTEE,
        Enrollment.status == EnrollmentStatus.ACTIVE,
    )
    mentees, having = session.execute(
        select(func.count(Enrollment.id.distinct()), func.count(Goal.enrollment_id.distinct()))
        .outerjoin(Goal, (Goal.enrollment_id == Enrollment.id) & Goal.deleted_at.is_(None))
        .where(*mine)
    ).one()
    return GoalCount(_told(having, mentees), mentees)


def _told(having: int, mentees: int) -> int | None:
    # Never so high a step that fewer than FLOOR are left: it would tell of each of them.
    highest = (mentees - FLOOR) // FLOOR * FLOOR
    told = min(having // FLOOR * FLOOR, highest)
    return told if told >= FLOOR else None


def _goals(mentee_id: UUID) -> Select[Goal]:
    return (
        _loaded().where(Goal.enrollment_id == mentee_id, Goal.deleted_at.is_(None)).order_by(Goal.created_at, Goal.id)
    )


def _loaded() -> Select[Goal]:
    # One form is shared by most: fetched once, not beside each row.
    return select(Goal).options(
        selectinload(Goal.form_version), joinedload(Goal.enrollment).joinedload(Enrollment.cohort)
    )
