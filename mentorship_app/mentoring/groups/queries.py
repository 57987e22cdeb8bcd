"""Reading groups."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from mentorship_app.mentoring.groups.models import GroupMember, MentoringGroup
from mentorship_app.programs import Cohort, Enrollment

_MEMBERS = selectinload(MentoringGroup.members).joinedload(GroupMember.enrollment).joinedload(Enrollment.account)


def groups_of(session: Session, cohort: Cohort) -> Sequence[MentoringGroup]:
    """The running groups of a cohort by name, everybody in them loaded; two queries."""
    return session.scalars(
        select(MentoringGroup)
        .where(MentoringGroup.cohort_id == cohort.id, MentoringGroup.ended_on.is_(None))
        .options(_MEMBERS)
        .order_by(MentoringGroup.name, MentoringGroup.id)
    ).all()


def find_group(session: Session, cohort: Cohort, public_id: str) -> MentoringGroup | None:
    """A group of this cohort, running or not; None for an address of another."""
    return session.scalar(
        select(MentoringGroup)
        .where(MentoringGroup.cohort_id == cohort.id, MentoringGroup.public_id == public_id)
        .options(_MEMBERS, joinedload(MentoringGroup.cohort))
    )


def my_groups(session: Session, enrollment: Enrollment) -> Sequence[MentoringGroup]:
    """The running groups that somebody is in."""
    return session.scalars(
        select(MentoringGroup)
        .join(GroupMember)
        .where(GroupMember.enrollment_id == enrollment.id, MentoringGroup.ended_on.is_(None))
        .options(_MEMBERS)
        .order_by(MentoringGroup.name, MentoringGroup.id)
    ).all()
