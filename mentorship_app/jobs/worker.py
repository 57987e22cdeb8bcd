"""The worker's loop: due jobs, repeating work, a short rest."""

import logging
import threading
from collections.abc import Callable

from mentorship_app.jobs.queue import JobContext, repeating, run_next

logger = logging.getLogger(__name__)

REST_SECONDS = 1.0


def run_round(context: JobContext) -> int:
    """Everything that is due now: repeating work once, then jobs until none is left. Gives the number of jobs run."""
    for name, function in repeating.items():
        try:
            function(context)
        except Exception:
            logger.exception("repeating work failed", extra={"work": name})
    ran = 0
    while run_next(context):
        ran += 1
    return ran


def run_forever(make_context: Callable[[], JobContext], stop: threading.Event) -> None:
    """Rounds until ``stop`` is set; the context is made anew for each, since it holds the time."""
    while not stop.is_set():
        try:
            run_round(make_context())
        except Exception:
            # A database that is locked or away for a moment must not end the worker.
            logger.exception("worker round failed")
        stop.wait(REST_SECONDS)
