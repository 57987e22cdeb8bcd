"""What the worker does for requests: close what is about a pair that has ended in another way."""

from datetime import timedelta

from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs.queue import JobContext, repeating
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.mentoring.rematch.queries import pending_about_ended
from mentorship_app.mentoring.rematch.services import close_all_of

UNDO_LIFE = timedelta(days=1)
"""An end may be taken back with the publication that made it; the request then stands again."""


@repeating.register("mentoring.rematch")
def close_what_has_ended(context: JobContext) -> None:
    """One transaction for each request; costs one look while there is none."""
    today = context.now.date()
    with reading(context.engine).begin() as session:
        due = [
            request.id
            for request in pending_about_ended(session)
            if request.pairing.ended_on is not None and request.pairing.ended_on < today - UNDO_LIFE
        ]
    for request_id in due:
        with writing(context.engine).begin() as session:
            request = session.get(RematchRequest, request_id)
            if request is not None and request.is_pending and request.pairing.ended_on is not None:
                close_all_of(session, request.pairing, by="", now=context.now)
