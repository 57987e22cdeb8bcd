"""What the worker does for goals."""

from typing import Any
from uuid import UUID

from mentorship_app.core.errors import AppError
from mentorship_app.core.phrases import Phrase
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs import Job, JobContext, job_kinds
from mentorship_app.jobs.queue import MAX_ATTEMPTS, repeating
from mentorship_app.mentoring.goals import plan, services


@job_kinds.register(plan.DRAW)
def draw_plan(context: JobContext, payload: dict[str, Any]) -> None:
    """Draw one plan. Running twice changes nothing; what fails is written on it, in words for its mentee."""
    plan_id = UUID(payload["plan_id"])
    try:
        plan.draw(context.engine, context.keyring, plan_id, now=context.now)
    except AppError as error:
        values = {name: str(value) for name, value in error.values.items()}
        plan.fail(context.engine, plan_id, Phrase(error.message, values))
    except Exception:
        if _attempt(context) >= MAX_ATTEMPTS:
            plan.fail(context.engine, plan_id, Phrase(plan.UNEXPECTED))
        raise


def _attempt(context: JobContext) -> int:
    if context.job_id is None:
        return 1
    with reading(context.engine).begin() as session:
        job = session.get(Job, context.job_id)
        return job.attempts if job is not None else 1


@repeating.register("mentoring.goals")
def sweep_deleted(context: JobContext) -> None:
    """Delete goals for good once their deletion cannot be undone any more."""
    with reading(context.engine).begin() as session:
        if not services.any_to_sweep(session, now=context.now):
            return
    with writing(context.engine).begin() as session:
        services.sweep(session, now=context.now)
