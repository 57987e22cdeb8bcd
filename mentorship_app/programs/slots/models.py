"""Slots and who took them. Which ones are taken, and by whom, is for the person outside the program alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified
from mentorship_app.programs.models import Enrollment, Program


class SupportSlot(Identified, Base):
    """A time that is offered."""

    __tablename__ = "support_slot"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str]
    """Where: a room, a number to call, the address of a video call."""

    program: Mapped[Program] = relationship()
    booking: Mapped["SlotBooking | None"] = relationship(
        back_populates="slot", cascade="all, delete-orphan", lazy="selectin"
    )

    __table_args__ = (CheckConstraint("minutes BETWEEN 10 AND 180", name="minutes_in_range"),)


class SlotBooking(Identified, Base):
    """Somebody took a slot."""

    __tablename__ = "slot_booking"

    slot_id: Mapped[UUID] = mapped_column(ForeignKey("support_slot.id", ondelete="CASCADE"), unique=True)
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    is_reminded: Mapped[bool] = mapped_column(default=False)

    slot: Mapped[SupportSlot] = relationship(back_populates="booking")
    enrollment: Mapped[Enrollment] = relationship(lazy="joined")
