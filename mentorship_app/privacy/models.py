"""What lies in the database while a wave is open, and what was ever released.

The sealed tables hold no person, no time and no order: their keys are keyed hashes, and WITHOUT ROWID leaves no
number of arrival behind. A test forbids columns that would change that.
"""

from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, mapped_column

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified

_KEYED_BYTES = 32
_NEVER = "a release is never changed or deleted"


class Receipt(Base):
    """Somebody's answers of this wave are in; only that person's visit, with the key, can tell whose."""

    __tablename__ = "receipt"
    __table_args__ = ({"sqlite_with_rowid": False},)

    tag: Mapped[bytes] = mapped_column(LargeBinary(_KEYED_BYTES), primary_key=True)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)


class SealedAnswers(Base):
    """Answers that were sent, until the wave closes."""

    __tablename__ = "sealed_answers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    slot: Mapped[bytes] = mapped_column(LargeBinary(_KEYED_BYTES), primary_key=True)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)
    body: Mapped[bytes]


class SealedDraft(Base):
    """Answers that were chosen but not sent, until they are sent or the wave closes."""

    __tablename__ = "sealed_draft"
    __table_args__ = ({"sqlite_with_rowid": False},)

    slot: Mapped[bytes] = mapped_column(LargeBinary(_KEYED_BYTES), primary_key=True)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)
    body: Mapped[bytes]


class SealedMailing(Base):
    """How far a mailing has come, until the wave closes: whoever was passed over must not show."""

    __tablename__ = "sealed_mailing"
    __table_args__ = ({"sqlite_with_rowid": False},)

    slot: Mapped[bytes] = mapped_column(LargeBinary(_KEYED_BYTES), primary_key=True)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)
    body: Mapped[bytes]


class Release(Identified, Base):
    """Groups whose figure was shown at one time. Rows are only ever added: what was read cannot be unread."""

    __tablename__ = "release"

    subject: Mapped[str] = mapped_column(index=True)
    """The set of answers: ``wave:<id>`` or ``import:<id>``."""
    figure: Mapped[str]
    """What was counted or averaged over the groups, such as the key of a scale."""
    groups: Mapped[list[Any]]
    """Each group as the sorted list of its members: ids of responses, numbers of rows; never of people."""
    digest: Mapped[str]
    """SHA-256 of ``groups``: the same release is written once."""
    released_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("subject", "figure", "digest"),)


@event.listens_for(Release, "before_update")
@event.listens_for(Release, "before_delete")
def _refuse_change(_mapper: Mapper[Release], _connection: Connection, _release: Release) -> NoReturn:
    raise TypeError(_NEVER)


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk_change(state: ORMExecuteState) -> None:
    """The same for statements that change many rows at once."""
    mapper = state.bind_mapper
    if (state.is_update or state.is_delete) and mapper is not None and mapper.class_ is Release:
        raise TypeError(_NEVER)
