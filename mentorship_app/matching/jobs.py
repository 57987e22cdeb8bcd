"""What the worker does for matching."""

from typing import Any
from uuid import UUID

from mentorship_app.core.errors import AppError
from mentorship_app.core.phrases import Phrase
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs import Job, JobContext, job_kinds
from mentorship_app.jobs.queue import MAX_ATTEMPTS
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.records import recording
from mentorship_app.matching.records.services import DRAW
from mentorship_app.matching.run_solving import solve_run
from mentorship_app.matching.runs import GIVEN_UP, PENDING, SOLVE, give_up


@job_kinds.register(SOLVE)
def solve(context: JobContext, payload: dict[str, Any]) -> None:
    """Solve one run. Running twice changes nothing; what fails five times, or kills the worker, is given up."""
    run_id, attempt = UUID(payload["run_id"]), _attempt(context)
    if attempt > MAX_ATTEMPTS:
        # The worker itself was ended in the middle, each time: nothing was raised that could have been counted.
        _give_up(context, run_id, Phrase(GIVEN_UP))
        return
    try:
        solve_run(
            context.engine,
            context.keyring,
            run_id,
            now=context.now,
            draft_version=payload["draft_version"],
            progress=context.progress,
        )
    except AppError as error:
        # Nobody is helped by trying again by itself: a file or a setting must change first.
        _give_up(context, run_id, _words_of(error))
    except Exception:
        if attempt >= MAX_ATTEMPTS:
            _give_up(context, run_id, Phrase(GIVEN_UP))
        raise


@job_kinds.register(DRAW)
def draw_record(context: JobContext, payload: dict[str, Any]) -> None:
    """Draw one record. Running twice changes nothing; what fails is written on it, in words for whoever asked."""
    record_id = UUID(payload["record_id"])
    try:
        recording.draw_record(context.engine, context.keyring, record_id, now=context.now)
    except AppError as error:
        recording.fail(context.engine, record_id, _words_of(error))
    except Exception:
        if _attempt(context) >= MAX_ATTEMPTS:
            recording.fail(context.engine, record_id, Phrase(recording.UNEXPECTED))
        raise


def _words_of(error: AppError) -> Phrase:
    return Phrase(error.message, {name: str(value) for name, value in error.values.items()})


def _attempt(context: JobContext) -> int:
    if context.job_id is None:
        return 1
    with reading(context.engine).begin() as session:
        job = session.get(Job, context.job_id)
        return job.attempts if job is not None else 1


def _give_up(context: JobContext, run_id: UUID, words: Phrase) -> None:
    with writing(context.engine).begin() as session:
        run = session.get(MatchRun, run_id)
        if run is not None and run.status in PENDING:
            give_up(run, words, now=context.now)
