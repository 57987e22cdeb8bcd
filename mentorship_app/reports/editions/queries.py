"""Editions as lists and pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.jobs.models import Job
from mentorship_app.programs import Cohort
from mentorship_app.reports.editions.enums import EditionStatus
from mentorship_app.reports.editions.models import Edition
from mentorship_app.reports.enums import ReportStatus
from mentorship_app.reports.models import Report
from mentorship_app.reports.queries import ReportLine, line_of
from mentorship_app.surveys.aggregates import list_datasets

_NO_SUCH = N_("There is no such report here.")


@dataclass(frozen=True)
class EditionLine:
    """An edition with its drawings."""

    edition: Edition
    last: ReportLine | None
    """The newest wish, whatever became of it."""
    ready: ReportLine | None
    """The newest that can be read; of a frozen edition the one that froze it."""

    @property
    def is_pending(self) -> bool:
        return self.last is not None and self.last.status.is_pending

    @property
    def is_as_read(self) -> bool:
        """Whether nobody changed it since it was last drawn; numbers and program may still have changed."""
        return self.ready is not None and self.ready.edition_version == self.edition.version


def editions_of(cohort: Cohort, *, frozen_only: bool = False) -> Select[Edition]:
    """The editions of a cohort, newest first; to those who read no drafts, the frozen ones alone."""
    found = select(Edition).where(Edition.cohort_id == cohort.id).order_by(Edition.created_at.desc(), Edition.id)
    return found.where(Edition.status == EditionStatus.FROZEN) if frozen_only else found


def lines_of(session: Session, editions: Sequence[Edition]) -> list[EditionLine]:
    """These editions with their drawings, in one query for all of them."""
    drawings = _newest_drawings(session, [edition.id for edition in editions])
    return [_line(edition, drawings.get(edition.id, ())) for edition in editions]


def line_of_edition(session: Session, edition: Edition) -> EditionLine:
    """One edition with its drawings."""
    [line] = lines_of(session, [edition])
    return line


def find_edition(session: Session, cohort: Cohort, public_id: str) -> Edition:
    """The edition of that address with its texts, in this cohort only. Raises NotFound."""
    edition = session.scalar(
        select(Edition)
        .where(Edition.cohort_id == cohort.id, Edition.public_id == public_id)
        .options(selectinload(Edition.texts))
    )
    if edition is None:
        raise NotFound(_NO_SUCH)
    return edition


def earlier_cohorts(session: Session, cohort: Cohort) -> list[Cohort]:
    """Earlier cohorts of the program that have results, newest first: what can stand beside."""
    found = session.scalars(
        select(Cohort)
        .where(Cohort.program_id == cohort.program_id, Cohort.starts_on < cohort.starts_on)
        .order_by(Cohort.starts_on.desc(), Cohort.id)
    )
    return [earlier for earlier in found if list_datasets(session, earlier)]


def later_cohorts(session: Session, cohort: Cohort) -> list[Cohort]:
    """This cohort and the later ones of its program: where an edition can be copied to."""
    found = session.scalars(
        select(Cohort)
        .where(Cohort.program_id == cohort.program_id, Cohort.starts_on > cohort.starts_on)
        .order_by(Cohort.starts_on, Cohort.id)
    )
    return [cohort, *found]


def _newest_drawings(session: Session, edition_ids: Sequence[UUID]) -> dict[UUID, list[tuple[Report, Job | None]]]:
    """Per edition the newest wish of each status, newest first."""
    place = func.row_number().over(
        partition_by=(Report.edition_id, Report.status, Report.is_final),
        order_by=(Report.created_at.desc(), Report.id),
    )
    ranked = select(Report.id, place.label("place")).where(Report.edition_id.in_(edition_ids)).subquery()
    found = session.execute(
        select(Report, Job)
        .join(ranked, ranked.c.id == Report.id)
        .outerjoin(Job, Job.id == Report.job_id)
        .where(ranked.c.place == 1)
        .order_by(Report.created_at.desc(), Report.id)
    )
    drawings: dict[UUID, list[tuple[Report, Job | None]]] = {}
    for report, job in found:
        if report.edition_id is not None:
            drawings.setdefault(report.edition_id, []).append((report, job))
    return drawings


def _line(edition: Edition, drawings: Iterable[tuple[Report, Job | None]]) -> EditionLine:
    is_frozen = edition.status is EditionStatus.FROZEN
    lines = [line_of(report, job) for report, job in drawings if report.is_final or not is_frozen]
    ready = next((line for line in lines if line.status is ReportStatus.READY), None)
    return EditionLine(edition, lines[0] if lines else None, ready)


def frozen_before(session: Session, edition: Edition) -> list[tuple[Edition, datetime]]:
    """What ``edition`` can be compared with: editions of earlier years in its language that were drawn.

    Newest year first, frozen before drafts, with when each was last drawn.
    """
    cohort = edition.cohort
    found = session.execute(
        select(Edition, func.max(Report.finished_at))
        .join(Report, Report.edition_id == Edition.id)
        .join(Cohort, Cohort.id == Edition.cohort_id)
        .where(
            Cohort.program_id == cohort.program_id,
            Cohort.starts_on < cohort.starts_on,
            Edition.locale == edition.locale,
            Report.status == ReportStatus.READY,
        )
        .group_by(Edition.id, Cohort.starts_on)
        .order_by(Cohort.starts_on.desc(), Edition.status.desc(), Edition.created_at.desc(), Edition.id)
    )
    return [(earlier, drawn_at) for earlier, drawn_at in found if drawn_at is not None]
