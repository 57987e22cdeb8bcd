"""Two entries that are one person, made one.

Each feature says here how its rows come along, and when that cannot be done honestly. What belongs to an enrollment
comes along by itself, except where both people are enrolled in the same cohort and role: those are ``Twins``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from mentorship_app.accounts import Account
from mentorship_app.core.errors import Conflict
from mentorship_app.core.registry import Registry
from mentorship_app.db import Base
from mentorship_app.programs.models import Enrollment, Program


class FormerRecord(Base):
    """A row that a merge took away, and whose it was: the trail still speaks of it under its old id."""

    __tablename__ = "former_record"

    former_id: Mapped[UUID] = mapped_column(primary_key=True)
    former_type: Mapped[str]
    """Name of the table that it stood in."""
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    merged_at: Mapped[datetime]


class DifferentPeople(Base):
    """Two accounts that look like one person and are not: somebody said so, and is not asked again."""

    __tablename__ = "different_people"

    first_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)


@dataclass(frozen=True)
class Twins:
    """Two enrollments of one person in the same cohort and role: the rows of ``gone`` must move to ``kept``."""

    kept: Enrollment
    gone: Enrollment


@dataclass(frozen=True)
class Merge:
    """Two accounts of one person in one program: ``kept`` takes over what ``gone`` has."""

    program: Program
    kept: Account
    gone: Account
    twins: tuple[Twins, ...]
    moving: tuple[Enrollment, ...]
    """Enrollments of ``gone`` without a twin: they change hands with everything that belongs to them."""
    now: datetime

    @property
    def enrollment_ids_gone(self) -> tuple[UUID, ...]:
        """Every enrollment of the account that goes."""
        return tuple(row.id for row in (*self.moving, *(twins.gone for twins in self.twins)))


@dataclass(frozen=True)
class Mover:
    """How the rows of some tables come along when two people are merged."""

    tables: frozenset[str]
    """A test wants every table that names a person, by enrollment, account or address, in some mover."""
    move: Callable[[Session, Merge], None]
    obstacle: Callable[[Session, Merge], Conflict | None] = lambda _session, _merge: None
    """Why the two cannot be merged honestly, as an error to be shown; None where they can."""
    words: str = ""
    """What comes along, marked with ``N_``, such as "Pairs"; empty where nobody needs to know."""
    count: Callable[[Session, Merge], int] | None = None
    """How many of them the account that goes has."""


movers: Registry[Mover] = Registry("mover")
"""``movers.add("intake.profile", repointed(Profile.enrollment_id, words=N_("Intakes"), alone=True))`` in the feature's
own ``merging.py``, imported in ``web/registrations.py``."""


def repointed(
    *columns: InstrumentedAttribute[Any],
    within: Sequence[InstrumentedAttribute[Any]] = (),
    alone: bool = False,
    words: str = "",
    obstacle: Callable[[Session, Merge], Conflict | None] = lambda _session, _merge: None,
) -> Mover:
    """Rows whose ``columns`` name an enrollment: those of a twin that goes are given to the one that stays.

    ``within``: the other columns of a unique constraint; a row that the one who stays already has is dropped.
    ``alone``: one row for each person at most; the one who stays keeps theirs.
    """
    model: type[Base] = columns[0].parent.class_

    def move(session: Session, merge: Merge) -> None:
        for twins in merge.twins:
            for column in columns:
                _repoint(session, merge, column, twins, within, alone=alone)

    def count(session: Session, merge: Merge) -> int:
        mine = [column.in_(merge.enrollment_ids_gone) for column in columns]
        return sum(session.scalar(select(func.count()).select_from(model).where(one)) or 0 for one in mine)

    return Mover(frozenset({model.__tablename__}), move, obstacle, words, count if words else None)


def _repoint(
    session: Session,
    merge: Merge,
    column: InstrumentedAttribute[Any],
    twins: Twins,
    within: Sequence[InstrumentedAttribute[Any]],
    *,
    alone: bool,
) -> None:
    model: type[Base] = column.parent.class_
    if within or alone:
        theirs = {tuple(row) for row in session.execute(select(*(within or (column,))).where(column == twins.kept.id))}
        keys = tuple(model.__mapper__.primary_key)
        for row in session.execute(select(*keys, *within).where(column == twins.gone.id)).all():
            key, place = tuple(row[: len(keys)]), tuple(row[len(keys) :])
            if (alone and theirs) or (within and place in theirs):
                session.execute(delete(model).where(*(part == value for part, value in zip(keys, key, strict=True))))
                if len(key) == 1:
                    remember(session, merge, model.__tablename__, key[0])
    session.execute(update(model).where(column == twins.gone.id).values({column.key: twins.kept.id}))


def remember(session: Session, merge: Merge, former_type: str, former_id: UUID) -> None:
    """Note a row that goes, so that its events stay in the history of the person."""
    session.add(
        FormerRecord(former_id=former_id, former_type=former_type, account_id=merge.kept.id, merged_at=merge.now)
    )
    session.flush()
