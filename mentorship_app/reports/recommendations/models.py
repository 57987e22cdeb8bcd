"""Recommendations of a cohort's evaluation: every report of that cohort shows the same ones."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.programs import Cohort
from mentorship_app.reports.recommendations.enums import Progress


class Recommendation(Identified, Timestamped, Versioned, Base):
    """One thing to do."""

    __tablename__ = "recommendation"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    """The year whose evaluation it came from."""
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    position: Mapped[int]
    text: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    """Who sees to it, as people call them: a name or a function."""
    due_on: Mapped[date | None]
    progress: Mapped[Progress] = mapped_column(default=Progress.PLANNED)
    outcome: Mapped[str] = mapped_column(default="")
    """What became of it, or why it was dropped."""

    cohort: Mapped[Cohort] = relationship()
