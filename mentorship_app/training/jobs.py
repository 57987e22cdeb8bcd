"""What the worker does for training."""

from typing import Any
from uuid import UUID

from mentorship_app.core.errors import AppError
from mentorship_app.core.phrases import Phrase
from mentorship_app.db.engine import reading
from mentorship_app.jobs import Job, JobContext, job_kinds
from mentorship_app.jobs.queue import MAX_ATTEMPTS
from mentorship_app.training import certificates


@job_kinds.register(certificates.DRAW)
def draw_certificate(context: JobContext, payload: dict[str, Any]) -> None:
    """Draw one certificate. Running twice changes nothing; what fails is written on it, in words for whoever asked."""
    certificate_id = UUID(payload["certificate_id"])
    try:
        certificates.draw(context.engine, certificate_id, now=context.now)
    except AppError as error:
        values = {name: str(value) for name, value in error.values.items()}
        certificates.fail(context.engine, certificate_id, Phrase(error.message, values))
    except Exception:
        if _attempt(context) >= MAX_ATTEMPTS:
            certificates.fail(context.engine, certificate_id, Phrase(certificates.UNEXPECTED))
        raise


def _attempt(context: JobContext) -> int:
    if context.job_id is None:
        return 1
    with reading(context.engine).begin() as session:
        job = session.get(Job, context.job_id)
        return job.attempts if job is not None else 1
