"""What the worker does for waves on every round: hide who came first, close what is over, finish every closing."""

import logging
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import AppError
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import hide_arrival, reading, writing
from mentorship_app.jobs.queue import JobContext, repeating
from mentorship_app.surveys.closing import SEALED_TABLES, close_wave, finish_closing, unfinished
from mentorship_app.surveys.deadlines import is_over
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import Wave

logger = logging.getLogger(__name__)


@repeating.register("surveys.close")
def close_due_waves(context: JobContext) -> None:
    """Close, one transaction each, then cut the log and destroy keys. One wave's failure does not stop the others."""
    for wave_id in _due(context.engine, now=context.now):
        try:
            with writing(context.engine).begin() as session:
                close_wave(session, context.keyring, session.get_one(Wave, wave_id), by=SYSTEM, now=context.now)
        except AppError:
            logger.exception("wave could not be closed", extra={"wave_id": str(wave_id)})
    with reading(context.engine).begin() as session:
        waiting = unfinished(session)
    for wave_id in waiting:
        finish_closing(context.engine, context.keyring, wave_id)


@repeating.register("surveys.hide_arrival")
def hide_order_of_sending(context: JobContext) -> None:
    """Keep the sealed tables free of any order of arrival; costs a look at each when nobody answered since."""
    hide_arrival(context.engine, SEALED_TABLES)


def _due(engine: Engine, *, now: datetime) -> list[object]:
    with reading(engine).begin() as session:
        return [wave.id for wave in _open_waves(session) if is_over(wave, now=now)]


def _open_waves(session: Session) -> list[Wave]:
    return list(session.scalars(select(Wave).where(Wave.status == WaveStatus.OPEN).order_by(Wave.id)))
