"""Drawn files as they are kept, found again by what they say."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app.db.engine import reading
from mentorship_app.reports.builder import Drawn, Gathered
from mentorship_app.reports.enums import DownloadKind
from mentorship_app.reports.models import ReportDownload, ReportFile


def kept_file(session: Session, cohort_id: UUID, gathered: Gathered) -> ReportFile | None:
    """Files that were drawn before from the same numbers, words and design."""
    return session.scalar(
        select(ReportFile).where(ReportFile.cohort_id == cohort_id, ReportFile.content_hash == gathered.content_hash)
    )


def keep(session: Session, cohort_id: UUID, drawn: Drawn, *, now: datetime) -> ReportFile:
    """Keep what was drawn, in all its forms. A form that has nothing in it is left out."""
    kept = ReportFile(
        cohort_id=cohort_id,
        content_hash=drawn.content_hash,
        data_hash=drawn.data_hash,
        title=drawn.title,
        html=drawn.html,
        pdf=drawn.pdf,
        csv=drawn.csv,
        page=drawn.page,
        tables=drawn.tables,
        created_at=now,
    )
    session.add(kept)
    session.flush()
    for kind, content in drawn.downloads.items():
        if content:
            session.add(ReportDownload(file_id=kept.id, kind=kind, content=content))
    session.flush()
    return kept


def contents_of(engine: Engine, file_id: UUID) -> tuple[bytes, bytes]:
    """The PDF and the CSV of kept files."""
    with reading(engine).begin() as session:
        kept = session.get_one(ReportFile, file_id)
        return kept.pdf, kept.csv


def download_of(session: Session, file_id: UUID, kind: DownloadKind) -> bytes | None:
    """One more form of kept files; None where it was never made: old reports, and reports without a figure."""
    return session.scalar(
        select(ReportDownload.content).where(ReportDownload.file_id == file_id, ReportDownload.kind == kind)
    )


def kinds_of(session: Session, file_id: UUID) -> frozenset[DownloadKind]:
    """Which further forms there are."""
    return frozenset(session.scalars(select(ReportDownload.kind).where(ReportDownload.file_id == file_id)))
