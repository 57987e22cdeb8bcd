"""Ending a program for good: nothing new begins, and what linked answers to people is destroyed. Results stay."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.jobs import queue
from mentorship_app.programs import Cohort, Phase, Program
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.keys import lasting_keys
from mentorship_app.surveys.models import Wave


def end_program(session: Session, program: Program, *, by: Actor, now: datetime) -> None:
    """Close every cohort and have the worker destroy the program's keys. Ending it twice changes nothing.

    The keys go once the end is on disk: destroyed first, they could not be brought back if that failed. Raises Conflict
    while a check-in of the program is open: its answers could not be linked to earlier ones any more.
    """
    if program.ended_at is not None:
        return
    if still_open := open_waves(session, program):
        raise Conflict(
            N_("A check-in of %(cohort)s is still open. Close it first, under Surveys."),
            cohort=still_open[0].cohort.name,
        )
    for cohort in program.cohorts:
        _close(session, cohort, by=by, now=now)
    program.ended_at = now
    program.version += 1
    queue.enqueue(session, "programs.destroy_keys", {"names": list(lasting_keys(program))}, now=now)
    audit.record(
        session, "programs.program.ended", by=by, subject=program, at=now, program_id=program.id, name=program.name
    )
    session.flush()


def open_waves(session: Session, program: Program) -> list[Wave]:
    """Open waves of all cohorts of the program."""
    found = select(Wave).join(Wave.cohort).where(Cohort.program_id == program.id, Wave.status == WaveStatus.OPEN)
    return list(session.scalars(found.order_by(Wave.opens_on, Wave.id)))


def _close(session: Session, cohort: Cohort, *, by: Actor, now: datetime) -> None:
    if cohort.phase is Phase.CLOSED:
        return
    before, cohort.phase = cohort.phase, Phase.CLOSED
    cohort.version += 1
    audit.record(
        session,
        "programs.cohort.phase_moved",
        by=by,
        subject=cohort,
        at=now,
        program_id=cohort.program_id,
        cohort=cohort.name,
        before=before,
        after=Phase.CLOSED,
    )
