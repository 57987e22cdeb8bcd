"""The hours of a cohort: what its mentors promise together, and what its mentees need."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.programs.enums import CohortRole, EnrollmentStatus
from mentorship_app.programs.models import Cohort, Enrollment
from mentorship_app.programs.support import SupportPlan


@dataclass(frozen=True)
class Hours:
    """Hours a month. ``silent``: mentors with places who promised none; ``needed``: None where no plan says it."""

    promised: float
    silent: int
    mentees: int
    needed: float | None


def hours_of(session: Session, cohort: Cohort) -> Hours:
    """What active mentors promised for all their places, and the plan's hours for each active mentee; three queries."""
    active = (Enrollment.cohort_id == cohort.id, Enrollment.status == EnrollmentStatus.ACTIVE)
    mentor = (*active, Enrollment.role == CohortRole.MENTOR, Enrollment.capacity > 0)
    promised, mentors, said = session.execute(
        select(
            func.sum(Enrollment.hours_per_month * Enrollment.capacity),
            func.count(),
            func.count(Enrollment.hours_per_month),
        ).where(*mentor)
    ).one()
    mentees = session.scalar(select(func.count()).where(*active, Enrollment.role == CohortRole.MENTEE)) or 0
    each = session.scalar(select(SupportPlan.mentee_hours).where(SupportPlan.cohort_id == cohort.id))
    return Hours(float(promised or 0), mentors - said, mentees, None if each is None else each * mentees)
