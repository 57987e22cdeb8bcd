"""The person to turn to, and what was written to them for as long as it takes to hand it over."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Versioned


class ContactPerson(Identified, Versioned, Base):
    """Whom a program names; never one of its staff."""

    __tablename__ = "contact_person"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), unique=True)
    name: Mapped[str]
    role_en: Mapped[str]
    role_fr: Mapped[str]
    """What the person is, as people read it: ombudsperson, wellness office."""
    email: Mapped[str]
    locale: Mapped[str] = mapped_column(default="en")
    """In which language mail is written to them."""
    slots_digest: Mapped[str | None] = mapped_column(unique=True)
    """Of their link to the slots they offer; None before one was mailed."""

    @property
    def role(self) -> LocalizedText:
        return LocalizedText(en=self.role_en, fr=self.role_fr)


class RequestState(StrEnum):
    """Where a request stands. One that was handed over is no more."""

    WAITING = "waiting"
    FAILED = "failed"


class ContactRequest(Identified, Base):
    """Somebody asks to be contacted. The row names nobody: what they wrote is sealed, and goes once it is sent."""

    __tablename__ = "contact_request"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    """Of the address under which the sender sees whether it arrived."""
    state: Mapped[RequestState] = mapped_column(default=RequestState.WAITING)
    sealed: Mapped[bytes | None]
    """Who asks, how to reach them and why, sealed with the program's key; None once it could not be delivered."""
    forget_on: Mapped[date]
    """The day after which the row goes whatever became of it."""
