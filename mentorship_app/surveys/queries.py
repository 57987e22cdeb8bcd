"""Looking waves up: for the person who was asked, for staff of the cohort."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import ScoreImport, Wave, WaveInvitee


def wave_called(session: Session, public_id: str) -> Wave | None:
    """The wave of an address; None if there is none."""
    return session.scalar(select(Wave).where(Wave.public_id == public_id))


def is_invited(session: Session, wave: Wave, account_id: UUID) -> bool:
    """Whether the person stands on the wave's frozen roster."""
    found = session.scalar(
        select(Enrollment.id)
        .join(WaveInvitee, WaveInvitee.enrollment_id == Enrollment.id)
        .where(WaveInvitee.wave_id == wave.id, Enrollment.account_id == account_id)
        .limit(1)
    )
    return found is not None


def open_waves_for(session: Session, account_id: UUID) -> Sequence[Wave]:
    """Open waves that ask this person, the one that closes first at the top."""
    # Somebody may be asked in two roles. No DISTINCT: PostgreSQL cannot compare the JSON among a wave's columns.
    asked = (
        select(WaveInvitee.wave_id)
        .join(Enrollment, Enrollment.id == WaveInvitee.enrollment_id)
        .where(Enrollment.account_id == account_id)
    )
    return session.scalars(
        select(Wave).where(Wave.status == WaveStatus.OPEN, Wave.id.in_(asked)).order_by(Wave.closes_on, Wave.id)
    ).all()


def waves_of(session: Session, cohort: Cohort) -> Sequence[Wave]:
    """All waves of the cohort in the order of the year."""
    return session.scalars(select(Wave).where(Wave.cohort_id == cohort.id).order_by(Wave.opens_on, Wave.id)).all()


def imports_of(session: Session, cohort: Cohort) -> Sequence[ScoreImport]:
    """All imports of the cohort, newest first."""
    return session.scalars(
        select(ScoreImport)
        .where(ScoreImport.cohort_id == cohort.id)
        .order_by(ScoreImport.created_at.desc(), ScoreImport.id)
    ).all()


def invited_counts(session: Session, cohort: Cohort) -> dict[UUID, int]:
    """How many people each opened wave of the cohort asked."""
    rows = session.execute(
        select(WaveInvitee.wave_id, func.count())
        .join(Wave, Wave.id == WaveInvitee.wave_id)
        .where(Wave.cohort_id == cohort.id)
        .group_by(WaveInvitee.wave_id)
    )
    return dict(rows.all())


def invited_count(session: Session, wave: Wave) -> int:
    """How many people the wave asked; 0 before it opens."""
    return session.scalar(select(func.count()).select_from(WaveInvitee).where(WaveInvitee.wave_id == wave.id)) or 0
