"""Verbs of the to-do list: fill it from the template, tick, skip, move, reword, add, remove."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs.enums import Phase
from mentorship_app.programs.models import Cohort
from mentorship_app.programs.versions import claim
from mentorship_app.programs.year.models import YearTask
from mentorship_app.programs.year.owners import possible_owners
from mentorship_app.programs.year.queries import TaskState, title_of
from mentorship_app.programs.year.template import calendar_of, monday_if_weekend, template_tasks

LONGEST_TITLE = 160
LONGEST_NOTE = 1000
MOST_TASKS = 100
"""The list is one page; nobody reads a longer one."""
TIME_FOR_WHAT_IS_LATE = timedelta(days=7)
PLANNABLE = timedelta(days=366)
"""How far outside its cohort a task may lie."""


@dataclass(frozen=True)
class TaskEntry:
    """What a coordinator says about a task. One language is enough; the template's own words count as none."""

    title_en: str
    title_fr: str
    phase: Phase
    due_on: date
    owner_id: UUID | None = None
    """Account of the member of staff who sees to it."""
    note: str = ""


def fill(session: Session, cohort: Cohort, *, now: datetime) -> int:
    """Add the tasks of the template that the cohort lacks; how many were added. A second time adds nothing.

    What would have been due already lies a week ahead: a list that begins with twenty late tasks helps nobody.
    """
    calendar = calendar_of(cohort.program.year_starts_in)
    present = set(session.scalars(select(YearTask.key).where(YearTask.cohort_id == cohort.id)))
    missing = [task for task in template_tasks().values() if task.key not in present]
    for position, task in enumerate(template_tasks().values()):
        if task.key in present:
            continue
        due_on = not_before(calendar.due_on(task.key, cohort.starts_on, cohort.ends_on), cohort, now=now)
        session.add(
            YearTask(cohort=cohort, key=task.key, phase=task.phase, due_on=due_on, position=position, created_at=now)
        )
    session.flush()
    return len(missing)


def not_before(due_on: date, cohort: Cohort, *, now: datetime) -> date:
    """``due_on``, or a week after ``now`` where that day is already over."""
    today = clock.local_date(now, cohort.program.timezone)
    return due_on if due_on >= today else monday_if_weekend(today + TIME_FOR_WHAT_IS_LATE)


def add_task(session: Session, cohort: Cohort, entry: TaskEntry, *, by: Actor, now: datetime) -> YearTask:
    """A coordinator's own task. Raises FieldError for missing words, a day far from the cohort or a full list."""
    given = _checked(session, entry, cohort, is_own=True)
    last, number = session.execute(
        select(func.max(YearTask.position), func.count()).where(YearTask.cohort_id == cohort.id)
    ).one()
    if number >= MOST_TASKS:
        raise FieldError("title_en", N_("A year holds at most 100 tasks. Delete one of your own first."))
    task = YearTask(cohort=cohort, key=None, position=(last or 0) + 1, created_at=now, **vars(given))
    session.add(task)
    session.flush()
    _record(session, "programs.year_task.added", task, by=by, now=now)
    return task


def change_task(session: Session, task: YearTask, entry: TaskEntry, *, version: int, by: Actor, now: datetime) -> None:
    """Reword or move a task. Raises FieldError, and Conflict when it was changed since ``version``."""
    given = _checked(session, _without_template(task, entry), task.cohort, is_own=task.is_own)
    claim(session, task, version)
    changed = [key for key, value in vars(given).items() if getattr(task, key) != value]
    for key in changed:
        setattr(task, key, getattr(given, key))
    session.flush()
    if changed:
        _record(session, "programs.year_task.changed", task, by=by, now=now)


def set_state(session: Session, task: YearTask, state: TaskState, *, version: int, by: Actor, now: datetime) -> None:
    """Tick, skip or reopen a task. To where it stands changes nothing; raises Conflict when it was changed since."""
    if state is _kept_state(task):
        return
    claim(session, task, version)
    task.skipped = state is TaskState.SKIPPED
    task.done_at, task.done_by = (now, by.name) if state is TaskState.TICKED else (None, "")
    session.flush()
    _record(session, f"programs.year_task.{_VERBS[state]}", task, by=by, now=now)


_VERBS = {TaskState.TICKED: "ticked", TaskState.SKIPPED: "skipped", TaskState.OPEN: "reopened"}


def _kept_state(task: YearTask) -> TaskState:
    if task.skipped:
        return TaskState.SKIPPED
    return TaskState.OPEN if task.done_at is None else TaskState.TICKED


def remove_task(session: Session, task: YearTask, *, by: Actor, now: datetime) -> None:
    """Delete a coordinator's own task; one of the template can only be skipped (InvalidTransition)."""
    if not task.is_own:
        raise InvalidTransition(N_("This task comes from the year template. Skip it instead."))
    _record(session, "programs.year_task.removed", task, by=by, now=now)
    session.delete(task)
    session.flush()


def _without_template(task: YearTask, entry: TaskEntry) -> TaskEntry:
    """Words left as the template has them are not kept, so that a better template reaches the list."""
    shipped = template_tasks().get(task.key or "")
    words = (" ".join(entry.title_en.split()), " ".join(entry.title_fr.split()))
    if shipped is not None and words == (shipped.title.en, shipped.title.fr):
        words = ("", "")
    return replace(entry, title_en=words[0], title_fr=words[1])


def _checked(session: Session, entry: TaskEntry, cohort: Cohort, *, is_own: bool) -> TaskEntry:
    title_en, title_fr = " ".join(entry.title_en.split()), " ".join(entry.title_fr.split())
    if is_own and not title_en and not title_fr:
        raise FieldError("title_en", N_("Say what there is to do, in at least one language."))
    for field, title in (("title_en", title_en), ("title_fr", title_fr)):
        if len(title) > LONGEST_TITLE:
            raise FieldError(field, N_("Use at most 160 characters."))
    if not cohort.starts_on - PLANNABLE <= entry.due_on <= cohort.ends_on + PLANNABLE:
        raise FieldError("due_on", N_("Choose a day within a year of the cohort."))
    if entry.owner_id is not None and entry.owner_id not in {one.id for one in possible_owners(session, cohort)}:
        raise FieldError("owner", N_("Choose somebody who works in this program."))
    note = entry.note.strip().replace("\r\n", "\n")
    if len(note) > LONGEST_NOTE:
        raise FieldError("note", N_("Use at most 1000 characters."))
    return TaskEntry(title_en, title_fr, entry.phase, entry.due_on, entry.owner_id, note)


def _record(session: Session, action: str, task: YearTask, *, by: Actor, now: datetime) -> None:
    program = task.cohort.program
    audit.record(
        session, action, by=by, subject=task, at=now, program_id=program.id, task=title_of(task, program.locale)
    )
