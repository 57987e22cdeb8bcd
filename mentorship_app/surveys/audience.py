"""Whom a wave asks: the people of its groups on the day it opens."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.surveys.enums import AudienceGroup
from mentorship_app.surveys.models import Wave


def roster_of(session: Session, wave: Wave) -> Sequence[Enrollment]:
    """Whom the wave asks, or would ask today: once each, in a stable order."""
    return people_in(session, wave.cohort, wave.groups)


def people_in(session: Session, cohort: Cohort, groups: Collection[AudienceGroup]) -> Sequence[Enrollment]:
    """Those who take part and belong to one of the groups: once each, in a stable order."""
    found: list[Enrollment] = []
    if AudienceGroup.MENTORS in groups:
        found += _active(session, cohort, CohortRole.MENTOR)
    if not {AudienceGroup.MENTEES, AudienceGroup.UNMATCHED}.isdisjoint(groups):
        paired = paired_mentees(session, cohort)
        found += [
            mentee
            for mentee in _active(session, cohort, CohortRole.MENTEE)
            if (AudienceGroup.MENTEES if mentee.id in paired else AudienceGroup.UNMATCHED) in groups
        ]
    if AudienceGroup.ALUMNI in groups:
        found += _alumni(session, cohort)
    return _once_each(found)


def paired_mentees(session: Session, cohort: Cohort) -> frozenset[UUID]:
    """Enrollment ids of the cohort's mentees who have a mentor."""
    rows = session.scalars(
        select(Pairing.mentee_id)
        .join(Enrollment, Enrollment.id == Pairing.mentee_id)
        .where(Enrollment.cohort_id == cohort.id, Pairing.status == PairingStatus.ACTIVE)
    )
    return frozenset(rows)


def _active(session: Session, cohort: Cohort, role: CohortRole) -> Sequence[Enrollment]:
    return session.scalars(
        select(Enrollment)
        .where(
            Enrollment.cohort_id == cohort.id,
            Enrollment.role == role,
            Enrollment.status == EnrollmentStatus.ACTIVE,
        )
        .order_by(Enrollment.id)
    ).all()


def _alumni(session: Session, cohort: Cohort) -> list[Enrollment]:
    """Mentees of cohorts that ended before this one began, by their last enrollment; not who takes part again."""
    here = select(Enrollment.account_id).where(Enrollment.cohort_id == cohort.id)
    earlier = session.scalars(
        select(Enrollment)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(
            Cohort.program_id == cohort.program_id,
            Cohort.ends_on <= cohort.starts_on,
            Enrollment.role == CohortRole.MENTEE,
            Enrollment.status == EnrollmentStatus.ACTIVE,
            Enrollment.account_id.not_in(here),
        )
        .order_by(Cohort.ends_on.desc(), Enrollment.id)
    )
    return list(earlier)


def _once_each(people: Sequence[Enrollment]) -> list[Enrollment]:
    """The first enrollment of each account: somebody must not be asked twice."""
    first: dict[UUID, Enrollment] = {}
    for enrollment in people:
        first.setdefault(enrollment.account_id, enrollment)
    return sorted(first.values(), key=lambda enrollment: enrollment.id)
