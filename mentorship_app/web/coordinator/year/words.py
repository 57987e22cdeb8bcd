"""How tasks are spoken of: when they are due, who ticked them, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app, url_for

from mentorship_app.programs import Cohort, Phase
from mentorship_app.programs.phases import ORDER
from mentorship_app.programs.year import YearTask
from mentorship_app.programs.year.owners import DueSoon
from mentorship_app.programs.year.queries import Entry, TaskState, next_tasks
from mentorship_app.web.access import current_actor
from mentorship_app.web.coordinator.audit_sentences import PHASE
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, current_locale, day, ngettext, short_day

SOON_DAYS = 14
NEXT = 5


@dataclass(frozen=True)
class Row:
    """A task as the list shows it. ``url`` is where it is done; empty where the app has no page for it."""

    id: str
    version: int
    state: TaskState
    title: str
    when: str
    why: str
    note: str
    url: str
    is_late: bool
    owner: str = ""
    """Who sees to it; empty where nobody was named."""
    own_note: str = ""
    """What staff wrote about it."""

    @property
    def icon(self) -> str:
        if self.state is TaskState.SKIPPED:
            return "forbid"
        return "calendar" if self.state is TaskState.OPEN else "check"

    @property
    def tone(self) -> str:
        if self.state in {TaskState.TICKED, TaskState.SEEN}:
            return "success"
        return "warning" if self.is_late else ""


@dataclass(frozen=True)
class PhaseRows:
    """The tasks of a phase. ``left``: how many are neither done nor skipped."""

    phase: Phase
    name: str
    rows: Sequence[Row]
    left: int

    @property
    def count(self) -> str:
        if not self.left:
            return _("Nothing left to do")
        return _("%(left)s of %(all)s left", left=self.left, all=len(self.rows))


def row_of(entry: Entry, *, program_slug: str, today: date) -> Row:
    """A task in the reader's language."""
    locale = current_locale()
    return Row(
        id=str(entry.task.id),
        version=entry.task.version,
        state=entry.state,
        title=entry.title(locale),
        when=_when(entry, today),
        why=entry.why(locale) if entry.is_open else "",
        note=_("The app ticks this by itself.") if entry.is_open and entry.ticks_itself else "",
        url=_url(entry.page, program_slug),
        is_late=entry.is_open and entry.task.due_on < today,
        owner=owner_words(entry.task),
        own_note=entry.task.note,
    )


def owner_words(task: YearTask) -> str:
    """Whose the task is, as the reader says it; empty where nobody was named."""
    if task.owner is None:
        return ""
    return _("you") if task.owner_id == current_actor().account_id else task.owner.name


def _when(entry: Entry, today: date) -> str:
    task = entry.task
    if entry.state is TaskState.SKIPPED:
        return _("Skipped; it was due %(day)s.", day=short_day(task.due_on))
    if entry.state is TaskState.SEEN:
        return _("Done: the app can see it.")
    if entry.state is TaskState.TICKED and task.done_at is not None:
        return _("Ticked by %(name)s, %(day)s.", name=task.done_by or _("The app"), day=day(task.done_at))
    return due_words(task.due_on, today)


def due_words(due_on: date, today: date) -> str:
    """``Due 3 Sep, 5 days ago.``"""
    days = (due_on - today).days
    if days < 0:
        return ngettext("Due %(day)s, %(num)s day ago.", "Due %(day)s, %(num)s days ago.", -days, day=short_day(due_on))
    if days == 0:
        return _("Due today.")
    if days <= SOON_DAYS:
        return ngettext("Due %(day)s, in %(num)s day.", "Due %(day)s, in %(num)s days.", days, day=short_day(due_on))
    return _("Due %(day)s.", day=day(due_on))


def due_lines(due: DueSoon) -> list[str]:
    """``3 tasks are due this week, 1 of them yours.`` A line for what is late, and one for the week; none for none."""
    late = ngettext("%(num)s task is late", "%(num)s tasks are late", due.late)
    soon = ngettext("%(num)s task is due this week", "%(num)s tasks are due this week", due.this_week)
    counted = ((due.late, late, due.late_of_mine), (due.this_week, soon, due.this_week_of_mine))
    return [_of_yours(line, number, mine) for number, line, mine in counted if number]


def _of_yours(line: str, number: int, mine: int) -> str:
    if not mine:
        return _("%(line)s, none with your name.", line=line)
    if mine == number:
        return _("%(line)s, with your name.", line=line)
    return _("%(line)s, %(mine)s with your name.", line=line, mine=mine)


def _url(page: str, program_slug: str) -> str:
    return url_for(page, program_slug=program_slug) if page in current_app.view_functions else ""


def next_rows(cohort: Cohort, *, program_slug: str, today: date) -> list[Row]:
    """The next few tasks for the first page, overdue ones first."""
    entries = next_tasks(db.session, cohort, today=today, limit=NEXT)
    return [row_of(entry, program_slug=program_slug, today=today) for entry in entries]


def by_phase(entries: Sequence[Entry], *, program_slug: str, today: date) -> list[PhaseRows]:
    """The list in the order of the year, each task under its phase; phases without a task are left out."""
    groups = []
    for phase in ORDER:
        found = [entry for entry in entries if entry.task.phase is phase]
        rows = [row_of(entry, program_slug=program_slug, today=today) for entry in found]
        if rows:
            groups.append(PhaseRows(phase, str(PHASE[phase]), rows, sum(entry.is_open for entry in found)))
    return groups
