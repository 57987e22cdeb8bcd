"""Drawing a record that was asked for: two short transactions, and the drawing between them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, undefer

from mentorship_app.core import clock
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.phrases import Phrase
from mentorship_app.db.engine import reading, writing
from mentorship_app.matching.decisions import state_of
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.records.drawing import Recorded, draw
from mentorship_app.matching.records.models import MatchRecord
from mentorship_app.matching.run_inputs import inputs_of
from mentorship_app.matching.run_results import result_from
from mentorship_app.matching.settings import settings_of

UNEXPECTED = N_("Something went wrong while the record was drawn. Ask for it again; the server’s log says more.")


def draw_record(engine: Engine, keyring: Keyring, record_id: UUID, *, now: datetime) -> None:
    """Draw and keep it; one that is drawn, or gone with somebody who left, is left as it is.

    Raises InputsGone, SealBroken, KeyringError or PdfUnavailable.
    """
    with reading(engine).begin() as session:
        record = session.get(MatchRecord, record_id)
        if record is None or record.drawn_at is not None:
            return
        recorded, locale = recorded_of(session, record.run_id, keyring), record.locale
    pdf = draw(recorded, locale, made_at=now)
    with writing(engine).begin() as session:
        record = session.get(MatchRecord, record_id)
        if record is not None:
            record.pdf, record.drawn_at, record.error = pdf, now, {}


def recorded_of(session: Session, run_id: UUID, keyring: Keyring) -> Recorded:
    """What the record of a run says. Raises InputsGone, SealBroken, KeyringError."""
    run = session.scalars(
        select(MatchRun).where(MatchRun.id == run_id).options(undefer(MatchRun.inputs), undefer(MatchRun.result))
    ).one()
    program = run.cohort.program
    return Recorded(
        program=program.name,
        cohort=run.cohort.name,
        organization=program.organization,
        number=run.number,
        mode=run.mode,
        asked_by=run.requested_by,
        asked_on=clock.local_date(run.created_at, program.timezone),
        solver=run.solver,
        seconds=run.seconds or 0.0,
        digests=(run.inputs_digest, run.result_digest),
        facts=inputs_of(run, keyring).facts,
        settings=settings_of(run.settings),
        decisions=state_of(run.decisions),
        result=result_from(run.result),
        public_id=run.public_id,
    )


def fail(engine: Engine, record_id: UUID, words: Phrase) -> None:
    """Write on a record why it could not be drawn."""
    with writing(engine).begin() as session:
        record = session.get(MatchRecord, record_id)
        if record is not None and record.drawn_at is None:
            record.error = words.as_json()
