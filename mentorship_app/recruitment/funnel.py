"""From invited to accepted: how many came how far, personal and general apart, overall and by department.

Who only opened or began is nobody's business, so those two numbers stand only where at least five were invited, and
where no subtraction leads to them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, case, func, literal, literal_column, or_, select, union_all
from sqlalchemy.orm import Session

from mentorship_app.messaging import OutboxMessage
from mentorship_app.recruitment.enums import ApplicationStatus
from mentorship_app.recruitment.invitations.models import Invitation
from mentorship_app.recruitment.invitations.queries import was_taken_back
from mentorship_app.recruitment.models import Call, MentorApplication

FLOOR = 5
"""Below so many invited nobody is counted as having opened or begun."""


@dataclass(frozen=True)
class FunnelRow:
    """The numbers of one department or of all. None: not shown, or not known, as visits of a page are not counted."""

    department: str
    invited: int | None
    opened: int | None
    started: int | None
    applied: int
    accepted: int


@dataclass(frozen=True)
class Funnel:
    """``personal`` came by an invitation of their own, ``general`` by the shared link."""

    personal: FunnelRow
    general: FunnelRow
    departments: tuple[FunnelRow, ...]
    """Of personal invitations; the largest first. An empty name: no department was given."""
    general_departments: tuple[FunnelRow, ...]

    @property
    def hides_some(self) -> bool:
        """Whether a number is left out because too few were invited."""
        return any(row.opened is None for row in (self.personal, *self.departments) if row.invited)


def funnel_of(session: Session, call: Call) -> Funnel:
    """The funnel of a call, in one query."""
    found = session.execute(union_all(_personal(call.id), _general(call.id)))
    rows: list[tuple[Any, ...]] = [tuple(row) for row in found]
    personal = _merged(FunnelRow(row[1], row[2], row[3], row[4], row[5], row[6]) for row in rows if row[0])
    general = _merged(FunnelRow(row[1], None, None, row[4], row[5], row[6]) for row in rows if not row[0])
    whole = _sum(personal)
    return Funnel(
        personal=_floored(whole),
        general=_floored_general(_sum(general)),
        departments=_guarded(personal),
        # Of the shared link only what was sent: without knowing how many were asked, a single draft would show.
        general_departments=tuple(replace(row, started=None) for row in general if row.applied),
    )


def _personal(call_id: UUID) -> Select[int, str, int, int, int, int, int]:
    answered = and_(MentorApplication.call_id == Invitation.call_id, MentorApplication.email == Invitation.email)
    # Written out, not bound: PostgreSQL takes two places for values as two, and would not group by the same.
    nothing: ColumnElement[str] = literal_column("''")
    given = func.nullif(Invitation.department, nothing)
    department: ColumnElement[str] = func.coalesce(given, MentorApplication.department, nothing)
    return (
        select(
            literal(1).label("personal"),
            department.label("department"),
            func.count(Invitation.id),
            _count(or_(Invitation.opened, MentorApplication.id.is_not(None))),
            _count(MentorApplication.id.is_not(None)),
            _count(MentorApplication.submitted_at.is_not(None)),
            _count(MentorApplication.status == ApplicationStatus.APPROVED),
        )
        .select_from(Invitation)
        .outerjoin(OutboxMessage, OutboxMessage.id == Invitation.message_id)
        .outerjoin(MentorApplication, answered)
        .where(Invitation.call_id == call_id, ~was_taken_back())
        .group_by(department)
    )


def _general(call_id: UUID) -> Select[int, str, int, int, int, int, int]:
    invited = and_(MentorApplication.call_id == Invitation.call_id, MentorApplication.email == Invitation.email)
    return (
        select(
            literal(0).label("personal"),
            MentorApplication.department.label("department"),
            literal(0),
            literal(0),
            func.count(MentorApplication.id),
            _count(MentorApplication.submitted_at.is_not(None)),
            _count(MentorApplication.status == ApplicationStatus.APPROVED),
        )
        .select_from(MentorApplication)
        .outerjoin(Invitation, invited)
        .outerjoin(OutboxMessage, OutboxMessage.id == Invitation.message_id)
        # Whose invitation never left came by the shared link like everybody else.
        .where(MentorApplication.call_id == call_id, or_(Invitation.id.is_(None), was_taken_back()))
        .group_by(MentorApplication.department)
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0), type_=Integer), 0)


def _merged(rows: Iterable[FunnelRow]) -> tuple[FunnelRow, ...]:
    """Spellings of one department together, the largest first."""
    found: dict[str, FunnelRow] = {}
    for row in rows:
        key = " ".join(row.department.casefold().split())
        found[key] = _added(found[key], row) if key in found else row
    return tuple(sorted(found.values(), key=lambda row: (-(row.invited or row.applied), row.department.casefold())))


def _sum(rows: Iterable[FunnelRow]) -> FunnelRow:
    total = FunnelRow("", 0, 0, 0, 0, 0)
    for row in rows:
        total = _added(total, row)
    return total


def _added(one: FunnelRow, other: FunnelRow) -> FunnelRow:
    return FunnelRow(
        one.department,
        (one.invited or 0) + (other.invited or 0),
        (one.opened or 0) + (other.opened or 0),
        (one.started or 0) + (other.started or 0),
        one.applied + other.applied,
        one.accepted + other.accepted,
    )


def _floored(row: FunnelRow) -> FunnelRow:
    return row if (row.invited or 0) >= FLOOR or not row.invited else replace(row, opened=None, started=None)


def _floored_general(row: FunnelRow) -> FunnelRow:
    return replace(row, invited=None, opened=None)


def _guarded(rows: tuple[FunnelRow, ...]) -> tuple[FunnelRow, ...]:
    """Small departments hide what was opened and begun; so do as many others as it takes to hide them behind.

    The total is shown, so what the hidden ones have together is known: they must be at least two, and at least five
    people.
    """
    small = [row for row in rows if (row.invited or 0) < FLOOR]
    large = [row for row in rows if row not in small]
    while small and large and (len(small) < 2 or sum(row.invited or 0 for row in small) < FLOOR):
        small.append(large.pop())
    return tuple(replace(row, opened=None, started=None) if row in small else row for row in rows)
