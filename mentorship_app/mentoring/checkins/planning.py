"""When pairs are asked: from the plan of the year, until a coordinator chooses other days."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.checkins.models import CheckIn, CheckInKind
from mentorship_app.programs import Cohort, Phase
from mentorship_app.programs.queries import plan_of
from mentorship_app.programs.versions import claim

AFTER_START = timedelta(days=91)
OPEN_FOR = timedelta(days=14)


def proposed_day(cohort: Cohort, kind: CheckInKind) -> date:
    """Three months after pairs begin to meet, or the middle of their time; the cohort's own dates without a plan."""
    plan = plan_of(cohort, Phase.ACTIVE)
    starts_on, ends_on = (plan.starts_on, plan.ends_on) if plan else (cohort.starts_on, cohort.ends_on)
    if kind is CheckInKind.THREE_MONTHS:
        return min(starts_on + AFTER_START, ends_on)
    return starts_on + (ends_on - starts_on) / 2


def check_ins_of(session: Session, cohort: Cohort) -> dict[CheckInKind, CheckIn]:
    """The check-ins that were planned or asked, by kind."""
    return {one.kind: one for one in session.scalars(select(CheckIn).where(CheckIn.cohort_id == cohort.id))}


def plan(
    session: Session,
    cohort: Cohort,
    kind: CheckInKind,
    *,
    opens_on: date,
    closes_on: date,
    version: int,
    now: datetime,
) -> CheckIn:
    """Choose the days of a check-in; once people are asked, its last day alone, and not after that day.

    Raises FieldError for days that do not follow each other, Conflict when it was changed since ``version``,
    InvalidTransition once it is over: its numbers are shown by then, and one more answer could be read from new ones.
    """
    present = check_ins_of(session, cohort).get(kind)
    if present is not None and present.asked_at is not None:
        opens_on = present.opens_on
        if present.closes_on < clock.local_date(now, cohort.program.timezone):
            raise InvalidTransition(N_("This check-in is over and its numbers are shown, so it stays closed."))
    if closes_on < opens_on:
        raise FieldError("closes_on", N_("The last day comes after the first."))
    if present is None:
        present = CheckIn(cohort=cohort, kind=kind, opens_on=opens_on, closes_on=closes_on, created_at=now)
        session.add(present)
    else:
        claim(session, present, version)
        present.opens_on, present.closes_on = opens_on, closes_on
    session.flush()
    return present
