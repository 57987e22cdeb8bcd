"""Reports as lists and pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, undefer

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.jobs.models import Job
from mentorship_app.programs import Cohort
from mentorship_app.reports.enums import ReportStatus
from mentorship_app.reports.models import Report, ReportFile

SHOWN = 50
"""The list holds the newest; older ones stay at their addresses."""

_NO_SUCH = N_("There is no such report here.")


@dataclass(frozen=True)
class ReportLine:
    """One report of the list. ``done`` of ``total`` steps while it is built."""

    public_id: str
    locale: str
    status: ReportStatus
    asked_at: datetime
    asked_by: str
    error: str
    error_values: Mapping[str, Any]
    done: int
    total: int
    is_final: bool = False
    edition_version: int | None = None
    file_id: UUID | None = None
    finished_at: datetime | None = None


def line_of(report: Report, job: Job | None) -> ReportLine:
    """A report with how far its work is."""
    return ReportLine(
        public_id=report.public_id,
        locale=report.locale,
        status=report.status,
        asked_at=report.created_at,
        asked_by=report.requested_by,
        error=report.error,
        error_values=report.error_values,
        done=job.progress_done if job else 0,
        total=job.progress_total if job else 0,
        is_final=report.is_final,
        edition_version=report.edition_version,
        file_id=report.file_id,
        finished_at=report.finished_at,
    )


def reports_without_edition(session: Session, cohort: Cohort) -> list[ReportLine]:
    """The reports of a cohort from before there were editions, newest first, in one query."""
    found = session.execute(
        select(Report, Job)
        .outerjoin(Job, Job.id == Report.job_id)
        .where(Report.cohort_id == cohort.id, Report.edition_id.is_(None))
        .order_by(Report.created_at.desc(), Report.id)
        .limit(SHOWN)
    )
    return [line_of(report, job) for report, job in found]


def ready_report(
    session: Session, cohort: Cohort, public_id: str, column: Any, *, with_drafts: bool = True
) -> tuple[Report, ReportFile]:
    """A finished report with one of its files (``ReportFile.html``, ``.pdf``, ``.csv``) loaded.

    Raises NotFound, and without ``with_drafts`` also for what is no edition's frozen form.
    """
    wanted = _finished(cohort).where(Report.public_id == public_id)
    if not with_drafts:
        wanted = wanted.where(or_(Report.edition_id.is_(None), Report.is_final))
    report = session.scalar(wanted.options(joinedload(Report.file).options(undefer(column))))
    if report is None or report.file is None:
        raise NotFound(_NO_SUCH)
    return report, report.file


def _finished(cohort: Cohort) -> Select[Report]:
    return select(Report).where(Report.cohort_id == cohort.id, Report.status == ReportStatus.READY)
