"""Which kinds of pairs a cohort has to do with."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.intake import MentorChoice, Profile
from mentorship_app.matching.models import MatchRun
from mentorship_app.mentoring import Pairing, PairingKind, PairingStatus
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus

_ASKED = "functions"
"""The question of the intake that asks which mentors somebody would like to have."""


def kinds_in_use(session: Session, cohort: Cohort, *, but_also: PairingKind | None = None) -> tuple[PairingKind, ...]:
    """The primary kind, and those that a mentee asked for, that somebody has, or that were run; four queries."""
    mine = (
        Enrollment.cohort_id == cohort.id,
        Enrollment.role == CohortRole.MENTEE,
        Enrollment.status == EnrollmentStatus.ACTIVE,
    )
    found = {PairingKind.PRIMARY} | ({but_also} if but_also else set())
    found |= set(session.scalars(select(MatchRun.kind).where(MatchRun.cohort_id == cohort.id).distinct()))
    found |= set(
        session.scalars(
            select(MentorChoice.function)
            .join(Enrollment, Enrollment.id == MentorChoice.mentee_id)
            .join(Profile, Profile.enrollment_id == Enrollment.id)
            .where(*mine, Profile.submitted_at.is_not(None))
            .distinct()
        )
    )
    found |= set(
        session.scalars(
            select(Pairing.kind)
            .where(Pairing.cohort_id == cohort.id, Pairing.status == PairingStatus.ACTIVE)
            .distinct()
        )
    )
    answers = session.scalars(
        select(Profile.answers[_ASKED].as_string())
        .join(Enrollment, Enrollment.id == Profile.enrollment_id)
        .where(*mine, Profile.submitted_at.is_not(None))
        .distinct()
    )
    asked = [answer for answer in answers if answer]
    found |= {kind for kind in PairingKind if any(f'"{kind.value}"' in answer for answer in asked)}
    return tuple(kind for kind in PairingKind if kind in found)
