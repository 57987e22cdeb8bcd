"""Asking for a report, and building one that was asked for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import AppError, Conflict, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.core.limits import Limits
from mentorship_app.db.engine import writing
from mentorship_app.jobs import enqueue
from mentorship_app.programs import Cohort
from mentorship_app.reports import builder
from mentorship_app.reports.builder import Progress
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.context import NothingToReport
from mentorship_app.reports.editions.changing import FROZEN, require_draft
from mentorship_app.reports.editions.choices import choice_of
from mentorship_app.reports.editions.enums import EditionStatus, Outline
from mentorship_app.reports.editions.freezing import AsRead, fix, require_as_read, require_drawn
from mentorship_app.reports.editions.models import Edition
from mentorship_app.reports.editions.services import start_edition
from mentorship_app.reports.enums import ReportStatus
from mentorship_app.reports.keeping import keep, kept_file
from mentorship_app.reports.models import Report
from mentorship_app.surveys.aggregates import list_datasets

BUILD = "reports.build"
UNEXPECTED = N_("Something went wrong while the report was drawn. Ask for it again; the server’s log says more.")


def request_report(session: Session, edition: Edition, *, by: Actor, now: datetime) -> Report:
    """Ask the worker to draw an edition as it is now. A wish that already waits or is worked on is given back instead.

    Raises NothingToReport before any wave is closed, and InvalidTransition for a frozen edition.
    """
    if edition.status is EditionStatus.FROZEN:
        raise InvalidTransition(FROZEN)
    return _ask(session, edition, is_final=False, by=by, now=now)


def request_freezing(session: Session, edition: Edition, *, version: int, by: Actor, now: datetime) -> Report:
    """Ask the worker to freeze an edition as it was last drawn and read.

    Raises InvalidTransition where it changed since, is drawn just now, or is frozen already; Conflict where somebody
    changed it since the page was read.
    """
    require_draft(session, edition)
    if edition.version != version:
        raise Conflict(N_("Somebody else changed this while you were writing."))
    require_drawn(session, edition)
    report = _ask(session, edition, is_final=True, by=by, now=now)
    if not report.is_final:
        raise InvalidTransition(N_("This report is being drawn. Wait until it is ready, and read it first."))
    return report


def _ask(session: Session, edition: Edition, *, is_final: bool, by: Actor, now: datetime) -> Report:
    cohort = edition.cohort
    # One after the other: two wishes at the same moment are one.
    session.refresh(edition, with_for_update={"of": Edition})
    under_way = session.scalar(
        select(Report).where(
            Report.edition_id == edition.id,
            Report.status.in_([status for status in ReportStatus if status.is_pending]),
        )
    )
    if under_way is not None:
        return under_way
    if not list_datasets(session, cohort):
        raise NothingToReport
    report = Report(
        cohort=cohort,
        edition_id=edition.id,
        edition_version=edition.version,
        is_final=is_final,
        locale=edition.locale,
        requested_by=by.name,
        created_at=now,
    )
    session.add(report)
    session.flush()
    job = enqueue(
        session,
        BUILD,
        {"report_id": str(report.id)},
        now=now,
        dedupe=f"report:{report.id}",
        program_id=cohort.program_id,
    )
    report.job_id = job.id
    audit.record(
        session,
        "reports.edition.freezing_asked" if is_final else "reports.report.requested",
        by=by,
        subject=report,
        at=now,
        program_id=cohort.program_id,
        locale=edition.locale,
    )
    session.flush()
    return report


def request_usual(
    session: Session, cohort: Cohort, *, locale: str, outline: Outline = Outline.FULL, by: Actor, now: datetime
) -> Report:
    """Ask for a report with nothing chosen but whom it is for: the newest draft of its kind, or a new one.

    Raises NothingToReport before any wave is closed, and FieldError for a language that the app does not speak.
    """
    if not list_datasets(session, cohort):
        raise NothingToReport
    draft = session.scalar(
        select(Edition)
        .where(
            Edition.cohort_id == cohort.id,
            Edition.outline == outline,
            Edition.locale == locale,
            Edition.status == EditionStatus.DRAFT,
        )
        .order_by(Edition.created_at.desc(), Edition.id)
        .limit(1)
    )
    edition = draft or start_edition(session, cohort, outline=outline, locale=locale, by=by, now=now)
    return request_report(session, edition, by=by, now=now)


def build_report(
    engine: Engine,
    report_id: UUID,
    *,
    now: datetime,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> None:
    """Build what was asked for. What goes wrong is written on the report, in words for whoever asked.

    Drawing takes seconds, so it happens between two short transactions and never holds up an answer.
    """
    try:
        with writing(engine).begin() as session:
            report = session.get(Report, report_id)
            if report is None or not report.status.is_pending:
                return
            report.status = ReportStatus.BUILDING
            cohort_id, locale = report.cohort_id, report.locale
            edition = session.get(Edition, report.edition_id) if report.edition_id else None
            choice = choice_of(edition, is_final=report.is_final) if edition else None
            as_read = require_as_read(session, edition, now=now) if edition and report.is_final else None
        drawn_id = build_file(engine, cohort_id, locale, choice, now=now, progress=progress, limits=limits)
        _finish(engine, report_id, drawn_id, as_read, now=now)
    except AppError as error:
        # Nobody is helped by trying again by itself: the data, or the machine, must change first.
        _fail(engine, report_id, error.message, {name: str(value) for name, value in error.values.items()}, now=now)
        return
    except Exception:
        _fail(engine, report_id, UNEXPECTED, {}, now=now)
        raise


def _finish(engine: Engine, report_id: UUID, file_id: UUID, as_read: AsRead | None, *, now: datetime) -> None:
    with writing(engine).begin() as session:
        report = session.get(Report, report_id)
        if report is None:
            return
        if as_read is not None:
            fix(session, report, file_id, as_read, now=now)
        report.status, report.file_id, report.finished_at = ReportStatus.READY, file_id, now


def build_file(
    engine: Engine,
    cohort_id: UUID,
    locale: str,
    choice: Choice | None = None,
    *,
    now: datetime,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> UUID:
    """The id of the files for what may be shown now; they are drawn only if the same were not drawn before.

    Without a choice it is the full outline as it stands, with nobody's words in it. With ``limits`` it is drawn in a
    process of its own.

    Raises NothingToReport, ReleaseRefused, ScoreOutOfRange, PdfUnavailable, and TooLarge beyond a limit.
    """
    with writing(engine).begin() as session:
        gathered = builder.gather(session, session.get_one(Cohort, cohort_id), locale, choice, now=now)
        kept = kept_file(session, cohort_id, gathered)
        if kept is not None:
            return kept.id
    drawn = builder.draw(gathered, made_at=now, progress=progress, limits=limits)
    with writing(engine).begin() as session:
        # Another worker may have drawn the same meanwhile; its files say the same.
        kept = kept_file(session, cohort_id, gathered) or keep(session, cohort_id, drawn, now=now)
        return kept.id


def _fail(engine: Engine, report_id: UUID, message: str, values: dict[str, str], *, now: datetime) -> None:
    with writing(engine).begin() as session:
        report = session.get(Report, report_id)
        if report is not None:
            report.status, report.finished_at = ReportStatus.FAILED, now
            report.error, report.error_values = message, values
