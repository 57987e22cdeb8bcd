"""The outbox, and the mailbox that stands in for a mail server when none is set up."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped


class MessageStatus(StrEnum):
    """Where a mail stands. Only queued and retry are ever picked up for sending."""

    HELD = "held"
    QUEUED = "queued"
    LEASED = "leased"
    RETRY = "retry"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"


class OutboxMessage(Identified, Timestamped, Base):
    """One mail to one person: which template, and the ids from which its text is made at the moment of sending."""

    __tablename__ = "outbox_message"

    kind: Mapped[str]
    """Folder under ``templates/emails`` and name of its function."""
    to_email: Mapped[str]
    to_name: Mapped[str]
    locale: Mapped[str]
    context: Mapped[dict[str, Any]]
    """Ids and plain values; never a token."""
    program_id: Mapped[UUID | None] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    status: Mapped[MessageStatus] = mapped_column(default=MessageStatus.QUEUED)
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    private: Mapped[bool] = mapped_column(default=False)
    """A mail that is between people and not for staff, such as one that a person asked for: no page of theirs lists it,
    and its row goes once it is sent."""

    __table_args__ = (Index("ix_outbox_message_status_not_before", "status", "not_before"),)


class LocalMail(Identified, Base):
    """A mail that was "delivered" to the outbox page, because no mail server is configured."""

    __tablename__ = "local_mail"

    program_id: Mapped[UUID | None] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[UUID]
    to_email: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    at: Mapped[datetime]
    private: Mapped[bool] = mapped_column(default=False)
    """As on the mail's row in the outbox."""
