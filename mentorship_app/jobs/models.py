"""The queue."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped


class JobStatus(StrEnum):
    """Where a piece of work stands."""

    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"


class Job(Identified, Timestamped, Base):
    """One piece of work. A lease that runs out puts it back, so a worker that dies loses nothing."""

    __tablename__ = "job"

    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    """Ids and plain values; never an answer, a token or a name."""
    status: Mapped[JobStatus] = mapped_column(default=JobStatus.QUEUED)
    run_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    dedupe_key: Mapped[str | None] = mapped_column(unique=True)
    """While set, the same work cannot be enqueued again; cleared when the job ends."""
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None]
    program_id: Mapped[UUID | None]

    __table_args__ = (Index("ix_job_status_run_at", "status", "run_at"),)
