"""The letters: asked for by a mentor or prepared for all, drawn by the worker, opened by their mentor alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, undefer

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.dates import day_text
from mentorship_app.core.errors import FieldError, NotFound
from mentorship_app.core.i18n import LOCALES, N_, known_locale, translate
from mentorship_app.core.identity import Actor
from mentorship_app.core.paths import STATIC
from mentorship_app.core.phrases import Phrase
from mentorship_app.db.engine import reading, writing
from mentorship_app.documents import render_pdf
from mentorship_app.documents.templates import document_templates
from mentorship_app.jobs import Job, JobStatus, enqueue
from mentorship_app.mentoring.enums import PairingKind
from mentorship_app.mentoring.recognition.hours import Service, service_of
from mentorship_app.mentoring.recognition.models import LetterKind, RecognitionLetter
from mentorship_app.mentoring.recognition.services import choices_of, line_to, mentors_of, signer_of, words_of
from mentorship_app.programs import Cohort, Enrollment

DRAW = "recognition.letter"
DRAW_ALL = "recognition.letters_of_cohort"
TEMPLATES = {
    LetterKind.HOURS: "participant/recognition/hours_letter.html",
    LetterKind.THANKS: "participant/recognition/thanks_letter.html",
}
ROLES = {
    PairingKind.PRIMARY: N_("main mentor"),
    PairingKind.CAREER: N_("career mentor"),
    PairingKind.RESEARCH: N_("research mentor"),
    PairingKind.WELLNESS: N_("mentor for well-being"),
    PairingKind.IDENTITY: N_("mentor from a shared background"),
    PairingKind.PEER: N_("peer mentor"),
}
UNEXPECTED = N_("Something went wrong while the letter was drawn. Ask for it again; the server’s log says more.")
_MINUTES_AN_HOUR = 60


@dataclass(frozen=True)
class Letter:
    """Everything that a letter says."""

    name: str
    program: str
    organization: str
    cohort: str
    service: Service
    signer: str
    signer_role: str
    thanks: str
    """The line for all mentors; empty where there is none."""
    own_line: str
    """The line to this mentor; empty where there is none."""


def letter_of(session: Session, mentor: Enrollment, locale: str, *, today: date) -> Letter:
    """What the letters to this mentor say on that day."""
    cohort = mentor.cohort
    signer, role_en, role_fr = signer_of(session, cohort)
    words, line = words_of(session, cohort), line_to(session, mentor)
    return Letter(
        name=mentor.account.name,
        program=cohort.program.name,
        organization=cohort.program.organization,
        cohort=cohort.name,
        service=service_of(session, mentor, today=today),
        signer=signer,
        signer_role=role_fr if locale == "fr" else role_en,
        thanks=words.thanks(locale) if words else "",
        own_line=line.line if line else "",
    )


def hours_text(minutes: int) -> str:
    """``12 h 30 min``; the same in both languages."""
    hours, rest = divmod(minutes, _MINUTES_AN_HOUR)
    return f"{hours}\u00a0h\u00a0{rest:02}\u00a0min" if hours else f"{rest}\u00a0min"


def page_of(what: Letter, kind: LetterKind, locale: str, *, on: date) -> str:
    """The letter as one HTML page; its stylesheet is named relative to the static folder."""
    service = what.service
    return document_templates(locale).get_template(TEMPLATES[kind]).render(
        locale=locale,
        it=what,
        of=service,
        kinds=[translate(ROLES[one], locale) for one in service.kinds],
        hours=hours_text,
        on=day_text(on, locale),
        begins=day_text(service.starts_on, locale),
        until=day_text(service.until, locale),
    )  # fmt: skip


def ask_for(session: Session, mentor: Enrollment, kind: LetterKind, *, locale: str, now: datetime) -> RecognitionLetter:
    """Have the worker draw one letter as of now. One that is under way is given back.

    Raises FieldError for a language that the app does not speak.
    """
    if locale not in LOCALES:
        raise FieldError("locale", N_("Choose a language for the letter."))
    row = _begun(session, mentor, kind, locale, now=now)
    if row.is_pending and _runs(session, row.job_id):
        return row
    row.pdf, row.drawn_at, row.error = None, None, {}
    session.flush()
    dedupe, program_id = f"recognition:{row.id}", mentor.cohort.program_id
    row.job_id = enqueue(
        session, DRAW, {"letter_id": str(row.id)}, now=now, dedupe=dedupe, program_id=program_id
    ).id  # fmt: skip
    session.flush()
    return row


def _begun(session: Session, mentor: Enrollment, kind: LetterKind, locale: str, *, now: datetime) -> RecognitionLetter:
    mine = RecognitionLetter.enrollment_id == mentor.id, RecognitionLetter.kind == kind
    row = session.scalar(select(RecognitionLetter).where(*mine, RecognitionLetter.locale == locale))
    if row is None:
        row = RecognitionLetter(enrollment_id=mentor.id, kind=kind, locale=locale, created_at=now, error={})
        session.add(row)
        session.flush()
    return row


def _runs(session: Session, job_id: UUID | None) -> bool:
    job = session.get(Job, job_id) if job_id else None
    return job is not None and job.status in {JobStatus.QUEUED, JobStatus.LEASED}


def prepare_all(session: Session, cohort: Cohort, *, by: Actor, now: datetime) -> int:
    """Have both letters of every mentor who wants one drawn anew, in the mentor's language; gives how many mentors.

    While such work waits or runs, pressing again changes nothing.
    """
    dedupe = all_key(cohort)
    if session.scalar(select(Job.id).where(Job.dedupe_key == dedupe)) is not None:
        return 0
    mentors = willing(session, cohort)
    if not mentors:
        return 0
    payload = {"cohort_id": str(cohort.id)}
    job = enqueue(session, DRAW_ALL, payload, now=now, dedupe=dedupe, program_id=cohort.program_id)
    for mentor in mentors:
        for kind in LetterKind:
            row = _begun(session, mentor, kind, known_locale(mentor.account.locale), now=now)
            row.pdf, row.drawn_at, row.error, row.job_id = None, None, {}, job.id
    audit.record(
        session,
        "mentoring.recognition.prepared",
        by=by,
        subject=cohort,
        at=now,
        program_id=cohort.program_id,
        count=len(mentors),
    )
    session.flush()
    return len(mentors)


def all_key(cohort: Cohort) -> str:
    """What the queue knows the drawing of all letters of a cohort by."""
    return f"recognition-all:{cohort.id}"


def willing(session: Session, cohort: Cohort) -> list[Enrollment]:
    """The mentors who did not say that they want no letter."""
    unwilling = {one.enrollment_id for one in choices_of(session, cohort).values() if not one.wants_letter}
    return [mentor for mentor in mentors_of(session, cohort) if mentor.id not in unwilling]


def letters_of(session: Session, mentor: Enrollment) -> Sequence[RecognitionLetter]:
    """The letters of one mentor, without the files."""
    mine = RecognitionLetter.enrollment_id == mentor.id
    order = RecognitionLetter.kind, RecognitionLetter.locale
    return session.scalars(select(RecognitionLetter).where(mine).order_by(*order)).all()


def pdf_of(session: Session, mentor: Enrollment, kind: str, locale: str) -> bytes:
    """A drawn letter; raises NotFound while there is none, and for a kind or a language that does not exist."""
    mine = RecognitionLetter.enrollment_id == mentor.id, RecognitionLetter.locale == locale
    rows = session.scalars(select(RecognitionLetter).where(*mine).options(undefer(RecognitionLetter.pdf)))
    row = next((one for one in rows if one.kind.value == kind), None)
    if row is None or row.pdf is None:
        raise NotFound(N_("This letter is not drawn yet. Ask for it on the page of your letters."))
    return row.pdf


def draw(engine: Engine, letter_id: UUID, *, now: datetime) -> None:
    """Draw and keep one; what is drawn, or gone, is left as it is. Raises PdfUnavailable."""
    with reading(engine).begin() as session:
        row = session.get(RecognitionLetter, letter_id)
        if row is None or row.drawn_at is not None:
            return
        today = clock.local_date(now, row.enrollment.cohort.program.timezone)
        html = page_of(letter_of(session, row.enrollment, row.locale, today=today), row.kind, row.locale, on=today)
    pdf = render_pdf(html, base=STATIC, made_at=now)
    with writing(engine).begin() as session:
        row = session.get(RecognitionLetter, letter_id)
        if row is not None:
            row.pdf, row.drawn_at, row.error = pdf, now, {}


def fail(engine: Engine, letter_id: UUID, words: Phrase) -> None:
    """Write on a letter why it could not be drawn."""
    with writing(engine).begin() as session:
        row = session.get(RecognitionLetter, letter_id)
        if row is not None and row.drawn_at is None:
            row.error = words.as_json()


def waiting(session: Session, cohort_id: UUID, *, most: int) -> list[UUID]:
    """Letters of a cohort that are still to be drawn."""
    found = (
        select(RecognitionLetter.id)
        .join(RecognitionLetter.enrollment)
        .where(Enrollment.cohort_id == cohort_id, RecognitionLetter.drawn_at.is_(None))
        .order_by(RecognitionLetter.created_at, RecognitionLetter.id)
    )
    rows = session.execute(found.add_columns(RecognitionLetter.error)).all()
    return [letter_id for letter_id, error in rows if not error][:most]


def reason(row: RecognitionLetter) -> Phrase | None:
    """Why it could not be drawn."""
    return Phrase.of_json(row.error) if row.error else None
