"""The dates of a cohort that matter to the people in it, from its plan."""

from dataclasses import dataclass
from datetime import date

from mentorship_app.core import clock
from mentorship_app.programs import Cohort, Phase
from mentorship_app.programs.phases import ORDER
from mentorship_app.web.i18n import _, _l

BEGINNINGS = {
    Phase.INTAKE: _l("Mentees say what they hope for"),
    Phase.MATCHING: _l("Mentors and mentees are paired"),
    Phase.ACTIVE: _l("Pairs begin to meet"),
    Phase.CLOSING: _l("Looking back on the year"),
}


@dataclass(frozen=True)
class ComingDate:
    """One line of the list of dates."""

    on: date
    title: str
    note: str = ""
    url: str = ""
    """Of a page about it; empty where there is none."""


def today(cohort: Cohort) -> date:
    """The day it is where the program is."""
    return clock.local_date(clock.now(), cohort.program.timezone)


def planned_start(cohort: Cohort, phase: Phase) -> date | None:
    """When a phase is meant to begin; None if nobody planned it or the day has passed."""
    starts = [plan.starts_on for plan in cohort.phase_plans if plan.phase is phase and plan.starts_on >= today(cohort)]
    return starts[0] if starts else None


def coming_dates(cohort: Cohort) -> list[ComingDate]:
    """What is still ahead in the year, soonest first. Plans say "planned": a person moves the phases."""
    now = today(cohort)
    later = set(ORDER[ORDER.index(cohort.phase) + 1 :])
    dates = [
        ComingDate(plan.starts_on, str(BEGINNINGS[plan.phase]), _("Planned"))
        for plan in cohort.phase_plans
        if plan.phase in later and plan.phase in BEGINNINGS and plan.starts_on >= now
    ]
    if cohort.ends_on >= now:
        dates.append(ComingDate(cohort.ends_on, _("Last day of %(cohort)s", cohort=cohort.name)))
    return sorted(dates, key=lambda coming: coming.on)
