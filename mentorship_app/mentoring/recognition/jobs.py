"""What the worker does for letters: one, or all of a cohort."""

from typing import Any
from uuid import UUID

from mentorship_app.core.errors import AppError
from mentorship_app.core.phrases import Phrase
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs import Job, JobContext, enqueue, job_kinds
from mentorship_app.jobs.queue import MAX_ATTEMPTS
from mentorship_app.mentoring.recognition import letters

AT_ONCE = 60
"""Letters that one piece of work draws: far fewer than its lease lasts for."""


@job_kinds.register(letters.DRAW)
def draw_letter(context: JobContext, payload: dict[str, Any]) -> None:
    """Draw one letter. Running twice changes nothing; what fails is written on it, in words for whoever asked."""
    letter_id = UUID(payload["letter_id"])
    try:
        _draw(context, letter_id)
    except Exception:
        if _attempt(context) >= MAX_ATTEMPTS:
            letters.fail(context.engine, letter_id, Phrase(letters.UNEXPECTED))
        raise


@job_kinds.register(letters.DRAW_ALL)
def draw_letters(context: JobContext, payload: dict[str, Any]) -> None:
    """Draw the letters of a cohort that wait, and leave the rest to more work of the same kind."""
    cohort_id = UUID(payload["cohort_id"])
    with reading(context.engine).begin() as session:
        letter_ids = letters.waiting(session, cohort_id, most=AT_ONCE + 1)
    for number, letter_id in enumerate(letter_ids[:AT_ONCE], start=1):
        try:
            _draw(context, letter_id)
        except Exception:
            if _attempt(context) < MAX_ATTEMPTS:
                raise
            letters.fail(context.engine, letter_id, Phrase(letters.UNEXPECTED))
        context.progress(number, min(len(letter_ids), AT_ONCE))
    if len(letter_ids) > AT_ONCE:
        with writing(context.engine).begin() as session:
            enqueue(session, letters.DRAW_ALL, payload, now=context.now)


def _draw(context: JobContext, letter_id: UUID) -> None:
    try:
        letters.draw(context.engine, letter_id, now=context.now)
    except AppError as error:
        values = {name: str(value) for name, value in error.values.items()}
        letters.fail(context.engine, letter_id, Phrase(error.message, values))


def _attempt(context: JobContext) -> int:
    if context.job_id is None:
        return 1
    with reading(context.engine).begin() as session:
        job = session.get(Job, context.job_id)
        return job.attempts if job is not None else 1
