"""What is required, who is how far, and what people wrote for themselves."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.programs.enums import CohortRole
from mentorship_app.programs.models import Cohort, Enrollment, Program


class RatingMoment(StrEnum):
    """When a person rates what they can do, and which time they speak of."""

    BEFORE = "before"
    AFTER = "after"
    LOOKING_BACK = "looking_back"
    """After the training, of the time before it."""


class OwnModule(Identified, Timestamped, Versioned, Base):
    """A module that a program wrote for itself; people see it once ``shown``."""

    __tablename__ = "training_module"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    title_en: Mapped[str]
    title_fr: Mapped[str]
    text_en: Mapped[str]
    text_fr: Mapped[str]
    for_mentors: Mapped[bool]
    for_mentees: Mapped[bool]
    shown: Mapped[bool]

    program: Mapped[Program] = relationship()


class TrainingRequirement(Identified, Base):
    """A module that a role of a cohort goes through before matching."""

    __tablename__ = "training_requirement"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    role: Mapped[CohortRole]
    module_key: Mapped[str]

    cohort: Mapped[Cohort] = relationship()

    __table_args__ = (UniqueConstraint("cohort_id", "role", "module_key"),)


class TrainingProgress(Identified, Timestamped, Base):
    """How far somebody is in a module. ``answers``, the number of the choice for each question, are theirs alone."""

    __tablename__ = "training_progress"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"))
    module_key: Mapped[str]
    module_version: Mapped[int]
    step: Mapped[str]
    """The page to go on with."""
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    minutes: Mapped[int] = mapped_column(default=0)
    """What the module took when it was completed, by its own count; 0 before."""
    completed_at: Mapped[datetime | None]

    enrollment: Mapped[Enrollment] = relationship()

    __table_args__ = (UniqueConstraint("enrollment_id", "module_key"),)


class TrainingReflection(Identified, Base):
    """What somebody wrote for themselves: sealed, and opened for nobody else. No time is kept beside it."""

    __tablename__ = "training_reflection"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"))
    module_key: Mapped[str]
    sealed: Mapped[bytes]

    __table_args__ = (UniqueConstraint("enrollment_id", "module_key"),)


class SkillRating(Identified, Base):
    """A person's own rating of ten skills, sealed, and opened for nobody else."""

    __tablename__ = "skill_rating"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"))
    moment: Mapped[RatingMoment]
    sealed: Mapped[bytes]

    __table_args__ = (UniqueConstraint("enrollment_id", "moment"),)


class TrainingCertificate(Identified, Timestamped, Base):
    """The certificate of one person in one language: asked for, and drawn by the worker."""

    __tablename__ = "training_certificate"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"))
    locale: Mapped[str]
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    """None until it is drawn."""
    drawn_at: Mapped[datetime | None]
    job_id: Mapped[UUID | None]
    """The work in the queue, without a foreign key: finished work may be swept away."""
    error: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Why it could not be drawn: a ``Phrase``; empty when all is well."""

    enrollment: Mapped[Enrollment] = relationship()

    __table_args__ = (UniqueConstraint("enrollment_id", "locale"),)

    @property
    def is_pending(self) -> bool:
        """Whether the worker has still to draw it."""
        return self.drawn_at is None and not self.error
