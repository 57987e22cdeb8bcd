"""Forgetting requests whose time is over."""

from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs.queue import JobContext, repeating
from mentorship_app.programs.outside.requests import forget, has_forgotten


@repeating.register("contact.forget")
def forget_requests(context: JobContext) -> None:
    """Delete what could not be delivered a month ago."""
    with reading(context.engine).begin() as session:
        if not has_forgotten(session, now=context.now):
            return
    with writing(context.engine).begin() as session:
        forget(session, now=context.now)
