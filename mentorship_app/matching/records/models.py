"""Records that were asked for, and those that are drawn."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped
from mentorship_app.matching.models import MatchRun


class MatchRecord(Identified, Timestamped, Base):
    """The record of one run in one language. It names people, so it goes when one of them asks to be forgotten."""

    __tablename__ = "match_record"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("match_run.id", ondelete="CASCADE"), index=True)
    locale: Mapped[str]
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    """None until it is drawn."""
    drawn_at: Mapped[datetime | None]
    requested_by: Mapped[str]
    job_id: Mapped[UUID | None]
    """The work in the queue, without a foreign key: finished work may be swept away."""
    error: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Why it could not be drawn: a ``Phrase``; empty when all is well."""

    run: Mapped[MatchRun] = relationship()

    __table_args__ = (UniqueConstraint("run_id", "locale"),)

    @property
    def is_pending(self) -> bool:
        """Whether the worker has still to draw it."""
        return self.drawn_at is None and not self.error
