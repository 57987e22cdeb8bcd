"""The year of a cohort as a row of phases, and the day on which something next changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mentorship_app.programs import Cohort, Phase, PhasePlan
from mentorship_app.programs.phases import ORDER
from mentorship_app.programs.queries import plan_of
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.web.coordinator.audit_sentences import PHASE
from mentorship_app.web.coordinator.today.day import Day
from mentorship_app.web.i18n import _, current_locale, short_day


def timeline_items(cohort: Cohort, today: date) -> list[Mapping[str, object]]:
    """The phases with their dates, in the shape that the timeline component reads."""
    return [_item(cohort, phase, today) for phase in ORDER if phase is not Phase.CLOSED]


def _item(cohort: Cohort, phase: Phase, today: date) -> Mapping[str, object]:
    plan = plan_of(cohort, phase)
    item: dict[str, object] = {"name": PHASE[phase], "dates": _dates(plan)}
    if ORDER.index(phase) < ORDER.index(cohort.phase):
        return item | {"state": "done", "note": _("Done")}
    if phase is not cohort.phase:
        return item | {"state": "later", "note": _("Later")}
    if plan is None:
        return item | {"state": "current", "note": _("Now")}
    days = (plan.ends_on - plan.starts_on).days + 1
    begun = (today - plan.starts_on).days + 1
    if begun > days:
        note = _("Past its planned end")
    elif begun < 1:
        note = _("Early")
    elif days >= 21:
        note = _("Week %(week)s of %(weeks)s", week=(begun + 6) // 7, weeks=(days + 6) // 7)
    else:
        note = _("Day %(day)s of %(days)s", day=begun, days=days)
    return item | {"state": "current", "note": note, "value": min(max(begun, 0), days), "max": days}


def _dates(plan: PhasePlan | None) -> str:
    if plan is None:
        return _("No dates yet")
    return _("%(first)s to %(last)s", first=short_day(plan.starts_on), last=short_day(plan.ends_on))


@dataclass(frozen=True)
class NextDate:
    """What happens next by plan, and when."""

    what: str
    on: date


def next_dates(day: Day) -> list[NextDate]:
    """The planned dates that lie ahead, nearest first."""
    locale = current_locale()
    dates = [
        NextDate(_("%(phase)s begins", phase=PHASE[plan.phase]), plan.starts_on) for plan in day.cohort.phase_plans
    ]
    for wave in day.waves:
        title = wave.title.in_(locale)
        if wave.status is WaveStatus.DRAFT:
            dates.append(NextDate(_("%(survey)s opens", survey=title), wave.opens_on))
        elif wave.status is WaveStatus.OPEN:
            dates.append(NextDate(_("%(survey)s closes", survey=title), wave.closes_on))
    return sorted((entry for entry in dates if entry.on > day.today), key=lambda entry: entry.on)
