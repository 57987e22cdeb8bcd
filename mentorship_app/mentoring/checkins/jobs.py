"""What the worker does for check-ins: one reminder, three days before the last day."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs.queue import JobContext, repeating
from mentorship_app.mentoring.checkins import notifications
from mentorship_app.mentoring.checkins.models import CheckIn
from mentorship_app.mentoring.checkins.services import write_to_all
from mentorship_app.messaging import OutboxMessage

REMIND_BEFORE = timedelta(days=3)
IN_PEACE = timedelta(days=3)
"""Nobody is reminded so soon after being asked."""
MORNING, EVENING = time(7, 0), time(19, 0)


@repeating.register("mentoring.check_ins")
def remind_once(context: JobContext) -> None:
    """One transaction for each check-in; costs one look while none is due."""
    with reading(context.engine).begin() as session:
        due = [one.id for one in session.scalars(_asked()) if _is_due(session, one, now=context.now)]
    for check_in_id in due:
        with writing(context.engine).begin() as session:
            check_in = session.get(CheckIn, check_in_id)
            if check_in is not None and _is_due(session, check_in, now=context.now):
                today = clock.local_date(context.now, check_in.cohort.program.timezone)
                write_to_all(session, check_in, notifications.REMINDER, today=today, now=context.now)


def _asked() -> Select[CheckIn]:
    return select(CheckIn).where(CheckIn.asked_at.is_not(None))


def _is_due(session: Session, check_in: CheckIn, *, now: datetime) -> bool:
    timezone = check_in.cohort.program.timezone
    today = clock.local_date(now, timezone)
    if check_in.asked_at is None or now - check_in.asked_at < IN_PEACE:
        return False
    if not check_in.closes_on - REMIND_BEFORE <= today <= check_in.closes_on:
        return False
    is_by_day = MORNING <= now.astimezone(ZoneInfo(timezone)).time() < EVENING
    return is_by_day and not _is_reminded(session, check_in)


def _is_reminded(session: Session, check_in: CheckIn) -> bool:
    key = notifications.key(check_in, notifications.REMINDER)
    found = select(OutboxMessage.id).where(OutboxMessage.dedupe_key.startswith(key, autoescape=True)).limit(1)
    return session.scalar(found) is not None
