"""The licences that a program holds for instruments, and what of them is used up."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.programs.models import Program


class LicenceRecord(Identified, Timestamped, Versioned, Base):
    """What an owner of an instrument allowed the program. Several may follow each other, or run side by side."""

    __tablename__ = "licence_record"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    instrument_key: Mapped[str]
    holder: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    paid: Mapped[int | None]
    """Administrations that were paid for; None where they are not counted."""
    expires_on: Mapped[date | None]
    """The last day on which it may be used."""
    note: Mapped[str] = mapped_column(default="")
    ended_on: Mapped[date | None]
    """When staff put it away; it stays as a record of what was used."""

    program: Mapped[Program] = relationship()

    __table_args__ = (CheckConstraint("paid >= 0", name="paid_is_no_debt"),)


class LicenceUse(Identified, Timestamped, Base):
    """How many people a survey asked under a licence. Written when the survey opens; answering changes nothing."""

    __tablename__ = "licence_use"

    licence_id: Mapped[UUID] = mapped_column(ForeignKey("licence_record.id", ondelete="CASCADE"), index=True)
    wave_id: Mapped[UUID]
    """Without a foreign key: surveys lie above instruments, and what was paid for stays used when one goes."""
    people: Mapped[int]
    """Everybody who was asked under this licence, whoever answered."""

    licence: Mapped[LicenceRecord] = relationship()

    __table_args__ = (CheckConstraint("people > 0", name="somebody_was_asked"),)
