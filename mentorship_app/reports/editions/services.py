"""Making an edition, choosing what stands in it, copying and deleting it; words and freezing have their own files."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort
from mentorship_app.reports.editions.changing import claim_draft
from mentorship_app.reports.editions.enums import Outline
from mentorship_app.reports.editions.models import Edition, EditionText
from mentorship_app.reports.editions.queries import earlier_cohorts
from mentorship_app.reports.models import Report, ReportFile
from mentorship_app.reports.outline import OUTLINES, choosable, parts_of

CARRIED_SECTIONS = ("context", "program")
"""What they say of a program holds for the next year too; what people make of numbers does not."""


def start_edition(
    session: Session, cohort: Cohort, *, outline: Outline, locale: str, by: Actor, now: datetime
) -> Edition:
    """A draft with the sections of an outline. Raises FieldError for a language that the app does not speak."""
    edition = _new(session, cohort, outline, locale, by=by, now=now)
    edition.sections = list(OUTLINES[outline])
    _record(session, "reports.edition.started", edition, by=by, now=now, locale=locale)
    return edition


def choose(
    session: Session,
    edition: Edition,
    *,
    sections: Collection[str],
    pooled: Collection[UUID],
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Say which sections are in it, and which earlier cohorts stand beside.

    Raises FieldError where nothing is chosen or a cohort is not an earlier one of the program; Conflict and
    InvalidTransition as ``claim_draft`` does.
    """
    claim_draft(session, edition, version)
    allowed = choosable(edition.outline)
    chosen = [part.key for part in parts_of([key for key in sections if key in allowed])]
    if not chosen:
        raise FieldError("sections", N_("Choose at least one section."))
    earlier = {cohort.id for cohort in earlier_cohorts(session, edition.cohort)}
    if not set(pooled) <= earlier:
        raise FieldError("pooled", N_("Choose earlier cohorts of this program only."))
    edition.sections, edition.pooled = chosen, sorted(str(cohort_id) for cohort_id in set(pooled))
    _record(session, "reports.edition.changed", edition, by=by, now=now)
    session.flush()


def copy_edition(
    session: Session, edition: Edition, cohort: Cohort, *, locale: str, by: Actor, now: datetime
) -> Edition:
    """A new draft that begins as ``edition`` is: for another language, or for a later year.

    Within a year every text comes along, to be translated or changed. Into a later year come only the words about the
    program itself; the sections stay chosen, earlier cohorts are chosen anew. Raises FieldError for a language that
    the app does not speak, and for a cohort of another program or an earlier year.
    """
    is_same_year = cohort.id == edition.cohort_id
    is_later = cohort.program_id == edition.cohort.program_id and cohort.starts_on > edition.cohort.starts_on
    if not is_same_year and not is_later:
        raise FieldError("cohort", N_("Choose this cohort or a later one of the same program."))
    copy = _new(session, cohort, edition.outline, locale, by=by, now=now)
    copy.sections = list(edition.sections)
    copy.pooled = list(edition.pooled) if is_same_year else []
    copy.texts = [
        EditionText(key=text.key, text=text.text) for text in edition.texts if is_same_year or _is_carried(text.key)
    ]
    _record(session, "reports.edition.copied", copy, by=by, now=now, locale=locale)
    session.flush()
    return copy


def delete_draft(session: Session, edition: Edition, *, version: int, by: Actor, now: datetime) -> None:
    """Delete a draft, its words and its drawings. Raises as ``claim_draft`` does; a frozen edition stays for good."""
    claim_draft(session, edition, version)
    _record(session, "reports.edition.deleted", edition, by=by, now=now)
    drawn = set(
        session.scalars(select(Report.file_id).where(Report.edition_id == edition.id, Report.file_id.is_not(None)))
    )
    session.execute(delete(Report).where(Report.edition_id == edition.id))
    still_read = set(session.scalars(select(Report.file_id).where(Report.file_id.in_(drawn))))
    session.delete(edition)
    session.flush()
    # What was drawn may hold words that nobody meant to keep.
    session.execute(delete(ReportFile).where(ReportFile.id.in_(drawn - still_read)))
    session.flush()


def _new(session: Session, cohort: Cohort, outline: Outline, locale: str, *, by: Actor, now: datetime) -> Edition:
    if locale not in LOCALES:
        raise FieldError("locale", N_("Choose a language for the report."))
    edition = Edition(cohort=cohort, locale=locale, outline=outline, created_by=by.name, created_at=now)
    session.add(edition)
    session.flush()
    return edition


def _is_carried(key: str) -> bool:
    section, _dot, place = key.partition(".")
    return section in CARRIED_SECTIONS and place not in {"finding", "action"}


def _record(session: Session, action: str, edition: Edition, *, by: Actor, now: datetime, **details: str) -> None:
    audit.record(session, action, by=by, subject=edition, at=now, program_id=edition.cohort.program_id, **details)
