"""A copy of a signed agreement to keep: asked for by one of the two, drawn by the worker, the same for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, undefer

from mentorship_app.core import clock
from mentorship_app.core.dates import day_text
from mentorship_app.core.errors import FieldError, InvalidTransition, NotFound
from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.core.paths import STATIC
from mentorship_app.core.phrases import Phrase
from mentorship_app.db.engine import reading, writing
from mentorship_app.documents import render_pdf
from mentorship_app.documents.templates import document_templates
from mentorship_app.jobs import Job, JobStatus, enqueue
from mentorship_app.mentoring.agreements.models import AgreementCopy, AgreementVersion
from mentorship_app.mentoring.agreements.wording import Part, Wording, parts_of
from mentorship_app.programs import CohortRole

DRAW = "mentoring.agreement_copy"
TEMPLATE = "participant/agreement/copy.html"
UNEXPECTED = N_("Something went wrong while the copy was drawn. Ask for it again; the server’s log says more.")


@dataclass(frozen=True)
class Signed:
    """One side's name under the agreement."""

    name: str
    is_mentor: bool
    on: date


@dataclass(frozen=True)
class Document:
    """Everything that a copy says."""

    program: str
    organization: str
    cohort: str
    number: int
    since: date
    review_on: date
    signed: tuple[Signed, ...]
    parts: tuple[Part, ...]


def document_of(version: AgreementVersion, locale: str) -> Document:
    """What a copy of this version says; raises InvalidTransition for one that not both signed."""
    if version.in_force_at is None:
        raise InvalidTransition(N_("There is a copy once both have signed."))
    cohort = version.agreement.pairing.cohort
    timezone = cohort.program.timezone
    return Document(
        program=cohort.program.name,
        organization=cohort.program.organization,
        cohort=cohort.name,
        number=version.number,
        since=clock.local_date(version.in_force_at, timezone),
        review_on=version.review_on,
        signed=tuple(
            Signed(one.name, one.side is CohortRole.MENTOR, clock.local_date(one.signed_at, timezone))
            for one in version.signatures
        ),
        parts=parts_of(Wording(version.questionnaire, version.terms), locale),
    )


def ask_for(session: Session, version: AgreementVersion, *, locale: str, now: datetime) -> AgreementCopy:
    """Have the worker draw a copy. What is drawn or under way is given back: a version never changes.

    Raises FieldError for a language that the app does not speak, InvalidTransition before both have signed.
    """
    if locale not in LOCALES:
        raise FieldError("locale", N_("Choose a language for the copy."))
    document_of(version, locale)
    session.execute(select(AgreementVersion.id).where(AgreementVersion.id == version.id).with_for_update())
    mine = AgreementCopy.version_id == version.id, AgreementCopy.locale == locale
    copy = session.scalar(select(AgreementCopy).where(*mine))
    if copy is not None and (copy.drawn_at is not None or _is_under_way(session, copy)):
        return copy
    if copy is None:
        copy = AgreementCopy(version=version, locale=locale, created_at=now)
        session.add(copy)
        session.flush()
    copy.error = {}
    program_id = version.agreement.pairing.cohort.program_id
    dedupe = f"agreement-copy:{copy.id}"
    job = enqueue(session, DRAW, {"copy_id": str(copy.id)}, now=now, dedupe=dedupe, program_id=program_id)
    copy.job_id = job.id
    session.flush()
    return copy


def _is_under_way(session: Session, copy: AgreementCopy) -> bool:
    job = session.get(Job, copy.job_id) if copy.is_pending and copy.job_id else None
    return job is not None and job.status in {JobStatus.QUEUED, JobStatus.LEASED}


def copies_of(session: Session, version: AgreementVersion) -> Sequence[AgreementCopy]:
    """Those that were asked for, by language, without the files."""
    mine = AgreementCopy.version_id == version.id
    return session.scalars(select(AgreementCopy).where(mine).order_by(AgreementCopy.locale)).all()


def pdf_of(session: Session, version: AgreementVersion, locale: str) -> bytes:
    """The drawn copy; raises NotFound while there is none."""
    mine = AgreementCopy.version_id == version.id, AgreementCopy.locale == locale
    copy = session.scalar(select(AgreementCopy).where(*mine).options(undefer(AgreementCopy.pdf)))
    if copy is None or copy.pdf is None:
        raise NotFound(N_("This copy is not ready yet. Ask for it on the page of your agreement."))
    return copy.pdf


def page_of(document: Document, locale: str) -> str:
    """The copy as one HTML page; its stylesheet is named relative to the static folder."""
    template = document_templates(locale).get_template(TEMPLATE)
    return template.render(
        locale=locale,
        it=document,
        since=day_text(document.since, locale),
        signed=[(one.name, one.is_mentor, day_text(one.on, locale)) for one in document.signed],
    )


def draw(engine: Engine, copy_id: UUID, *, now: datetime) -> None:
    """Draw and keep one; what is drawn, or gone, is left as it is. Raises PdfUnavailable."""
    with reading(engine).begin() as session:
        copy = session.get(AgreementCopy, copy_id)
        if copy is None or copy.drawn_at is not None:
            return
        html = page_of(document_of(copy.version, copy.locale), copy.locale)
    pdf = render_pdf(html, base=STATIC, made_at=now)
    with writing(engine).begin() as session:
        copy = session.get(AgreementCopy, copy_id)
        if copy is not None:
            copy.pdf, copy.drawn_at, copy.error = pdf, now, {}


def fail(engine: Engine, copy_id: UUID, words: Phrase) -> None:
    """Write on a copy why it could not be drawn."""
    with writing(engine).begin() as session:
        copy = session.get(AgreementCopy, copy_id)
        if copy is not None and copy.drawn_at is None:
            copy.error = words.as_json()


def reason(copy: AgreementCopy) -> Phrase | None:
    """Why it could not be drawn."""
    return Phrase.of_json(copy.error) if copy.error else None
