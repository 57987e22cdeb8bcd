"""Fixing an edition for good, and proving later that it is still what was fixed.

Numbers, wording and suppression are fixed together: the final drawing says exactly what the last draft said, only
without the mark of a draft. The digests of its files go into the audit trail, which is kept apart from the files.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import AppError, Conflict, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.paths import STATIC
from mentorship_app.db.engine import writing
from mentorship_app.documents import PdfUnavailable, render_pdf
from mentorship_app.programs import Cohort
from mentorship_app.reports import builder
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.editions.choices import choice_of
from mentorship_app.reports.editions.enums import EditionStatus
from mentorship_app.reports.editions.models import Edition
from mentorship_app.reports.enums import ReportStatus
from mentorship_app.reports.models import Report, ReportFile

FROZEN_ACTION = "reports.edition.frozen"
NOT_DRAWN = N_("Draw this report first, and read it: what is frozen is what you read.")
CHANGED_SINCE = N_("This report has changed since it was last drawn. Draw it again, and read it first.")


@dataclass(frozen=True)
class AsRead:
    """What will be fixed: everything but the mark of a draft is as it was read."""

    final_hash: str


def require_drawn(session: Session, edition: Edition) -> Report:
    """The newest drawing of the edition as it stands. Raises InvalidTransition where there is none."""
    newest = _newest_drawing(session, edition)
    if newest is None:
        raise InvalidTransition(NOT_DRAWN)
    if newest.edition_version != edition.version:
        raise InvalidTransition(CHANGED_SINCE)
    return newest


def require_as_read(session: Session, edition: Edition, *, now: datetime) -> AsRead:
    """Collect the numbers once more. Raises InvalidTransition where they, or any words, differ from what was read."""
    newest = require_drawn(session, edition)
    read = session.scalar(select(ReportFile.content_hash).where(ReportFile.id == newest.file_id))
    gathered = builder.gather(session, edition.cohort, edition.locale, choice_of(edition), now=now)
    if gathered.content_hash != read:
        raise InvalidTransition(CHANGED_SINCE)
    context = replace(gathered.context, choice=choice_of(edition, is_final=True))
    return AsRead(builder.hashed(edition.cohort_id, context).content_hash)


def fix(session: Session, report: Report, file_id: UUID, as_read: AsRead, *, now: datetime) -> None:
    """Freeze the edition of the final drawing ``report``. Raises Conflict where something changed meanwhile."""
    edition = session.get_one(Edition, report.edition_id, with_for_update={"of": Edition})
    file = session.get_one(ReportFile, file_id)
    if file.content_hash != as_read.final_hash or edition.version != report.edition_version:
        raise Conflict(CHANGED_SINCE)
    edition.status, edition.frozen_at, edition.frozen_by = EditionStatus.FROZEN, now, report.requested_by
    edition.frozen_file_id = file_id
    edition.version += 1
    audit.record(
        session,
        FROZEN_ACTION,
        by=SYSTEM,
        subject=edition,
        at=now,
        program_id=edition.cohort.program_id,
        name=report.requested_by,
        data=file.data_hash,
        **digests_of(file),
    )


def digests_of(file: ReportFile) -> dict[str, str]:
    """SHA-256 of each form that is kept with the file."""
    forms = {"page": file.page.encode(), "html": file.html.encode(), "pdf": file.pdf, "csv": file.csv}
    return {name: hashlib.sha256(content).hexdigest() for name, content in forms.items()}


class Check(StrEnum):
    """What came of one question."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"  # it could not be asked: the trail, Pango or the answers are gone


@dataclass(frozen=True)
class Verdict:
    """Whether a frozen edition is what was frozen."""

    kept: Check
    """The files have the digests of the day on which they were frozen."""
    redrawn: Check
    """The page gives the same PDF, byte for byte; another version of the app or its libraries may not."""
    numbers: Check
    """The answers give the same numbers; DIFFERENT after more were imported or a year was deleted."""
    changed: tuple[str, ...] = ()
    """Names of the forms whose digest differs."""

    @property
    def is_intact(self) -> bool:
        """Whether the files are what was frozen; what can be made anew today is another matter."""
        return self.kept is Check.SAME


def verify(engine: Engine, edition_id: UUID, *, now: datetime) -> Verdict:
    """Look at a frozen edition anew. Releases its numbers once more, so it writes to the release ledger.

    Raises InvalidTransition for an edition that is not frozen.
    """
    with writing(engine).begin() as session:
        edition = session.get_one(Edition, edition_id)
        if edition.frozen_file_id is None:
            raise InvalidTransition(N_("Only a frozen report can be verified."))
        file = session.get_one(ReportFile, edition.frozen_file_id)
        changed = _changed_forms(_frozen_digests(session, edition), file)
        numbers = _numbers(session, edition.cohort, edition.locale, choice_of(edition), file, now=now)
        page, pdf, made_at = file.page, file.pdf, file.created_at
    kept = Check.UNKNOWN if changed is None else Check.DIFFERENT if changed else Check.SAME
    return Verdict(kept, _redrawn(page, pdf, made_at), numbers, changed or ())


def _frozen_digests(session: Session, edition: Edition) -> Mapping[str, str] | None:
    event = session.scalar(
        select(AuditEvent)
        .where(AuditEvent.action == FROZEN_ACTION, AuditEvent.subject_id == edition.id)
        .order_by(AuditEvent.at)
        .limit(1)
    )
    return MappingProxyType(event.details) if event is not None else None


def _changed_forms(frozen: Mapping[str, str] | None, file: ReportFile) -> tuple[str, ...] | None:
    if frozen is None:
        return None
    return tuple(name for name, digest in digests_of(file).items() if frozen.get(name) != digest)


def _numbers(
    session: Session, cohort: Cohort, locale: str, choice: Choice, file: ReportFile, *, now: datetime
) -> Check:
    try:
        gathered = builder.gather(session, cohort, locale, choice, now=now)
    except AppError:
        return Check.UNKNOWN
    return Check.SAME if gathered.context.data_hash == file.data_hash else Check.DIFFERENT


def _redrawn(page: str, pdf: bytes, made_at: datetime) -> Check:
    if not page:
        return Check.UNKNOWN
    try:
        again = render_pdf(page, base=STATIC, made_at=made_at)
    except PdfUnavailable:
        return Check.UNKNOWN
    return Check.SAME if again == pdf else Check.DIFFERENT


def _newest_drawing(session: Session, edition: Edition) -> Report | None:
    return session.scalar(
        select(Report)
        .where(Report.edition_id == edition.id, Report.status == ReportStatus.READY, ~Report.is_final)
        .order_by(Report.created_at.desc(), Report.id)
        .limit(1)
    )
