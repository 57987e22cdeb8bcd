"""What the worker does for pairs on every round: remind once, two days before the last day to say yes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs.queue import JobContext, repeating
from mentorship_app.mentoring import notifications
from mentorship_app.mentoring.acceptance import open_questions, replies_of
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.models import Pairing
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import CohortRole
from mentorship_app.programs.absences import away_on

REMIND_BEFORE = timedelta(days=2)
IN_PEACE = timedelta(days=2)
"""Nobody is reminded so soon after being asked: on short notice nobody is reminded at all."""
MORNING, EVENING = time(7, 0), time(19, 0)
_KEYS_A_QUERY = 500


@repeating.register("mentoring.acceptance")
def remind_who_is_asked(context: JobContext) -> None:
    """One transaction for each pair; costs one look while no pair waits for a yes."""
    with reading(context.engine).begin() as session:
        due = {pairing.id for pairing, _side in _due(session, open_questions(session), now=context.now)}
    for pairing_id in sorted(due):
        with writing(context.engine).begin() as session:
            pairing = session.get(Pairing, pairing_id)
            running = [pairing] if pairing is not None and pairing.status is PairingStatus.ACTIVE else []
            for found, side in _due(session, running, now=context.now):
                notifications.remind(session, found, side, now=context.now, not_before=context.now)


def _due(session: Session, asked: Sequence[Pairing], *, now: datetime) -> list[tuple[Pairing, CohortRole]]:
    """Who is reminded now: those asked who said nothing, are not away, and were not reminded before."""
    pairings = [pairing for pairing in asked if _is_the_time(pairing, now)]
    said = replies_of(session, [pairing.id for pairing in pairings])
    silent = [(pairing, side) for pairing in pairings for side in CohortRole if side not in said.get(pairing.id, {})]
    away = _away(session, pairings, now)
    reminded = _present(session, [notifications.reminder_key(pairing, side) for pairing, side in silent])
    return [
        (pairing, side)
        for pairing, side in silent
        if (pairing.mentor_id if side is CohortRole.MENTOR else pairing.mentee_id) not in away
        and notifications.reminder_key(pairing, side) not in reminded
    ]


def _is_the_time(pairing: Pairing, now: datetime) -> bool:
    timezone = pairing.cohort.program.timezone
    today = clock.local_date(now, timezone)
    if pairing.accept_by is None or pairing.accept_by - pairing.started_on < REMIND_BEFORE + IN_PEACE:
        return False
    is_by_day = MORNING <= now.astimezone(ZoneInfo(timezone)).time() < EVENING
    return is_by_day and pairing.accept_by - REMIND_BEFORE <= today <= pairing.accept_by


def _away(session: Session, pairings: Sequence[Pairing], now: datetime) -> set[UUID]:
    by_day: dict[date, list[UUID]] = defaultdict(list)
    for pairing in pairings:
        by_day[clock.local_date(now, pairing.cohort.program.timezone)] += [pairing.mentor_id, pairing.mentee_id]
    return {person for day, people in by_day.items() for person in away_on(session, people, day)}


def _present(session: Session, keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), _KEYS_A_QUERY):
        some = OutboxMessage.dedupe_key.in_(keys[start : start + _KEYS_A_QUERY])
        found |= set(session.scalars(select(OutboxMessage.dedupe_key).where(some)))
    return found
