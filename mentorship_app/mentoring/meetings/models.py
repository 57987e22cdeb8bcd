"""Meetings, the notes of each author, and what nudges need to know."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id, new_token
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.mentoring.groups.models import MentoringGroup
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs.enums import CohortRole
from mentorship_app.programs.models import Cohort, Enrollment


class MeetingState(StrEnum):
    """How far a meeting is."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Meeting(Identified, Timestamped, Versioned, Base):
    """One meeting of a pair or a group. Both sides read all of it; staff read that it was and on which day."""

    __tablename__ = "meeting"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    pairing_id: Mapped[UUID | None] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("mentoring_group.id", ondelete="CASCADE"))
    state: Mapped[MeetingState]
    starts_at: Mapped[datetime | None]
    """When it is planned for; None for one that was only written down afterwards."""
    met_on: Mapped[date | None]
    """The day on which it took place, in the program's time zone; None unless it did."""
    minutes: Mapped[int]
    how: Mapped[str]
    """A code of the program's form ``meeting_log``, such as ``video``."""
    topics: Mapped[list[str]] = mapped_column(default=list)
    """Codes of the same form."""
    present: Mapped[int | None]
    """How many people of a group came; None for a pair, and where nobody counted."""
    place: Mapped[str] = mapped_column(default="")
    """Where, or the link of the call, in the words of whoever planned it."""
    written_by: Mapped[CohortRole]
    """Which side planned it, or wrote it down."""
    held_since: Mapped[datetime | None]
    """When somebody said that it took place: for ten minutes that can be undone."""
    touched_at: Mapped[datetime]
    """When anybody last said anything about it: nudges count from there."""
    uid: Mapped[str] = mapped_column(unique=True, default=new_token)
    """What calendars know it by."""
    sequence: Mapped[int] = mapped_column(default=0)
    """How often time, place or state changed since it was planned, for calendars."""

    pairing: Mapped[Pairing | None] = relationship()
    group: Mapped[MentoringGroup | None] = relationship()

    __table_args__ = (
        CheckConstraint("(pairing_id IS NULL) <> (group_id IS NULL)", name="pair_or_group"),
        CheckConstraint("(state = 'held') = (met_on IS NOT NULL)", name="held_has_its_day"),
        CheckConstraint("state = 'held' OR starts_at IS NOT NULL", name="planned_has_its_time"),
        CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes_of_a_day"),
        Index("ix_meeting_pairing_id_met_on", "pairing_id", "met_on"),
        Index("ix_meeting_group_id_met_on", "group_id", "met_on"),
    )

    @property
    def cohort(self) -> Cohort:
        """Of the pair or the group."""
        company = self.pairing or self.group
        if company is None:
            raise RuntimeError("a meeting belongs to a pair or a group")
        return company.cohort


class MeetingNote(Identified, Base):
    """What one person keeps for themselves about a meeting: sealed, opened for nobody else. No time is kept."""

    __tablename__ = "meeting_note"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]

    __table_args__ = (UniqueConstraint("meeting_id", "enrollment_id"),)


class MeetingCadence(Versioned, Base):
    """How many weeks a cohort's pairs should let pass between meetings; 0 switches nudges off. No row: the default."""

    __tablename__ = "meeting_cadence"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True)
    weeks: Mapped[int]
    group_weeks: Mapped[int] = mapped_column(default=12)
    """The same for groups."""

    __table_args__ = (CheckConstraint("weeks BETWEEN 0 AND 26", name="weeks_of_half_a_year"),)


class NudgePause(Base):
    """Somebody who wants no nudges about meetings. Nobody else is told."""

    __tablename__ = "meeting_nudge_pause"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), primary_key=True)


class MeetingNudge(Identified, Timestamped, Base):
    """A nudge that was written to one of a pair: two without an answer, and there are no more."""

    __tablename__ = "meeting_nudge"

    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"), index=True)
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)


class MeetingLink(Identified, Base):
    """A mailed link to the log of one pair, for one of the two. It opens nothing else, and never signs in."""

    __tablename__ = "meeting_link"

    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"), index=True)
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)

    pairing: Mapped[Pairing] = relationship()
    enrollment: Mapped[Enrollment] = relationship()
