"""Asking for the record of a run, and reading one that is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from mentorship_app import audit
from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.core.identity import Actor
from mentorship_app.core.phrases import Phrase
from mentorship_app.jobs import Job, JobStatus, enqueue
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.records.models import MatchRecord
from mentorship_app.matching.run_inputs import InputsGone

DRAW = "matching.record"


def ask_for(session: Session, run: MatchRun, *, locale: str, by: Actor, now: datetime) -> MatchRecord:
    """Have the worker draw the record in one language. What is drawn or under way is given back.

    Raises FieldError for a language that the app does not speak, Conflict for a run without pairs, InputsGone where it
    can no longer be said why people were paired.
    """
    if locale not in LOCALES:
        raise FieldError("locale", N_("Choose a language for the record."))
    if run.status is not RunStatus.SOLVED:
        raise Conflict(N_("This run gave no pairs, so there is nothing to record."))
    if run.inputs is None:
        raise InputsGone
    session.execute(select(MatchRun.id).where(MatchRun.id == run.id).with_for_update(of=MatchRun))
    record = session.scalar(select(MatchRecord).where(MatchRecord.run_id == run.id, MatchRecord.locale == locale))
    if record is not None and (record.drawn_at is not None or _is_under_way(session, record)):
        return record
    if record is None:
        record = MatchRecord(run=run, locale=locale, requested_by=by.name, created_at=now)
        session.add(record)
        session.flush()
    record.error = {}
    job = enqueue(
        session,
        DRAW,
        {"record_id": str(record.id)},
        now=now,
        dedupe=f"matching-record:{record.id}",
        program_id=run.cohort.program_id,
    )
    record.job_id = job.id
    audit.record(
        session,
        "matching.record.requested",
        by=by,
        subject=run,
        at=now,
        program_id=run.cohort.program_id,
        number=run.number,
        locale=locale,
    )
    session.flush()
    return record


def _is_under_way(session: Session, record: MatchRecord) -> bool:
    job = session.get(Job, record.job_id) if record.is_pending and record.job_id else None
    return job is not None and job.status in {JobStatus.QUEUED, JobStatus.LEASED}


def records_of(session: Session, run: MatchRun) -> Sequence[MatchRecord]:
    """The records of a run, by language, without the files."""
    return session.scalars(select(MatchRecord).where(MatchRecord.run_id == run.id).order_by(MatchRecord.locale)).all()


@dataclass(frozen=True)
class Pdf:
    """A record as a file."""

    content: bytes
    locale: str


def pdf_of(session: Session, run: MatchRun, locale: str) -> Pdf:
    """The drawn record in a language; raises NotFound while there is none."""
    record = session.scalar(
        select(MatchRecord)
        .where(MatchRecord.run_id == run.id, MatchRecord.locale == locale)
        .options(undefer(MatchRecord.pdf))
    )
    if record is None or record.pdf is None:
        raise NotFound(N_("This record is not drawn yet. Ask for it on the page of the run."))
    return Pdf(record.pdf, record.locale)


def reason(record: MatchRecord) -> Phrase | None:
    """Why it could not be drawn."""
    return Phrase.of_json(record.error) if record.error else None
