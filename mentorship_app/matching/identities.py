"""Who somebody says they are, for many people at once. For matching and for the pages of a pair: never for staff."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorship_app.forms.identity import MatchingIdentity, WithIdentity, matching_identity, shown_to_match
from mentorship_app.intake import Profile
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.questions.conditions import Answer
from mentorship_app.questions.questionnaire import Question
from mentorship_app.recruitment import MentorApplication

Shown = tuple[tuple[Question, Answer], ...]


def holder_of(session: Session, enrollment: Enrollment) -> WithIdentity | None:
    """What keeps the person's answers: the intake they sent, or the application that made them a mentor."""
    if enrollment.role is CohortRole.MENTEE:
        return session.scalar(
            select(Profile).where(Profile.enrollment_id == enrollment.id, Profile.submitted_at.is_not(None))
        )
    return next(iter(_applications(session, [enrollment.id])), None)


def identities_of(session: Session, enrollment_ids: Iterable[UUID]) -> dict[UUID, MatchingIdentity]:
    """What matching knows of each person who said something; two queries for all."""
    return {
        enrollment_id: matching_identity(holder)
        for enrollment_id, holder in _holders(session, enrollment_ids).items()
        if holder.identity_answers
    }


def shown_to_matches(session: Session, enrollment_ids: Iterable[UUID]) -> dict[UUID, Shown]:
    """What each person lets the other person of their pair read; two queries for all."""
    return {
        enrollment_id: shown
        for enrollment_id, holder in _holders(session, enrollment_ids).items()
        if (shown := shown_to_match(holder))
    }


def _holders(session: Session, enrollment_ids: Iterable[UUID]) -> dict[UUID, WithIdentity]:
    wanted = list(enrollment_ids)
    profiles = session.scalars(
        select(Profile)
        .options(joinedload(Profile.identity_version))
        .where(Profile.enrollment_id.in_(wanted), Profile.submitted_at.is_not(None))
    )
    found: dict[UUID, WithIdentity] = {profile.enrollment_id: profile for profile in profiles}
    for application in _applications(session, wanted):
        if application.enrollment_id is not None:
            found.setdefault(application.enrollment_id, application)
    return found


def _applications(session: Session, enrollment_ids: Sequence[UUID]) -> Sequence[MentorApplication]:
    """The newest first: somebody may have answered two calls of one cohort."""
    return session.scalars(
        select(MentorApplication)
        .options(joinedload(MentorApplication.identity_version))
        .where(MentorApplication.enrollment_id.in_(enrollment_ids))
        .order_by(MentorApplication.submitted_at.desc(), MentorApplication.id)
    ).all()
