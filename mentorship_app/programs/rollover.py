"""The next cohort from the last one: dates moved by whole months, and everything that its features carry over.

A feature that has something to carry writes one function and registers it where it is imported::

    @carries("recruitment.calls", title=N_("Calls for mentors"), hint=N_("As drafts, with their dates moved."))
    def calls(session, old, new, shift, by, now) -> Carried | str | None: ...

The coordinator ticks by ``title`` what comes along, and reads what the function answers before anything is kept.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.identity import Actor
from mentorship_app.core.registry import Registry
from mentorship_app.programs.models import Cohort, RollOver
from mentorship_app.programs.services import create_cohort
from mentorship_app.programs.year.template import is_weekend, monday_if_weekend

_ONE_DAY = timedelta(days=1)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)(?:(\s?[-–/]\s?)(20\d\d|\d\d)(?!\d))?")


@dataclass(frozen=True)
class Shift:
    """How far the dates of a cohort move: whole months first, so that 1 July stays 1 July in a leap year; then days."""

    months: int
    days: int = 0

    @classmethod
    def between(cls, old: date, new: date) -> "Shift":
        """The shift that takes ``old`` to ``new``; whole years where the day of the year is the same."""
        months = (new.year - old.year) * 12 + new.month - old.month
        return cls(months, (new - _months_after(old, months)).days)

    def exactly(self, day: date) -> date:
        """The same day of the calendar, also on a weekend: for what has to join without a gap."""
        return _months_after(day, self.months) + timedelta(days=self.days)

    def workday(self, day: date) -> date:
        """The same day of the calendar; what would newly fall on a weekend moves to the Monday after."""
        moved = self.exactly(day)
        return moved if is_weekend(day) else monday_if_weekend(moved)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Carried:
    """What came along, as an English msgid marked with ``N_`` and the values of its places (numbers, mostly)."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


Carrier = Callable[[Session, Cohort, Cohort, Shift, Actor, datetime], Carried | str | None]
"""Called as (session, old, new, shift, by, now) within the transaction that makes the new cohort; nothing is mailed.
Answers with what it carried, or None when there was nothing."""


@dataclass(frozen=True)
class Label:
    """How the coordinator is asked: both marked with ``N_``."""

    title: str
    hint: str


carriers: Registry[Carrier] = Registry("carrier")
labels: Registry[Label] = Registry("label of a carrier")


def carries(name: str, *, title: str, hint: str) -> Callable[[Carrier], Carrier]:
    """Register what a feature carries, and how to ask for it."""
    labels.add(name, Label(title, hint))
    return carriers.register(name)


@dataclass(frozen=True)
class NewYear:
    """A cohort to come: name, first and last day, and the names of the carriers that are wanted."""

    name: str
    starts_on: date
    ends_on: date
    carry: frozenset[str]


def proposed_year(cohort: Cohort) -> NewYear:
    """The year after ``cohort``: the same day a year on, or the program's month of start where that has changed."""
    starts_on = _next_start(cohort, cohort.program.year_starts_in)
    shift = Shift.between(cohort.starts_on, starts_on)
    # Moved by the day after, or a year that ends on 28 February would lose the 29th.
    ends_on = shift.exactly(cohort.ends_on + _ONE_DAY) - _ONE_DAY
    return NewYear(next_name(cohort.name, starts_on, ends_on), starts_on, ends_on, frozenset(carriers))


def _next_start(cohort: Cohort, month: int) -> date:
    if cohort.starts_on.month == month:
        return Shift(12).exactly(cohort.starts_on)
    after = cohort.ends_on + _ONE_DAY
    years = range(cohort.starts_on.year, after.year + 2)
    firsts = (date(year, month, 1) for year in years)
    return min((day for day in firsts if day > cohort.starts_on), key=lambda day: abs(day - after))


def next_name(name: str, starts_on: date, ends_on: date) -> str:
    """``2027–28`` after ``2026–27``, ``Fall 2027`` after ``Fall 2026``; the years alone where a name has none."""
    short = f"{starts_on.year}–{ends_on.year % 100:02d}" if ends_on.year > starts_on.year else str(starts_on.year)

    def years(match: re.Match[str]) -> str:
        first, dash, last = match.groups()
        if last is None:
            return str(starts_on.year)
        following = starts_on.year + (int(last) - int(first)) % 100
        return f"{starts_on.year}{dash}{following if len(last) > 2 else f'{following % 100:02d}'}"

    renamed, found = _YEAR.subn(years, name)
    return renamed if found else short


@dataclass(frozen=True)
class RolledOver:
    """The outcome: the cohort's name and id, whether it was made now, and what each carrier answered, by its name."""

    cohort_id: UUID
    name: str
    is_new: bool
    carried: Mapping[str, Carried] = field(default_factory=dict)


def follower_of(session: Session, cohort: Cohort) -> Cohort | None:
    """The cohort that was made from this one."""
    return session.scalar(
        select(Cohort).join(RollOver, RollOver.new_id == Cohort.id).where(RollOver.old_id == cohort.id)
    )


def roll_over(session: Session, old: Cohort, year: NewYear, *, by: Actor, now: datetime) -> RolledOver:
    """Make the cohort that follows ``old`` and carry over what ``year`` names. A second time changes nothing.

    Raises FieldError for a missing or taken name and for wrong dates. Nothing is mailed.
    """
    if (present := follower_of(session, old)) is not None:
        return RolledOver(present.id, present.name, is_new=False)
    new = create_cohort(
        session, old.program, name=year.name, starts_on=year.starts_on, ends_on=year.ends_on, by=by, now=now
    )
    session.add(RollOver(old_id=old.id, new_id=new.id, created_at=now))
    session.flush()
    shift = Shift.between(old.starts_on, new.starts_on)
    carried = _carry(session, old, new, shift, year.carry, by=by, now=now)
    audit.record(
        session,
        "programs.cohort.rolled_over",
        by=by,
        subject=new,
        at=now,
        program_id=old.program_id,
        cohort=new.name,
        old=old.name,
        carried=sorted(carried),
    )
    session.flush()
    return RolledOver(new.id, new.name, is_new=True, carried=carried)


def _carry(
    session: Session, old: Cohort, new: Cohort, shift: Shift, names: Collection[str], *, by: Actor, now: datetime
) -> dict[str, Carried]:
    carried: dict[str, Carried] = {}
    for name, carrier in carriers.items():
        if name not in names:
            continue
        answer = carrier(session, old, new, shift, by, now)
        session.flush()
        if answer is not None:
            carried[name] = Carried(answer) if isinstance(answer, str) else answer
    return carried


def foresee(session: Session, old: Cohort, year: NewYear, *, by: Actor, now: datetime) -> RolledOver:
    """What :func:`roll_over` would do, worked out by doing it and taking it back: what is read is what comes.

    Needs a session that may write, since the work goes on in a savepoint; raises what the deed would raise.
    """
    attempt = session.begin_nested()
    try:
        return roll_over(session, old, year, by=by, now=now)
    finally:
        attempt.rollback()
