"""What is said in letters, the letters themselves, and what mentees give as a number."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.programs.models import Cohort, Enrollment


class LetterKind(StrEnum):
    """What a mentor is given."""

    HOURS = "hours"
    THANKS = "thanks"


class RecognitionWords(Versioned, Base):
    """Who signs the letters of a cohort, and what all mentors are thanked for. No row: nothing was written yet."""

    __tablename__ = "recognition_words"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True)
    leader_name: Mapped[str] = mapped_column(default="")
    leader_role_en: Mapped[str] = mapped_column(default="")
    leader_role_fr: Mapped[str] = mapped_column(default="")
    thanks_en: Mapped[str] = mapped_column(default="")
    thanks_fr: Mapped[str] = mapped_column(default="")

    cohort: Mapped[Cohort] = relationship()

    @property
    def leader_role(self) -> LocalizedText:
        return LocalizedText(en=self.leader_role_en, fr=self.leader_role_fr)

    def thanks(self, locale: str) -> str:
        """The line for all, in ``locale`` or else in the other language; empty where there is none."""
        wanted, other = (self.thanks_fr, self.thanks_en) if locale == "fr" else (self.thanks_en, self.thanks_fr)
        return wanted or other


class RecognitionLine(Versioned, Base):
    """A line of thanks to one mentor, as a coordinator wrote it."""

    __tablename__ = "recognition_line"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), primary_key=True)
    line: Mapped[str]


class RecognitionChoice(Versioned, Base):
    """What a mentor says about their own letter. No row: they want one, and declare nothing."""

    __tablename__ = "recognition_choice"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), primary_key=True)
    outside_quarters: Mapped[int]
    """Time outside meetings as the mentor declares it, in quarters of an hour."""
    wants_letter: Mapped[bool]

    __table_args__ = (CheckConstraint("outside_quarters BETWEEN 0 AND 2000", name="outside_quarters_of_a_year"),)


class RecognitionLetter(Identified, Timestamped, Base):
    """A letter to one mentor in one language: asked for, and drawn by the worker. Only the mentor opens it."""

    __tablename__ = "recognition_letter"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"))
    kind: Mapped[LetterKind]
    locale: Mapped[str]
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    """None until it is drawn."""
    drawn_at: Mapped[datetime | None]
    job_id: Mapped[UUID | None]
    """The work in the queue, without a foreign key: finished work may be swept away."""
    error: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Why it could not be drawn: a ``Phrase``; empty when all is well."""

    enrollment: Mapped[Enrollment] = relationship()

    __table_args__ = (UniqueConstraint("enrollment_id", "kind", "locale"),)

    @property
    def is_pending(self) -> bool:
        """Whether the worker has still to draw it."""
        return self.drawn_at is None and not self.error


class FeedbackAnswer(Base):
    """A mentee's number for one mentor, sealed, under a name that only the key can give. No person, no time."""

    __tablename__ = "feedback_answer"

    slot: Mapped[bytes] = mapped_column(primary_key=True)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]


class FeedbackRound(Base):
    """When the numbers of a program were last gone through: once a month, whoever answered when."""

    __tablename__ = "feedback_round"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), primary_key=True)
    looked_on: Mapped[date]


class MentorFeedback(Identified, Base):
    """One number for one mentor, of five mentees or more who are in no other number. It never changes."""

    __tablename__ = "mentor_feedback"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    halves: Mapped[int]
    """The mean of 1 to 10 in halves, held between 4 and 18: at the ends it would tell what each of them said."""
    people: Mapped[int]
    """How many at least, in steps of five."""
    published_on: Mapped[date]

    __table_args__ = (
        CheckConstraint("halves BETWEEN 4 AND 18", name="halves_away_from_the_ends"),
        CheckConstraint("people >= 5", name="people_enough"),
    )
