"""A mailing is one row, whoever it goes to: a row for each person would tell who had not answered."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified
from mentorship_app.surveys.models import Wave


class MailingKind(StrEnum):
    """Why it is sent."""

    INVITATION = "invitation"
    REMINDER_1 = "reminder_1"
    REMINDER_2 = "reminder_2"
    REMINDER_3 = "reminder_3"
    EVENING = "evening"
    """Each evening, to those who asked for it that day; there whether anybody did or not."""


REMINDERS = (MailingKind.REMINDER_1, MailingKind.REMINDER_2, MailingKind.REMINDER_3)


class MailingStatus(StrEnum):
    """Where a mailing stands. Only queued and sending ones leave; a sent one may still try refused addresses again."""

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"


class Mailing(Identified, Base):
    """One mail of a wave to all whom it concerns. Who they are is worked out at sending time and kept nowhere.

    No number here may depend on who answered: neither how many got a reminder, nor how long it took.
    """

    __tablename__ = "mailing"

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)
    kind: Mapped[MailingKind]
    status: Mapped[MailingStatus] = mapped_column(default=MailingStatus.QUEUED)
    not_before: Mapped[datetime]
    asked: Mapped[int | None]
    """How many people the invitation goes to; None for every other kind."""
    sent_on: Mapped[date | None]
    """The day on which it left, where the program is."""
    last_error: Mapped[str] = mapped_column(default="")
    """Why the mail server could not be used; never what it said about one address."""
    refused: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Of an invitation, since it goes to everybody: how many addresses were refused, by the server's code."""

    wave: Mapped[Wave] = relationship()

    __table_args__ = (UniqueConstraint("wave_id", "kind"),)
