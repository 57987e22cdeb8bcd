"""Tasks that tick themselves: what a feature can tell from its own rows, by the key of the task.

A feature registers a question, asked each time the list is shown, so it must cost one or two queries::

    @done_when.register("open_call")
    def call_is_open(session, cohort, today) -> bool: ...
"""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorship_app.core.registry import Registry
from mentorship_app.programs.enums import CohortRole, EnrollmentStatus
from mentorship_app.programs.models import Cohort, Enrollment, RollOver
from mentorship_app.programs.support import is_signed

Seen = Callable[[Session, Cohort, date], bool]
done_when: Registry[Seen] = Registry("task that ticks itself")

CHECKED_BEFORE_START = timedelta(days=120)


@done_when.register("add_mentees")
def mentees_are_there(session: Session, cohort: Cohort, _today: date) -> bool:
    """Somebody takes part as a mentee."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Enrollment.cohort_id == cohort.id,
                    Enrollment.role == CohortRole.MENTEE,
                    Enrollment.status == EnrollmentStatus.ACTIVE,
                )
            )
        )
    )


@done_when.register("check_help_lines")
def help_lines_are_checked(_session: Session, cohort: Cohort, _today: date) -> bool:
    """Each number was called in the four months before the cohort began, or since."""
    since = cohort.starts_on - CHECKED_BEFORE_START
    lines = cohort.program.help_lines
    return bool(lines) and all(line.verified_on is not None and line.verified_on >= since for line in lines)


@done_when.register("roll_over")
def next_cohort_is_there(session: Session, cohort: Cohort, _today: date) -> bool:
    """A cohort was made from this one."""
    return bool(session.scalar(select(exists().where(RollOver.old_id == cohort.id))))


@done_when.register("agree_resources")
def support_plan_is_signed(session: Session, cohort: Cohort, _today: date) -> bool:
    """The cohort's support plan carries a signature that holds for what it says now."""
    return is_signed(session, cohort)
