"""What kinds of mentors a call looks for: so many places in surgery, for research, in French."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentorship_app import audit
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified
from mentorship_app.programs import Cohort, Enrollment, EnrollmentStatus
from mentorship_app.programs.versions import claim
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.text import clean_line
from mentorship_app.recruitment.enums import ApplicationStatus
from mentorship_app.recruitment.models import Call, MentorApplication

LONGEST_VALUE = 120
MOST_TARGETS = 60
MOST_PLACES = 1000


class Dimension(StrEnum):
    """By what a target picks mentors out."""

    DEPARTMENT = "department"
    SITE = "site"
    TOPIC = "topic"
    LANGUAGE = "language"
    IDENTITY = "identity"


ANSWERED_BY: Mapping[Dimension, str] = {
    Dimension.DEPARTMENT: "department",
    Dimension.SITE: "site",
    Dimension.TOPIC: "topics",
    Dimension.LANGUAGE: "languages",
}
"""The question of the application whose answer tells whether a mentor counts. Identity is not among them: what people
say of themselves is asked for matching, and a count of one would name somebody."""


class CallTarget(Identified, Base):
    """So many places of one kind. ``value`` is an option's code where the application offers it, else plain words."""

    __tablename__ = "call_target"

    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), index=True)
    dimension: Mapped[Dimension]
    value: Mapped[str]
    places_wanted: Mapped[int]

    call: Mapped[Call] = relationship()

    __table_args__ = (
        UniqueConstraint("call_id", "dimension", "value"),
        CheckConstraint("places_wanted BETWEEN 1 AND 1000", name="places_in_range"),
    )


@dataclass(frozen=True)
class TargetEntry:
    """One target as somebody typed it."""

    dimension: Dimension
    value: str
    places_wanted: int


@dataclass(frozen=True)
class TargetProgress:
    """A target and the places that accepted mentors give for it; None where nobody counts (identity)."""

    target: CallTarget
    places: int | None


def targets_of(session: Session, cohort: Cohort) -> list[CallTarget]:
    """The targets of all calls of a cohort, by dimension and value."""
    found = select(CallTarget).join(CallTarget.call).where(Call.cohort_id == cohort.id)
    return sorted(session.scalars(found), key=_order)


def targets_of_call(session: Session, call: Call) -> list[CallTarget]:
    """The targets of one call, by dimension and value."""
    return sorted(session.scalars(select(CallTarget).where(CallTarget.call_id == call.id)), key=_order)


def set_targets(
    session: Session, call: Call, entries: Sequence[TargetEntry], *, version: int, by: Actor, now: datetime
) -> None:
    """Put ``entries`` in place of the call's targets; the same value twice becomes one with both numbers together.

    Raises FieldError("targets") for a wrong entry, Conflict when the call was changed since ``version``.
    """
    wanted = _added_up(entries)
    claim(session, call, version)
    present = {(target.dimension, target.value): target for target in targets_of_call(session, call)}
    for key, target in present.items():
        if key not in wanted:
            session.delete(target)
    for (dimension, value), places in wanted.items():
        if (kept := present.get((dimension, value))) is not None:
            kept.places_wanted = places
        else:
            session.add(CallTarget(call_id=call.id, dimension=dimension, value=value, places_wanted=places))
    session.flush()
    audit.record(
        session,
        "recruitment.call.targets_set",
        by=by,
        subject=call,
        at=now,
        program_id=call.cohort.program_id,
        number=len(wanted),
    )


def progress_of(session: Session, call: Call) -> list[TargetProgress]:
    """Each target of a call with the places of its accepted mentors who still take part. Two queries, however many."""
    targets = targets_of_call(session, call)
    if not targets:
        return []
    accepted = session.execute(
        select(MentorApplication.answers, Enrollment.capacity)
        .join(MentorApplication.enrollment)
        .where(
            MentorApplication.call_id == call.id,
            MentorApplication.status == ApplicationStatus.APPROVED,
            Enrollment.status == EnrollmentStatus.ACTIVE,
        )
    ).all()
    offers = [(_said(answers), capacity) for answers, capacity in accepted]
    return [TargetProgress(target, _places(target, offers)) for target in targets]


def said_in(answer: object) -> frozenset[str]:
    """The values in one answer, folded so that case does not matter: words, codes, or chips with own entries."""
    if isinstance(answer, str):
        return frozenset({answer.strip().casefold()})
    if isinstance(answer, Mapping):
        return frozenset().union(*(said_in(part) for part in answer.values()))
    if isinstance(answer, Sequence):
        return frozenset().union(*(said_in(part) for part in answer))
    return frozenset()


_Said = Mapping[Dimension, frozenset[str]]


def _said(answers: Mapping[str, Any]) -> _Said:
    return {dimension: said_in(answers.get(question)) for dimension, question in ANSWERED_BY.items()}


def _places(target: CallTarget, offers: Sequence[tuple[_Said, int]]) -> int | None:
    if target.dimension not in ANSWERED_BY:
        return None
    value = target.value.casefold()
    return sum(capacity for said, capacity in offers if value in said[target.dimension])


def _added_up(entries: Sequence[TargetEntry]) -> dict[tuple[Dimension, str], int]:
    wanted: dict[tuple[Dimension, str], int] = {}
    spelled: dict[tuple[Dimension, str], str] = {}
    for entry in entries:
        value = _value(entry.value)
        # Two spellings of one department are one target.
        value = spelled.setdefault((entry.dimension, value.casefold()), value)
        wanted[entry.dimension, value] = wanted.get((entry.dimension, value), 0) + entry.places_wanted
    if any(not 1 <= places <= MOST_PLACES for places in wanted.values()):
        raise FieldError("targets", N_("Enter how many places each target stands for, from 1 to 1000."))
    if len(wanted) > MOST_TARGETS:
        raise FieldError("targets", N_("A call holds at most 60 targets."))
    return wanted


def _value(text: str) -> str:
    try:
        value = clean_line(text, LONGEST_VALUE)
    except AnswerError as error:
        raise FieldError("targets", error.message, **error.values) from None
    if not value:
        raise FieldError("targets", N_("Enter what each target is about, or empty its number."))
    return value


def _order(target: CallTarget) -> tuple[int, str, str]:
    return list(Dimension).index(target.dimension), target.value.casefold(), str(target.id)
