"""When a mentor takes nobody new, and when they are away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentorship_app import audit
from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped
from mentorship_app.programs.models import Cohort, Enrollment

MOST_ABSENCES = 20
_IDS_A_QUERY = 500


class AbsenceKind(StrEnum):
    """What an absence means for others."""

    PAUSE = "pause"
    """Takes no new mentees and gets no reminders; stays with those there are."""
    AWAY = "away"
    """Cannot be met and gets no reminders; may be paired for afterwards."""


class Absence(Identified, Timestamped, Base):
    """A time in which a mentor pauses or is away. ``ends_on`` is its last day; None while nobody knows."""

    __tablename__ = "absence"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    kind: Mapped[AbsenceKind]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    enrollment: Mapped[Enrollment] = relationship()

    __table_args__ = (CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="starts_before_it_ends"),)


@dataclass(frozen=True)
class AbsenceEntry:
    """An absence as somebody writes it down."""

    kind: AbsenceKind
    starts_on: date
    ends_on: date | None


def add_absence(session: Session, enrollment: Enrollment, entry: AbsenceEntry, *, by: Actor, now: datetime) -> Absence:
    """Note an absence; the same again changes nothing.

    Raises FieldError("ends_on") when it ends before it starts or lies apart without an end, Conflict past twenty.
    """
    if entry.ends_on is not None and entry.ends_on < entry.starts_on:
        raise FieldError("ends_on", N_("The last day must not be before the first."))
    if entry.kind is AbsenceKind.AWAY and entry.ends_on is None:
        raise FieldError("ends_on", N_("Enter the last day you are away. If you do not know it, choose a pause."))
    present = absences_of(session, enrollment)
    for absence in present:
        if (absence.kind, absence.starts_on, absence.ends_on) == (entry.kind, entry.starts_on, entry.ends_on):
            return absence
    if len(present) >= MOST_ABSENCES:
        raise Conflict(N_("There are many absences already. Remove one that is over first."))
    absence = Absence(
        enrollment=enrollment, kind=entry.kind, starts_on=entry.starts_on, ends_on=entry.ends_on, created_at=now
    )
    session.add(absence)
    session.flush()
    _record(session, "programs.absence.added", enrollment, by=by, now=now)
    return absence


def remove_absence(session: Session, enrollment: Enrollment, public_id: str, *, by: Actor, now: datetime) -> None:
    """Forget an absence of this person; raises NotFound when it is not theirs or gone."""
    absence = next((one for one in absences_of(session, enrollment) if one.public_id == public_id), None)
    if absence is None:
        raise NotFound(N_("This absence is not there any more."))
    session.delete(absence)
    _record(session, "programs.absence.removed", enrollment, by=by, now=now)
    session.flush()


def absences_of(session: Session, enrollment: Enrollment) -> Sequence[Absence]:
    """All absences of a person, the earliest first."""
    return session.scalars(
        select(Absence).where(Absence.enrollment_id == enrollment.id).order_by(Absence.starts_on, Absence.id)
    ).all()


def absent_on(session: Session, enrollment_ids: Collection[UUID], day: date) -> Mapping[UUID, Absence]:
    """Who of them pauses or is away on that day, with the absence that says more: away before a pause."""
    found: dict[UUID, Absence] = {}
    for absence in _lasting(session, enrollment_ids, day):
        before = found.get(absence.enrollment_id)
        if before is None or absence.kind is AbsenceKind.AWAY:
            found[absence.enrollment_id] = absence
    return found


def away_on(session: Session, enrollment_ids: Collection[UUID], day: date) -> frozenset[UUID]:
    """Who of them must not be nudged on that day, because they pause or are away."""
    return frozenset(absence.enrollment_id for absence in _lasting(session, enrollment_ids, day))


def paused_on(session: Session, enrollment_ids: Collection[UUID], day: date) -> frozenset[UUID]:
    """Who of them takes nobody new on that day."""
    return frozenset(
        absence.enrollment_id for absence in _lasting(session, enrollment_ids, day, Absence.kind == AbsenceKind.PAUSE)
    )


def paused_in(session: Session, cohort: Cohort, day: date) -> frozenset[UUID]:
    """Who of a cohort takes nobody new on that day; one query, however many take part."""
    return frozenset(
        session.scalars(
            select(Absence.enrollment_id)
            .join(Enrollment, Enrollment.id == Absence.enrollment_id)
            .where(
                Enrollment.cohort_id == cohort.id,
                Absence.kind == AbsenceKind.PAUSE,
                Absence.starts_on <= day,
                or_(Absence.ends_on.is_(None), Absence.ends_on >= day),
            )
        )
    )


def _lasting(
    session: Session, enrollment_ids: Collection[UUID], day: date, *more: ColumnElement[bool]
) -> list[Absence]:
    ids = sorted(enrollment_ids)
    found: list[Absence] = []
    for start in range(0, len(ids), _IDS_A_QUERY):
        found += session.scalars(
            select(Absence)
            .where(
                Absence.enrollment_id.in_(ids[start : start + _IDS_A_QUERY]),
                Absence.starts_on <= day,
                or_(Absence.ends_on.is_(None), Absence.ends_on >= day),
                *more,
            )
            .order_by(Absence.starts_on, Absence.id)
        )
    return found


def _record(session: Session, action: str, enrollment: Enrollment, *, by: Actor, now: datetime) -> None:
    audit.record(
        session,
        action,
        by=by,
        subject=enrollment,
        at=now,
        program_id=enrollment.cohort.program_id,
        person=enrollment.account.name,
    )
