"""Everything of a year that has a day: phases, surveys, check-ins and tasks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from mentorship_app.mentoring.checkins.models import CheckInKind
from mentorship_app.mentoring.checkins.planning import OPEN_FOR, check_ins_of, proposed_day
from mentorship_app.programs import Cohort
from mentorship_app.programs.year.queries import Entry, TaskState
from mentorship_app.surveys.queries import waves_of
from mentorship_app.web.coordinator.audit_sentences import PHASE
from mentorship_app.web.coordinator.checkins.routes import NAMES as CHECK_INS
from mentorship_app.web.coordinator.year.words import owner_words
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, current_locale

NOBODY = "nobody"
"""The filter for tasks without an owner."""


@dataclass(frozen=True)
class YearDate:
    """One thing on one day. ``owner`` and ``word`` (late, done, skipped) only for tasks."""

    on: date
    title: str
    icon: str
    url: str = ""
    owner: str = ""
    word: str = ""
    tone: str = ""
    is_task: bool = False


def planned_dates(cohort: Cohort, *, program_slug: str) -> list[YearDate]:
    """What the program plans, without its tasks."""
    return [
        *_phases(cohort, program_slug),
        *_waves(cohort, program_slug),
        *_check_ins(cohort, program_slug),
    ]


def _phases(cohort: Cohort, slug: str) -> Iterator[YearDate]:
    url = url_for("coordinator.year.dates", program_slug=slug)
    for plan in cohort.phase_plans:
        yield YearDate(plan.starts_on, _("%(phase)s begins", phase=PHASE[plan.phase]), "arrow", url)
    yield YearDate(cohort.ends_on, _("Last day of %(cohort)s", cohort=cohort.name), "calendar", url)


def _waves(cohort: Cohort, slug: str) -> Iterator[YearDate]:
    for wave in waves_of(db.session, cohort):
        title = wave.title.in_(current_locale())
        url = url_for("coordinator.surveys.show", program_slug=slug, public_id=wave.public_id)
        yield YearDate(wave.opens_on, _("%(survey)s opens", survey=title), "survey", url)
        yield YearDate(wave.closes_on, _("%(survey)s closes", survey=title), "survey", url)


def _check_ins(cohort: Cohort, slug: str) -> Iterator[YearDate]:
    url = url_for("coordinator.checkins.index", program_slug=slug)
    present = check_ins_of(db.session(), cohort)
    for kind in CheckInKind:
        found = present.get(kind)
        opens_on = found.opens_on if found else proposed_day(cohort, kind)
        closes_on = found.closes_on if found else opens_on + OPEN_FOR
        name = CHECK_INS[kind]
        yield YearDate(opens_on, _("Check-in begins: %(name)s", name=str(name)), "pair", url)
        yield YearDate(closes_on, _("Check-in ends: %(name)s", name=str(name)), "pair", url)


def task_dates(entries: Sequence[Entry], *, program_slug: str, today: date) -> list[YearDate]:
    """The tasks, each on the day on which it is due."""
    return [_task(entry, program_slug, today) for entry in entries]


def _task(entry: Entry, slug: str, today: date) -> YearDate:
    task = entry.task
    word, tone = _state(entry, today)
    return YearDate(
        on=task.due_on,
        title=entry.title(current_locale()),
        icon="check" if entry.is_done else "today",
        url=url_for("coordinator.year.task", program_slug=slug, task_id=task.id),
        owner=owner_words(task),
        word=word,
        tone=tone,
        is_task=True,
    )


def _state(entry: Entry, today: date) -> tuple[str, str]:
    if entry.is_done:
        return _("Done"), "success"
    if entry.state is TaskState.SKIPPED:
        return _("Skipped"), "plain"
    return (_("Late"), "warning") if entry.task.due_on < today else ("", "")


def owned_by(entries: Sequence[Entry], owner: str) -> list[Entry]:
    """The tasks of one account by its id, those of nobody, or all of them for an empty text."""
    if not owner:
        return list(entries)
    if owner == NOBODY:
        return [entry for entry in entries if entry.task.owner_id is None]
    try:
        wanted = UUID(owner)
    except ValueError:
        return list(entries)
    return [entry for entry in entries if entry.task.owner_id == wanted]
