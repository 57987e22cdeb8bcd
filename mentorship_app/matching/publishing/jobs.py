"""What the worker does for publications on every round: tell coordinators, once, who has not said yes in time."""

from datetime import time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs.queue import JobContext, repeating
from mentorship_app.matching.models import MatchPublication
from mentorship_app.matching.publishing.notifications import tell_coordinators

MORNING = time(7, 0)


@repeating.register("matching.acceptance")
def tell_who_is_missing(context: JobContext) -> None:
    """On the morning after the last day to say yes. One transaction for each publication."""
    with reading(context.engine).begin() as session:
        due = [publication.id for publication in _untold(session) if _is_over(publication, context)]
    for publication_id in due:
        with writing(context.engine).begin() as session:
            publication = session.get_one(MatchPublication, publication_id)
            if publication.told_at is None and publication.withdrawn_at is None:
                tell_coordinators(session, publication, now=context.now)
                publication.told_at = context.now


def _untold(session: Session) -> list[MatchPublication]:
    waits = (MatchPublication.told_at.is_(None), MatchPublication.withdrawn_at.is_(None))
    return list(session.scalars(select(MatchPublication).where(*waits).order_by(MatchPublication.id)))


def _is_over(publication: MatchPublication, context: JobContext) -> bool:
    timezone = publication.cohort.program.timezone
    is_past = clock.local_date(context.now, timezone) > publication.accept_by
    return is_past and context.now.astimezone(ZoneInfo(timezone)).time() >= MORNING
