"""Reading wishes for mentors."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager

from mentorship_app.accounts import Account
from mentorship_app.mentoring.enums import PairingKind
from mentorship_app.mentoring.team.models import TeamWish
from mentorship_app.programs import Cohort, Enrollment, EnrollmentStatus


def own_wishes(session: Session, mentee: Enrollment) -> frozenset[PairingKind]:
    """What this mentee asks for and nobody has settled."""
    mine = TeamWish.enrollment_id == mentee.id, TeamWish.settled_at.is_(None)
    return frozenset(session.scalars(select(TeamWish.kind).where(*mine)))


def open_wishes(cohort: Cohort) -> Select[TeamWish]:
    """What mentees of a cohort ask for, by name and never by when: nobody is first in a line."""
    return (
        select(TeamWish)
        .join(TeamWish.enrollment)
        .join(Enrollment.account)
        .options(contains_eager(TeamWish.enrollment).contains_eager(Enrollment.account))
        .where(
            Enrollment.cohort_id == cohort.id,
            Enrollment.status == EnrollmentStatus.ACTIVE,
            TeamWish.settled_at.is_(None),
        )
        .order_by(Account.name, TeamWish.kind, TeamWish.id)
    )


def find_wish(session: Session, cohort: Cohort, public_id: str) -> TeamWish | None:
    """A wish of this cohort, settled or not; None for an address of another."""
    return session.scalar(
        select(TeamWish)
        .join(TeamWish.enrollment)
        .where(Enrollment.cohort_id == cohort.id, TeamWish.public_id == public_id)
    )
