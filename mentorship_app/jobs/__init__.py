"""Work that outlives a request: enqueued in the transaction that caused it, leased, retried, with progress."""

from mentorship_app.jobs.models import Job, JobStatus
from mentorship_app.jobs.queue import JobContext, enqueue, job_kinds, repeating

__all__ = ["Job", "JobContext", "JobStatus", "enqueue", "job_kinds", "repeating"]
