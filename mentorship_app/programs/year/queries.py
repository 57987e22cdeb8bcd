"""The to-do list of a cohort as it is read: each task with its words, and whether it is done."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload

from mentorship_app.accounts import Account
from mentorship_app.programs.models import Cohort
from mentorship_app.programs.phases import ORDER
from mentorship_app.programs.year.done_when import done_when
from mentorship_app.programs.year.models import YearTask
from mentorship_app.programs.year.template import TemplateTask, template_tasks


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    TICKED = "ticked"
    SEEN = "seen"
    """Done, as the app can tell for itself."""
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Entry:
    """A task on the list. ``ticks_itself``: the app will see when it is done."""

    task: YearTask
    state: TaskState
    ticks_itself: bool

    @property
    def template(self) -> TemplateTask | None:
        """What the app ships about it; None for a coordinator's own."""
        return template_tasks().get(self.task.key or "")

    def title(self, locale: str) -> str:
        """Own words where there are some, else the template's."""
        return title_of(self.task, locale)

    def why(self, locale: str) -> str:
        """Why it is worth doing; empty for an own task."""
        return self.template.why.in_(locale) if self.template else ""

    @property
    def page(self) -> str:
        """The endpoint where it is done, or an empty text."""
        return self.template.page if self.template else ""

    @property
    def is_open(self) -> bool:
        return self.state is TaskState.OPEN

    @property
    def is_done(self) -> bool:
        return self.state in {TaskState.TICKED, TaskState.SEEN}


def title_of(task: YearTask, locale: str) -> str:
    """What the task is called in ``locale``."""
    shipped = template_tasks().get(task.key or "")
    return task.own_title(locale) or (shipped.title.in_(locale) if shipped else task.key or "")


def year_of(session: Session, cohort: Cohort, *, today: date) -> tuple[Entry, ...]:
    """All tasks of a cohort by date."""
    return tuple(_entry(session, cohort, task, today) for task in session.scalars(_tasks(cohort)))


def next_tasks(session: Session, cohort: Cohort, *, today: date, limit: int) -> tuple[Entry, ...]:
    """The first ``limit`` that are neither done nor skipped, the longest overdue first.

    What was left open in a phase that is over is on the whole list only: nobody recruits for a year that runs.
    """
    ahead = ORDER[ORDER.index(cohort.phase) :]
    kept_open = _tasks(cohort).where(YearTask.done_at.is_(None), ~YearTask.skipped, YearTask.phase.in_(ahead))
    entries = (_entry(session, cohort, task, today) for task in session.scalars(kept_open).all())
    return tuple(islice((entry for entry in entries if entry.is_open), limit))


def has_tasks(session: Session, cohort: Cohort) -> bool:
    """Whether the cohort has a list at all; those from before there were lists do not."""
    return bool(session.scalar(select(exists().where(YearTask.cohort_id == cohort.id))))


def _tasks(cohort: Cohort) -> Select[YearTask]:
    return (
        select(YearTask)
        .where(YearTask.cohort_id == cohort.id)
        .options(joinedload(YearTask.owner).lazyload(Account.roles))
        .order_by(YearTask.due_on, YearTask.position, YearTask.created_at, YearTask.id)
    )


def _entry(session: Session, cohort: Cohort, task: YearTask, today: date) -> Entry:
    ticks_itself = task.key is not None and task.key in done_when
    if task.skipped:
        return Entry(task, TaskState.SKIPPED, ticks_itself)
    if task.done_at is not None:
        return Entry(task, TaskState.TICKED, ticks_itself)
    seen = ticks_itself and done_when[task.key or ""](session, cohort, today)
    return Entry(task, TaskState.SEEN if seen else TaskState.OPEN, ticks_itself)


def find_task(session: Session, cohort: Cohort, task_id: UUID) -> YearTask | None:
    """The task of an address, only within ``cohort``."""
    return session.scalar(select(YearTask).where(YearTask.cohort_id == cohort.id, YearTask.id == task_id))
