"""Reports that were asked for, and the files that were drawn. The same numbers and words are drawn once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped
from mentorship_app.programs import Cohort
from mentorship_app.reports.enums import DownloadKind, ReportStatus


class ReportFile(Identified, Timestamped, Base):
    """What a reader gets, three times the same numbers. Nothing in it is ever changed."""

    __tablename__ = "report_file"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    content_hash: Mapped[str]
    """SHA-256 of everything that decides what the files say and how they look, the date left out."""
    data_hash: Mapped[str]
    """SHA-256 of the released numbers alone: the same in both languages."""
    title: Mapped[str]
    html: Mapped[str] = mapped_column(deferred=True)
    """The sections as markup of our own making, for the page of the report."""
    pdf: Mapped[bytes] = mapped_column(deferred=True)
    csv: Mapped[bytes] = mapped_column(deferred=True)
    page: Mapped[str] = mapped_column(deferred=True, default="")
    """The whole document that the PDF was drawn from, so that it can be drawn again bit by bit."""
    tables: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True, default=list)
    """Every number by section, table and row, as the CSV and the workbook hold them; see ``tables.stored``."""

    __table_args__ = (UniqueConstraint("cohort_id", "content_hash"),)


class ReportDownload(Identified, Base):
    """One more form of a report's files: the archive, the workbook, the figures."""

    __tablename__ = "report_download"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("report_file.id", ondelete="CASCADE"))
    kind: Mapped[DownloadKind]
    content: Mapped[bytes] = mapped_column(deferred=True)

    __table_args__ = (UniqueConstraint("file_id", "kind"),)


class Report(Identified, Timestamped, Base):
    """One wish to have a report drawn, in one language."""

    __tablename__ = "report"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("report_edition.id", ondelete="CASCADE"), index=True)
    """The edition that was to be drawn; None for reports from before there were editions."""
    edition_version: Mapped[int | None]
    """The version of the edition when this was asked for; an edition of a later one has changed since."""
    is_final: Mapped[bool] = mapped_column(default=False)
    """Whether it is the drawing that freezes its edition."""
    locale: Mapped[str]
    status: Mapped[ReportStatus] = mapped_column(default=ReportStatus.QUEUED)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("report_file.id"), index=True)
    job_id: Mapped[UUID | None]
    """The work in the queue, without a foreign key: finished work may be swept away."""
    requested_by: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")
    """Why it failed: an English msgid, filled from ``error_values`` after translation."""
    error_values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    finished_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()
    file: Mapped[ReportFile | None] = relationship()
