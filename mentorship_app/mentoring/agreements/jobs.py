"""What the worker does for agreements: draw copies, and remind both sides once of the day of review."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.core.phrases import Phrase
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs import Job, JobContext, job_kinds
from mentorship_app.jobs.queue import MAX_ATTEMPTS, repeating
from mentorship_app.mentoring.agreements import copies, notifications
from mentorship_app.mentoring.agreements.models import (
    Agreement,
    AgreementSignature,
    AgreementStatus,
    AgreementVersion,
)
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs import CohortRole
from mentorship_app.programs.absences import away_on

REMIND_BEFORE = timedelta(days=14)
IN_PEACE = timedelta(days=7)
"""Nobody is reminded so soon after the agreement came into force."""
MORNING, EVENING = time(7, 0), time(19, 0)
_FURTHEST_EAST = timedelta(days=1)
"""So far may the day of a program be ahead of the day of the server."""


@repeating.register("mentoring.agreement_review")
def remind_of_reviews(context: JobContext) -> None:
    """One transaction for each agreement; costs one look while no day of review is near."""
    with reading(context.engine).begin() as session:
        due = [version.id for version in _near(session, now=context.now) if _to_remind(session, version, context.now)]
    for version_id in due:
        with writing(context.engine).begin() as session:
            version = session.get(AgreementVersion, version_id, with_for_update=True)
            if version is None or version.status is not AgreementStatus.IN_FORCE:
                continue
            for signature in _to_remind(session, version, context.now):
                pairing = version.agreement.pairing
                notifications.remind_of_review(session, pairing, version, signature.side, now=context.now)
                signature.reminded_at = context.now


def _near(session: Session, *, now: datetime) -> Sequence[AgreementVersion]:
    """Agreements of running pairs in force whose review is less than two weeks away and that somebody waits for."""
    today = now.date()
    return session.scalars(
        select(AgreementVersion)
        .join(AgreementVersion.agreement)
        .join(Agreement.pairing)
        .where(
            AgreementVersion.status == AgreementStatus.IN_FORCE,
            AgreementVersion.review_on >= today - _FURTHEST_EAST,
            AgreementVersion.review_on <= today + REMIND_BEFORE + _FURTHEST_EAST,
            AgreementVersion.signatures.any(AgreementSignature.reminded_at.is_(None)),
            Pairing.status == PairingStatus.ACTIVE,
        )
        .order_by(AgreementVersion.id)
    ).all()


def _to_remind(session: Session, version: AgreementVersion, now: datetime) -> list[AgreementSignature]:
    """Who is reminded now: by day, on a day on which they are not away, and nobody for whom a change is proposed."""
    pairing = version.agreement.pairing
    timezone = pairing.cohort.program.timezone
    today = clock.local_date(now, timezone)
    is_by_day = MORNING <= now.astimezone(ZoneInfo(timezone)).time() < EVENING
    is_near = version.review_on - REMIND_BEFORE <= today <= version.review_on
    is_settled = version.in_force_at is not None and now - version.in_force_at >= IN_PEACE
    if not (is_by_day and is_near and is_settled) or version.agreement.proposed or pairing.someone_left:
        return []
    away = away_on(session, [pairing.mentor_id, pairing.mentee_id], today)
    return [
        one
        for one in version.signatures
        if one.reminded_at is None
        and (pairing.mentor_id if one.side is CohortRole.MENTOR else pairing.mentee_id) not in away
    ]


@job_kinds.register(copies.DRAW)
def draw_copy(context: JobContext, payload: dict[str, Any]) -> None:
    """Draw one copy. Running twice changes nothing; what fails is written on it, in words for whoever asked."""
    copy_id = UUID(payload["copy_id"])
    try:
        copies.draw(context.engine, copy_id, now=context.now)
    except AppError as error:
        values = {name: str(value) for name, value in error.values.items()}
        copies.fail(context.engine, copy_id, Phrase(error.message, values))
    except Exception:
        if _attempt(context) >= MAX_ATTEMPTS:
            copies.fail(context.engine, copy_id, Phrase(copies.UNEXPECTED))
        raise


def _attempt(context: JobContext) -> int:
    if context.job_id is None:
        return 1
    with reading(context.engine).begin() as session:
        job = session.get(Job, context.job_id)
        return job.attempts if job is not None else 1
