"""Days of the year that concern somebody: when pairs begin to meet, when a check-in is open. The same for everybody in
that place: nothing here tells who was asked or who answered."""

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_, translate
from mentorship_app.core.registry import Registry
from mentorship_app.mentoring.calendars.events import DayEvent
from mentorship_app.mentoring.checkins.models import CheckIn
from mentorship_app.mentoring.queries import mentees_of, team_of
from mentorship_app.programs import CohortRole, Enrollment, Phase
from mentorship_app.programs.queries import plan_of

more_days: Registry[Callable[[Session, Enrollment, str], Sequence[DayEvent]]] = Registry("days of calendars")
"""What packages above add: from the enrollment and the language."""


def days_of(session: Session, person: Enrollment, *, locale: str) -> list[DayEvent]:
    """The days of this person's year, the earliest first."""
    found = [*_phases(person, locale), *_check_ins(session, person, locale)]
    found += [day for _name, days in more_days.items() for day in days(session, person, locale)]
    return sorted(found, key=lambda day: (day.first, day.uid))


def _phases(person: Enrollment, locale: str) -> list[DayEvent]:
    cohort, found = person.cohort, []

    def add(phase: Phase, words: str, *, at_end: bool = False) -> None:
        plan = plan_of(cohort, phase)
        if plan is not None:
            day = plan.ends_on if at_end else plan.starts_on
            summary = translate(words, locale, program=cohort.program.name)
            found.append(DayEvent(f"{phase}-{plan.id}", summary, day, day, cohort.created_at))

    if person.role is CohortRole.MENTEE:
        add(Phase.INTAKE, N_("%(program)s: the intake closes"), at_end=True)
    add(Phase.ACTIVE, N_("%(program)s: pairs begin to meet"))
    add(Phase.CLOSING, N_("%(program)s: the mentoring year comes to its close"))
    return found


def _check_ins(session: Session, person: Enrollment, locale: str) -> list[DayEvent]:
    """For those in a pair, whether they answered or not."""
    pairs = team_of(session, person) if person.role is CohortRole.MENTEE else mentees_of(session, person)
    if not pairs:
        return []
    planned = session.scalars(select(CheckIn).where(CheckIn.cohort_id == person.cohort_id).order_by(CheckIn.opens_on))
    summary = translate(N_("%(program)s: check-in on how mentoring goes"), locale, program=person.cohort.program.name)
    return [
        DayEvent(f"check-in-{one.public_id}", summary, one.opens_on, one.closes_on, one.created_at, one.version - 1)
        for one in planned
    ]
