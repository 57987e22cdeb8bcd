"""The letterhead of a program, if it has one."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Versioned


class Letterhead(Identified, Versioned, Base):
    """At most one for each program."""

    __tablename__ = "letterhead"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), unique=True)
    logo: Mapped[bytes | None] = mapped_column(deferred=True)
    """A PNG drawn anew from what was uploaded, so that nothing but the picture is left; None without a logo."""
    logo_alt: Mapped[str] = mapped_column(default="")
    """What the logo is of, for those who do not see it."""
    address: Mapped[str] = mapped_column(default="")
    """Lines under the name of the organization."""
