"""Writing down what is to be done, in which order, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort
from mentorship_app.programs.versions import claim
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.text import clean_line, clean_lines
from mentorship_app.reports.recommendations.enums import Progress
from mentorship_app.reports.recommendations.models import Recommendation
from mentorship_app.reports.recommendations.queries import recommendations_of

LONGEST_TEXT = 500
LONGEST_OWNER = 120
LONGEST_OUTCOME = 500
MOST = 20
"""A year: a list that nobody can keep in mind is not carried out."""


@dataclass(frozen=True)
class Entries:
    """What somebody writes about one recommendation."""

    text: str
    owner: str = ""
    due_on: date | None = None
    progress: Progress = Progress.PLANNED
    outcome: str = ""


def add(session: Session, cohort: Cohort, entries: Entries, *, by: Actor, now: datetime) -> Recommendation:
    """One more thing to do, at the end of the list. Raises FieldError for an entry that cannot be kept."""
    entries = _checked(entries)
    number, last = session.execute(
        select(func.count(), func.max(Recommendation.position)).where(Recommendation.cohort_id == cohort.id)
    ).one()
    if number >= MOST:
        raise FieldError("text", N_("A year has at most %(most)s recommendations. Take one out first."), most=MOST)
    row = Recommendation(cohort=cohort, position=(last or 0) + 1, text=entries.text, created_at=now)
    _write(row, entries)
    session.add(row)
    session.flush()
    _record(session, "reports.recommendation.added", row, by=by, now=now)
    return row


def change(session: Session, row: Recommendation, entries: Entries, *, version: int, by: Actor, now: datetime) -> None:
    """Write over it. Raises FieldError for an entry that cannot be kept, Conflict where somebody wrote it since."""
    entries = _checked(entries)
    claim(session, row, version)
    _write(row, entries)
    _record(session, "reports.recommendation.changed", row, by=by, now=now)
    session.flush()


def move_up(session: Session, row: Recommendation, *, version: int, by: Actor, now: datetime) -> None:
    """Before the one above it; the first stays where it is. Raises Conflict where somebody wrote it since."""
    claim(session, row, version)
    rows = recommendations_of(session, row.cohort)
    place = rows.index(row)
    if place:
        above = rows[place - 1]
        above.position, row.position = row.position, above.position
        _record(session, "reports.recommendation.moved", row, by=by, now=now)
    session.flush()


def delete(session: Session, row: Recommendation, *, version: int, by: Actor, now: datetime) -> None:
    """Take it out of this year's list, as if it had never been written. Frozen reports keep it.

    Raises Conflict where somebody wrote it since.
    """
    claim(session, row, version)
    _record(session, "reports.recommendation.deleted", row, by=by, now=now)
    session.delete(row)
    session.flush()


def _write(row: Recommendation, entries: Entries) -> None:
    row.text, row.owner, row.due_on = entries.text, entries.owner, entries.due_on
    row.progress, row.outcome = entries.progress, entries.outcome


def _checked(entries: Entries) -> Entries:
    text = _cleaned("text", entries.text, LONGEST_TEXT, is_line=False)
    outcome = _cleaned("outcome", entries.outcome, LONGEST_OUTCOME, is_line=False)
    if not text:
        raise FieldError("text", N_("Write what is to be done."))
    if entries.progress is Progress.DROPPED and not outcome:
        raise FieldError("outcome", N_("Say why it was dropped."))
    owner = _cleaned("owner", entries.owner, LONGEST_OWNER, is_line=True)
    return Entries(text, owner, entries.due_on, entries.progress, outcome)


def _cleaned(field: str, raw: str, limit: int, *, is_line: bool) -> str:
    try:
        return (clean_line if is_line else clean_lines)(raw, limit)
    except AnswerError as error:
        raise FieldError(field, error.message, **error.values) from error


def _record(session: Session, action: str, row: Recommendation, *, by: Actor, now: datetime) -> None:
    audit.record(session, action, by=by, subject=row, at=now, program_id=row.cohort.program_id)
