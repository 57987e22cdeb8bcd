"""The proposal for groups that coordinators look at before anybody hears of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.matching.enums import RunStatus
from mentorship_app.programs import Cohort


class GroupProposal(Identified, Timestamped, Versioned, Base):
    """What a cohort's coordinators asked for and what was found; the newest takes the place of the one before."""

    __tablename__ = "group_proposal"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), unique=True)
    status: Mapped[RunStatus] = mapped_column(default=RunStatus.QUEUED)
    wishes: Mapped[dict[str, Any]]
    """As ``Wishes.as_json`` writes them."""
    groups: Mapped[list[Any]] = mapped_column(default=list)
    """``[{"name", "leaders": [public ids], "mentees": [public ids]}]``."""
    left_over: Mapped[list[Any]] = mapped_column(default=list)
    """Public ids of mentees without a group."""
    error: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Why nothing was found: a ``Phrase``; empty when all is well."""
    begun: Mapped[list[Any]] = mapped_column(default=list)
    """Ids of the groups that began from it, until it is asked for anew."""
    begun_at: Mapped[datetime | None]
    job_id: Mapped[UUID | None]
    """The work in the queue, without a foreign key: finished work may be swept away."""

    cohort: Mapped[Cohort] = relationship()
