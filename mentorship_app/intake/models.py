"""What a mentee says about themselves, whom they would choose, and for whom they wait."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped
from mentorship_app.forms import FormVersion
from mentorship_app.forms.identity import WithIdentity
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs.models import Enrollment
from mentorship_app.questions.questionnaire import Questionnaire


class Profile(Identified, Timestamped, WithIdentity, Base):
    """One mentee's intake. ``draft`` is what they are writing, ``answers`` what they last sent."""

    __tablename__ = "profile"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), unique=True)
    form_version_id: Mapped[UUID] = mapped_column(ForeignKey("form_version.id"), index=True)
    """The version of the form that was shown; newer ones are for those who begin later."""
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Never shown to staff."""
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Empty until the intake is sent. A person who changes something sends again."""
    revs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """For each section, the number of the newest page that saved it: a page opened earlier does not undo it."""
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]

    enrollment: Mapped[Enrollment] = relationship()
    form_version: Mapped[FormVersion] = relationship(foreign_keys=[form_version_id])

    @property
    def questionnaire(self) -> Questionnaire:
        """The questions that these answers belong to."""
        return self.form_version.questionnaire

    @property
    def is_sent(self) -> bool:
        """Whether the coordinator can read it."""
        return self.submitted_at is not None

    @property
    def is_changed_since_sent(self) -> bool:
        """Whether the person wrote something that the coordinator does not have yet."""
        return self.is_sent and self.draft != self.answers


class MentorChoice(Identified, Timestamped, Base):
    """One mentor whom a mentee would choose, and for what."""

    __tablename__ = "mentor_choice"

    mentee_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    mentor_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int]
    """1 is the first choice; a mentee's ranks run from 1 without a gap."""
    function: Mapped[PairingKind]

    mentee: Mapped[Enrollment] = relationship(foreign_keys=[mentee_id])
    mentor: Mapped[Enrollment] = relationship(foreign_keys=[mentor_id])

    __table_args__ = (
        UniqueConstraint("mentee_id", "mentor_id"),
        UniqueConstraint("mentee_id", "rank"),
        CheckConstraint("rank BETWEEN 1 AND 5", name="rank_in_range"),
        CheckConstraint("mentor_id <> mentee_id", name="two_enrollments"),
    )


class Waitlist(Identified, Timestamped, Base):
    """One mentee who waits for one mentor. Who came first is told first."""

    __tablename__ = "waitlist"

    mentor_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    mentee_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    told_at: Mapped[datetime | None]
    """When they were told that a place is free; that happens once."""

    mentor: Mapped[Enrollment] = relationship(foreign_keys=[mentor_id])
    mentee: Mapped[Enrollment] = relationship(foreign_keys=[mentee_id])

    __table_args__ = (UniqueConstraint("mentor_id", "mentee_id"),)
