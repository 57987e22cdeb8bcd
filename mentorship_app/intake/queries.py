"""Reading profiles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, load_only, selectinload

from mentorship_app.accounts import Account
from mentorship_app.intake.models import Profile
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.questions.conditions import Answer
from mentorship_app.questions.questionnaire import Question, Readers


def profile_of(session: Session, enrollment: Enrollment) -> Profile | None:
    """The profile of a mentee; None if it was never begun."""
    return session.scalar(select(Profile).where(Profile.enrollment_id == enrollment.id))


def sent_profiles(session: Session, enrollment_ids: Iterable[UUID]) -> dict[UUID, Profile]:
    """The profiles that were sent, by enrollment; two queries for all."""
    found = session.scalars(
        select(Profile)
        # One form is shared by most: fetched once, not beside each row; and no draft is read.
        .options(
            load_only(Profile.enrollment_id, Profile.form_version_id, Profile.answers, Profile.submitted_at),
            selectinload(Profile.form_version),
        )
        .where(Profile.enrollment_id.in_(list(enrollment_ids)), Profile.submitted_at.is_not(None))
    )
    return {profile.enrollment_id: profile for profile in found}


@dataclass(frozen=True)
class IntakeCount:
    """How many of a cohort's active mentees have sent their intake."""

    sent: int
    mentees: int

    @property
    def missing(self) -> int:
        return self.mentees - self.sent


def count_sent(session: Session, cohort: Cohort) -> IntakeCount:
    """Sent intakes of the cohort, with their denominator."""
    mentees, sent = session.execute(
        select(func.count(Enrollment.id), func.count(Profile.submitted_at))
        .outerjoin(Profile, Profile.enrollment_id == Enrollment.id)
        .where(*_active_mentees(cohort))
    ).one()
    return IntakeCount(sent=sent, mentees=mentees)


def mentees_without_intake(session: Session, cohort: Cohort) -> Sequence[Enrollment]:
    """Active mentees who have not sent their intake, by name."""
    return session.scalars(
        select(Enrollment)
        .join(Enrollment.account)
        .outerjoin(Profile, Profile.enrollment_id == Enrollment.id)
        .where(*_active_mentees(cohort), Profile.submitted_at.is_(None))
        .order_by(Account.name, Enrollment.id)
    ).all()


def intake_is_sent() -> ColumnElement[bool]:
    """Whether the ``Enrollment`` of the query around has sent an intake."""
    return exists().where(Profile.enrollment_id == Enrollment.id, Profile.submitted_at.is_not(None))


def shared_with_mentor(profile: Profile) -> tuple[tuple[Question, Answer], ...]:
    """What the mentor of an active pair may read of a sent profile, in the order it was asked."""
    return tuple(
        (question, profile.answers[question.id])
        for question in profile.questionnaire.questions()
        if question.readers.include(Readers.MATCH) and question.id in profile.answers
    )


def _active_mentees(cohort: Cohort) -> tuple[Any, ...]:
    return (
        Enrollment.cohort_id == cohort.id,
        Enrollment.role == CohortRole.MENTEE,
        Enrollment.status == EnrollmentStatus.ACTIVE,
    )
