"""The certificate of training: asked for by its person, drawn by the worker, kept until more is completed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, undefer

from mentorship_app.core import clock
from mentorship_app.core.dates import day_text
from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.core.paths import STATIC
from mentorship_app.core.phrases import Phrase
from mentorship_app.db.engine import reading, writing
from mentorship_app.documents import render_pdf
from mentorship_app.documents.templates import document_templates
from mentorship_app.jobs import Job, JobStatus, enqueue
from mentorship_app.programs import Cohort, CohortRole, Enrollment
from mentorship_app.training.catalogue import modules_for
from mentorship_app.training.models import TrainingCertificate, TrainingProgress

DRAW = "training.certificate"
TEMPLATE = "participant/training/certificate.html"
UNEXPECTED = N_("Something went wrong while the certificate was drawn. Ask for it again; the server’s log says more.")
_MINUTES_AN_HOUR = 60


@dataclass(frozen=True)
class Completed:
    """A completed module as a certificate names it. ``minutes``: its reading time."""

    title: str
    on: date
    minutes: int


@dataclass(frozen=True)
class Certified:
    """Everything that a certificate says."""

    name: str
    program: str
    organization: str
    cohort: str
    is_mentor: bool
    modules: tuple[Completed, ...]

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)

    @property
    def hours(self) -> float:
        """To the nearest quarter of an hour, and at least one: what a file for promotion counts in."""
        return max(1, math.floor(self.minutes / _MINUTES_AN_HOUR * 4 + 0.5)) / 4


def certified(session: Session, enrollment: Enrollment, locale: str) -> Certified:
    """What this person completed in the program, oldest first; modules that are gone are not named."""
    program = enrollment.cohort.program
    titles = {module.key: module.title.in_(locale) for module in modules_for(session, program)}
    rows = session.scalars(
        select(TrainingProgress)
        .join(TrainingProgress.enrollment)
        .join(Enrollment.cohort)
        .where(
            Enrollment.account_id == enrollment.account_id,
            Cohort.program_id == program.id,
            TrainingProgress.completed_at.is_not(None),
        )
        .order_by(TrainingProgress.completed_at, TrainingProgress.id)
    )
    found: dict[str, Completed] = {}
    for row in rows:
        if row.module_key in titles and row.completed_at is not None:
            day = clock.local_date(row.completed_at, program.timezone)
            found.setdefault(row.module_key, Completed(titles[row.module_key], day, row.minutes))
    return Certified(
        name=enrollment.account.name,
        program=program.name,
        organization=program.organization,
        cohort=enrollment.cohort.name,
        is_mentor=enrollment.role is CohortRole.MENTOR,
        modules=tuple(found.values()),
    )


def ask_for(session: Session, enrollment: Enrollment, *, locale: str, now: datetime) -> TrainingCertificate:
    """Have the worker draw the certificate as of now. One that is under way is given back.

    Raises FieldError for a language that the app does not speak, Conflict while no module is completed.
    """
    if locale not in LOCALES:
        raise FieldError("locale", N_("Choose a language for the certificate."))
    if not certified(session, enrollment, locale).modules:
        raise Conflict(N_("Complete a module first; the certificate names those that you completed."))
    row = _row(session, enrollment, locale)
    if row is not None and _is_under_way(session, row):
        return row
    if row is None:
        row = TrainingCertificate(enrollment_id=enrollment.id, locale=locale, created_at=now)
        session.add(row)
        session.flush()
    row.pdf, row.drawn_at, row.error = None, None, {}
    payload = {"certificate_id": str(row.id)}
    dedupe = f"training-certificate:{row.id}"
    job = enqueue(session, DRAW, payload, now=now, dedupe=dedupe, program_id=enrollment.cohort.program_id)
    row.job_id = job.id
    session.flush()
    return row


def _row(session: Session, enrollment: Enrollment, locale: str) -> TrainingCertificate | None:
    mine = TrainingCertificate.enrollment_id == enrollment.id
    return session.scalar(select(TrainingCertificate).where(mine, TrainingCertificate.locale == locale))


def _is_under_way(session: Session, row: TrainingCertificate) -> bool:
    job = session.get(Job, row.job_id) if row.is_pending and row.job_id else None
    return job is not None and job.status in {JobStatus.QUEUED, JobStatus.LEASED}


def certificates_of(session: Session, enrollment: Enrollment) -> Sequence[TrainingCertificate]:
    """Those that were asked for, by language, without the files."""
    mine = TrainingCertificate.enrollment_id == enrollment.id
    return session.scalars(select(TrainingCertificate).where(mine).order_by(TrainingCertificate.locale)).all()


def pdf_of(session: Session, enrollment: Enrollment, locale: str) -> bytes:
    """The drawn certificate; raises NotFound while there is none."""
    mine = TrainingCertificate.enrollment_id == enrollment.id, TrainingCertificate.locale == locale
    row = session.scalar(select(TrainingCertificate).where(*mine).options(undefer(TrainingCertificate.pdf)))
    if row is None or row.pdf is None:
        raise NotFound(N_("This certificate is not ready yet. Ask for it on the page of your training."))
    return row.pdf


def page_of(what: Certified, locale: str, *, on: date) -> str:
    """The certificate as one HTML page; its stylesheet is named relative to the static folder."""
    lines = [(module.title, day_text(module.on, locale), module.minutes) for module in what.modules]
    hours = f"{what.hours:g}" if locale == "en" else f"{what.hours:g}".replace(".", ",")
    template = document_templates(locale).get_template(TEMPLATE)
    return template.render(locale=locale, it=what, lines=lines, hours=hours, on=day_text(on, locale))


def draw(engine: Engine, certificate_id: UUID, *, now: datetime) -> None:
    """Draw and keep one; what is drawn, or gone, is left as it is. Raises PdfUnavailable."""
    with reading(engine).begin() as session:
        row = session.get(TrainingCertificate, certificate_id)
        if row is None or row.drawn_at is not None:
            return
        timezone = row.enrollment.cohort.program.timezone
        html = page_of(certified(session, row.enrollment, row.locale), row.locale, on=clock.local_date(now, timezone))
    pdf = render_pdf(html, base=STATIC, made_at=now)
    with writing(engine).begin() as session:
        row = session.get(TrainingCertificate, certificate_id)
        if row is not None:
            row.pdf, row.drawn_at, row.error = pdf, now, {}


def fail(engine: Engine, certificate_id: UUID, words: Phrase) -> None:
    """Write on a certificate why it could not be drawn."""
    with writing(engine).begin() as session:
        row = session.get(TrainingCertificate, certificate_id)
        if row is not None and row.drawn_at is None:
            row.error = words.as_json()


def reason(row: TrainingCertificate) -> Phrase | None:
    """Why it could not be drawn."""
    return Phrase.of_json(row.error) if row.error else None
