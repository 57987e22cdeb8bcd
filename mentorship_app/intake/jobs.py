"""What the worker does for intake on every round: tell who waits that a place is free."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.db.engine import reading, writing
from mentorship_app.intake.waitlists import mentors_to_look_at, next_in_line, tell_next
from mentorship_app.jobs.queue import JobContext, repeating
from mentorship_app.programs import Enrollment


@repeating.register("intake.waitlists")
def tell_who_waits(context: JobContext) -> None:
    """One transaction for each mentor with a free place; costs one look while nobody waits for one."""
    with reading(context.engine).begin() as session:
        due = [mentor_id for mentor_id in mentors_to_look_at(session) if _has_turn(session, mentor_id, context)]
    for mentor_id in due:
        with writing(context.engine).begin() as session:
            mentor = session.get_one(Enrollment, mentor_id)
            tell_next(session, mentor, now=context.now, today=_today(mentor, context))


def _has_turn(session: Session, mentor_id: UUID, context: JobContext) -> bool:
    mentor = session.get_one(Enrollment, mentor_id)
    return bool(next_in_line(session, mentor, now=context.now, today=_today(mentor, context)))


def _today(mentor: Enrollment, context: JobContext) -> date:
    return clock.local_date(context.now, mentor.cohort.program.timezone)
