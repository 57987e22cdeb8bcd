"""The private address of a person's calendar, and who wants no invitations by mail."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped


class CalendarFeed(Identified, Timestamped, Base):
    """A calendar that a person may subscribe to. One for each; a new address takes the place of the old."""

    __tablename__ = "calendar_feed"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), unique=True)
    token_digest: Mapped[str] = mapped_column(unique=True)


class InvitationPause(Base):
    """Somebody who wants no invitations to meetings by mail. Nobody else is told."""

    __tablename__ = "meeting_invitation_pause"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), primary_key=True)
