"""Who sees to which task, and what is due soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, lazyload

from mentorship_app.accounts import Account, StaffGrant
from mentorship_app.programs.models import Cohort, Program
from mentorship_app.programs.year.models import YearTask
from mentorship_app.programs.year.queries import Entry, year_of

_DAYS_OF_A_WEEK = 7


@dataclass(frozen=True)
class DueSoon:
    """How many open tasks are late, and how many fall due in the seven days from today; and those of one person."""

    late: int
    late_of_mine: int
    this_week: int
    this_week_of_mine: int


def possible_owners(session: Session, cohort: Cohort) -> Sequence[Account]:
    """The staff of the cohort's program, by name."""
    granted = select(StaffGrant.account_id).where(StaffGrant.program_id == cohort.program_id)
    return session.scalars(
        select(Account)
        .options(lazyload(Account.roles))
        .where(Account.id.in_(granted))
        .order_by(func.lower(Account.name), Account.id)
    ).all()


def due_soon(session: Session, cohort: Cohort, *, account_id: UUID | None, today: date) -> DueSoon:
    """What is late or due this week, and how much of it is ``account_id``'s."""
    return count_due(year_of(session, cohort, today=today), account_id=account_id, today=today)


def count_due(entries: Sequence[Entry], *, account_id: UUID | None, today: date) -> DueSoon:
    """The same, of a list that was read already."""
    waiting = [entry.task for entry in entries if entry.is_open]
    late = [task for task in waiting if task.due_on < today]
    soon = [task for task in waiting if today <= task.due_on < today + timedelta(days=_DAYS_OF_A_WEEK)]
    return DueSoon(len(late), _mine(late, account_id), len(soon), _mine(soon, account_id))


def _mine(tasks: Sequence[YearTask], account_id: UUID | None) -> int:
    return sum(account_id is not None and task.owner_id == account_id for task in tasks)


def give_up_tasks(session: Session, program: Program, account_id: UUID) -> None:
    """Leave the tasks of somebody who works here no more without an owner, unless they keep another role."""
    here = StaffGrant.account_id == account_id, StaffGrant.program_id == program.id
    if session.scalar(select(StaffGrant.id).where(*here).limit(1)) is not None:
        return
    cohorts = select(Cohort.id).where(Cohort.program_id == program.id)
    session.execute(
        update(YearTask).where(YearTask.owner_id == account_id, YearTask.cohort_id.in_(cohorts)).values(owner_id=None)
    )
