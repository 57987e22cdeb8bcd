"""The year as a calendar: all of it as a list, or one month as a table."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from babel import Locale
from flask import Response, request

from mentorship_app.core import clock
from mentorship_app.programs import Cohort
from mentorship_app.programs.year.owners import count_due, possible_owners
from mentorship_app.programs.year.queries import year_of
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.coordinator.year.dates import NOBODY, YearDate, owned_by, planned_dates, task_dates
from mentorship_app.web.coordinator.year.routes import bp
from mentorship_app.web.coordinator.year.words import due_lines
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.i18n import _, current_locale

LIST, MONTH = "list", "month"
YEARS = range(1900, 2200)
"""The years that are shown; no cohort is near their ends."""
_MONTHS = 12


@dataclass(frozen=True)
class Month:
    """A month by its first day, with what there is in it, by date."""

    first: date
    dates: Sequence[YearDate]


@dataclass(frozen=True)
class Cell:
    """A day in the table. ``outside``: it belongs to the month before or after."""

    on: date
    outside: bool
    dates: Sequence[YearDate]


@bp.get("/year/calendar")
@requires(coordinates, load=place)
def calendar(here: Place) -> Response:
    """``?view=list|month``, ``&month=2026-10``, ``&owner=`` an account, ``nobody`` or everybody."""
    today = clock.local_date(clock.now(), here.program.timezone)
    owner = request.args.get("owner", "")
    entries = year_of(db.session, here.cohort, today=today)
    shown = task_dates(owned_by(entries, owner), program_slug=here.program.slug, today=today)
    planned = [] if owner else planned_dates(here.cohort, program_slug=here.program.slug)
    dates = sorted([*planned, *shown], key=lambda one: (one.on, one.is_task, one.title))
    view = MONTH if request.args.get("view") == MONTH else LIST
    first = _month(request.args.get("month", ""), here.cohort, today)
    return page(
        "coordinator/year/calendar.html",
        view=view,
        months=_months(dates) if view == LIST else [],
        weeks=_weeks(first, dates) if view == MONTH else [],
        weekdays=_weekdays(),
        first=first,
        before=_moved(first, -1),
        after=_moved(first, 1),
        today=today,
        owner=owner,
        owners=_owners(here.cohort),
        due_lines=due_lines(count_due(entries, account_id=current_actor().account_id, today=today)),
    )


def _owners(cohort: Cohort) -> list[tuple[str, str]]:
    """The choices of the filter: values and words."""
    mine = current_actor().account_id
    staff = [(str(one.id), _("%(name)s (you)", name=one.name) if one.id == mine else one.name)
             for one in possible_owners(db.session(), cohort)]  # fmt: skip
    return [("", _("Everybody, and what is planned")), *staff, (NOBODY, _("Nobody yet"))]


def _month(text: str, cohort: Cohort, today: date) -> date:
    """The first day of the month asked for; else of today, or of the cohort's first month when today lies outside."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        asked = None
    if asked is not None and asked.year in YEARS:
        return asked
    return (today if cohort.starts_on <= today <= cohort.ends_on else cohort.starts_on).replace(day=1)


def _moved(first: date, months: int) -> date | None:
    """The first day of another month; None outside the years that are shown."""
    year, month = divmod(first.year * _MONTHS + first.month - 1 + months, _MONTHS)
    return date(year, month + 1, 1) if year in YEARS else None


def _months(dates: Sequence[YearDate]) -> list[Month]:
    return [Month(first, list(found)) for first, found in groupby(dates, key=lambda one: one.on.replace(day=1))]


def _weeks(first: date, dates: Sequence[YearDate]) -> list[list[Cell]]:
    found = {on: list(of_day) for on, of_day in groupby(dates, key=lambda one: one.on)}
    return [
        [Cell(on, on.month != first.month, found.get(on, ()) if on.month == first.month else ()) for on in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]


def _weekdays() -> list[tuple[str, str]]:
    """The days of a week from Monday on: short and whole."""
    locale = Locale.parse(current_locale())
    days = locale.days["stand-alone"]
    return [(days["abbreviated"][number], days["wide"][number]) for number in range(7)]
