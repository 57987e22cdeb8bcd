"""Putting work in the queue, and taking it out one lease at a time."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, or_, select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.core.limits import Limits
from mentorship_app.core.registry import Registry
from mentorship_app.db.engine import writing
from mentorship_app.jobs.models import Job, JobStatus

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 5
BACKOFF = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))


@dataclass(frozen=True)
class JobContext:
    """What a job may use. ``now`` is the time at which it started."""

    engine: Engine
    keyring: Keyring
    instance: Path
    base_url: str
    now: datetime
    job_id: UUID | None = None
    limits: Limits = field(default_factory=Limits)
    """For work that draws in a process of its own."""

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is, in its own short transaction, so that a page can show it."""
        if self.job_id is None:
            return
        with writing(self.engine).begin() as session:
            job = session.get(Job, self.job_id)
            if job is not None:
                job.progress_done, job.progress_total = done, total


JobFunction = Callable[[JobContext, dict[str, Any]], None]
job_kinds: Registry[JobFunction] = Registry("job kind")
"""``@job_kinds.register("reports.build")`` over a function of context and payload; must be safe to run twice."""

RepeatingFunction = Callable[[JobContext], None]
repeating: Registry[RepeatingFunction] = Registry("repeating job")
"""Work that the worker does on every round: list ids, one transaction each, safe to run twice."""


def enqueue(
    session: Session,
    kind: str,
    payload: dict[str, Any],
    *,
    now: datetime,
    run_at: datetime | None = None,
    dedupe: str | None = None,
    program_id: UUID | None = None,
) -> Job:
    """Add work in the caller's transaction. With ``dedupe``, work of that key that still waits or runs is returned."""
    if dedupe is not None:
        waiting = session.scalar(select(Job).where(Job.dedupe_key == dedupe))
        if waiting is not None:
            return waiting
    job = Job(
        kind=kind, payload=payload, created_at=now, run_at=run_at or now, dedupe_key=dedupe, program_id=program_id
    )
    session.add(job)
    session.flush()
    return job


def lease_next(session: Session, *, now: datetime) -> Job | None:
    """Take the oldest due job, or one whose lease ran out; None when there is nothing to do."""
    due = (
        select(Job)
        .where(
            Job.run_at <= now,
            or_(Job.status == JobStatus.QUEUED, (Job.status == JobStatus.LEASED) & (Job.lease_until < now)),
        )
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session.scalar(due)
    if job is not None:
        job.status, job.lease_until, job.attempts = JobStatus.LEASED, now + LEASE, job.attempts + 1
        session.flush()
    return job


def finish(session: Session, job_id: UUID, *, now: datetime) -> None:
    """Mark work as done."""
    job = session.get_one(Job, job_id)
    job.status, job.finished_at, job.lease_until, job.dedupe_key, job.error = JobStatus.DONE, now, None, None, ""


def give_back(session: Session, job_id: UUID, error: BaseException, *, now: datetime) -> None:
    """Put failed work back with a growing pause; after five attempts it is failed for good.

    Only the kind of error is stored: its text could quote somebody's answer.
    """
    job = session.get_one(Job, job_id)
    job.error, job.lease_until = type(error).__name__, None
    if job.attempts >= MAX_ATTEMPTS:
        job.status, job.finished_at, job.dedupe_key = JobStatus.FAILED, now, None
    else:
        job.status, job.run_at = JobStatus.QUEUED, now + BACKOFF[min(job.attempts, len(BACKOFF)) - 1]


def run_next(context: JobContext) -> bool:
    """Run one due job, if any; True if there was one. A failure is recorded, never raised."""
    with writing(context.engine).begin() as session:
        job = lease_next(session, now=context.now)
        if job is None:
            return False
        job_id, kind, payload = job.id, job.kind, dict(job.payload)
    mine = replace(context, job_id=job_id)
    try:
        job_kinds[kind](mine, payload)
    except Exception as error:
        logger.exception("job failed", extra={"job_id": str(job_id), "kind": kind})
        with writing(context.engine).begin() as session:
            give_back(session, job_id, error, now=context.now)
    else:
        with writing(context.engine).begin() as session:
            finish(session, job_id, now=context.now)
    return True
