"""Requirements of a program, in its own words: texts of standards are never shipped."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.programs import Program
from mentorship_app.reports.crosswalk.enums import Framework


class Requirement(Identified, Timestamped, Versioned, Base):
    """One element of a standard, and what answers it."""

    __tablename__ = "requirement"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    position: Mapped[int]
    framework: Mapped[Framework]
    element: Mapped[str]
    """Its number in the standard, such as ``VI.C.1.e``."""
    text: Mapped[str] = mapped_column(default="")
    """What it asks, entered by the program from the standard."""
    evidence: Mapped[list[str]] = mapped_column(default=list)
    """Keys of the evidence that the app can show; see ``crosswalk.evidence``."""
    link: Mapped[str] = mapped_column(default="")
    """A document of the program's own."""
    gap: Mapped[str] = mapped_column(default="")
    """What is missing, and what will be done about it."""

    program: Mapped[Program] = relationship()
