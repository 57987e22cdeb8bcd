"""Goals, and the development plans that are drawn of them. Whatever a mentee writes is sealed, shared or not."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.forms import FormVersion
from mentorship_app.mentoring.goals.enums import GoalStatus
from mentorship_app.programs.models import Enrollment
from mentorship_app.questions.questionnaire import Questionnaire


class Goal(Identified, Timestamped, Versioned, Base):
    """One goal of a mentee. ``version`` counts what was written; ticks and marks of progress leave it as it is."""

    __tablename__ = "goal"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    form_version_id: Mapped[UUID] = mapped_column(ForeignKey("form_version.id"), index=True)
    """The version of the program's goal plan that was shown."""
    status: Mapped[GoalStatus] = mapped_column(default=GoalStatus.OPEN)
    shared: Mapped[bool]
    """Whether the mentors of its mentee read it."""
    sealed: Mapped[bytes]
    """``GoalContents``, sealed with a key of the program for this row alone."""
    deleted_at: Mapped[datetime | None]
    """From then on nobody sees it; for some minutes its mentee can still take that back."""

    enrollment: Mapped[Enrollment] = relationship()
    form_version: Mapped[FormVersion] = relationship()

    @property
    def questionnaire(self) -> Questionnaire:
        """The questions that its answers belong to."""
        return self.form_version.questionnaire


class DevelopmentPlan(Identified, Timestamped, Base):
    """The goals of a mentee as a PDF, in one language: asked for, and drawn by the worker, sealed like the goals."""

    __tablename__ = "development_plan"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"))
    locale: Mapped[str]
    with_private: Mapped[bool]
    """All goals, or only those that are shared."""
    sealed: Mapped[bytes | None] = mapped_column(deferred=True)
    """None until it is drawn."""
    drawn_at: Mapped[datetime | None]
    job_id: Mapped[UUID | None]
    """The work in the queue, without a foreign key: finished work may be swept away."""
    error: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Why it could not be drawn: a ``Phrase``; empty when all is well."""

    enrollment: Mapped[Enrollment] = relationship()

    __table_args__ = (UniqueConstraint("enrollment_id", "locale", "with_private"),)

    @property
    def is_pending(self) -> bool:
        """Whether the worker has still to draw it."""
        return self.drawn_at is None and not self.error
