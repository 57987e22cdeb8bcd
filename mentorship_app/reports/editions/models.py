"""A report in the making, with the words that people write into it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.programs import Cohort
from mentorship_app.reports.editions.enums import EditionStatus, Outline


class Edition(Identified, Timestamped, Versioned, Base):
    """One report of a cohort, in one language."""

    __tablename__ = "report_edition"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    locale: Mapped[str]
    outline: Mapped[Outline] = mapped_column(default=Outline.FULL)
    sections: Mapped[list[str]] = mapped_column(default=list)
    """Keys of the parts that are switched on, in the order of the report."""
    pooled: Mapped[list[str]] = mapped_column(default=list)
    """Ids of earlier cohorts of the program whose numbers stand beside and are pooled."""
    status: Mapped[EditionStatus] = mapped_column(default=EditionStatus.DRAFT)
    created_by: Mapped[str] = mapped_column(default="")
    frozen_at: Mapped[datetime | None]
    frozen_by: Mapped[str] = mapped_column(default="")
    frozen_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("report_file.id"), index=True)
    """The files that were fixed; they are never drawn anew."""
    published_at: Mapped[datetime | None]
    """Since when everybody who was asked can read it; only for the participants' summary."""

    cohort: Mapped[Cohort] = relationship()
    texts: Mapped[list["EditionText"]] = relationship(cascade="all, delete-orphan", order_by="EditionText.key")
    themes: Mapped[list["EditionTheme"]] = relationship(cascade="all, delete-orphan", order_by="EditionTheme.position")


class EditionText(Identified, Base):
    """What somebody wrote at one place of an edition; see ``section.TextPlace``."""

    __tablename__ = "report_text"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("report_edition.id", ondelete="CASCADE"))
    key: Mapped[str]
    text: Mapped[str]

    __table_args__ = (UniqueConstraint("edition_id", "key"),)


class EditionTheme(Identified, Base):
    """Comments on one matter, summed up by a person."""

    __tablename__ = "report_theme"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("report_edition.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    position: Mapped[int]
    name: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    quote: Mapped[str] = mapped_column(default="")
    """In the editor's words; never a comment as it was written."""
    comments: Mapped[list[str]] = mapped_column(default=list)
    """Ids of the comments it sums up, which have neither panel code nor strata."""
