"""Who is nudged now: the mentee first, then the mentor, and after two without an answer nobody.

A nudge is due when a planned meeting has passed and nobody said whether it took place, or when a pair has not met for
as many weeks as its cohort wants. Whatever either of them says about any meeting starts the count anew.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload

from mentorship_app.core import clock
from mentorship_app.mentoring.enums import PairingReply, PairingStatus
from mentorship_app.mentoring.meetings.cadence import USUAL_WEEKS
from mentorship_app.mentoring.meetings.models import Meeting, MeetingCadence, MeetingNudge, MeetingState, NudgePause
from mentorship_app.mentoring.models import Pairing, PairingAnswer
from mentorship_app.programs.absences import away_on
from mentorship_app.programs.enums import Phase
from mentorship_app.programs.models import Cohort, Enrollment

MORNING, EVENING = time(8, 0), time(18, 0)
MOST = 2
"""Nudges of a pair without an answer."""
BETWEEN = timedelta(days=14)
"""From the mentee's nudge to the mentor's."""
AFTER_PLANNED = timedelta(hours=2)
"""From the end of a planned meeting to the question whether it took place."""


@dataclass(frozen=True)
class Nudge:
    """One mail to write. ``planned``: the meeting it asks about; None for one by cadence."""

    pairing: Pairing
    reader: Enrollment
    planned: Meeting | None = None


@dataclass(frozen=True)
class _Known:
    """What decides, for all pairs at once."""

    weeks: Mapping[UUID, int]
    last_met: Mapping[UUID, date]
    last_touched: Mapping[UUID, datetime]
    planned: Mapping[UUID, Sequence[Meeting]]
    nudged: Mapping[UUID, Sequence[MeetingNudge]]
    paused: frozenset[UUID]
    away: frozenset[UUID]


def due(session: Session, *, now: datetime, pairing_id: UUID | None = None) -> list[Nudge]:
    """Every nudge to write now, or that of one pair. A fixed number of queries, however many pairs there are."""
    only = () if pairing_id is None else (Pairing.id == pairing_id,)
    pairs = [pair for pair in session.scalars(_running(*only)) if is_by_day(pair.cohort, now)]
    if not pairs:
        return []
    known = _known(session, pairs, now)
    found = (_nudge(pair, known, now) for pair in pairs if not pair.someone_left)
    return [nudge for nudge in found if nudge is not None]


def _running(*only: ColumnElement[bool]) -> Select[Pairing]:
    """Pairs of cohorts that meet now, without those where somebody said that something is in the way."""
    in_the_way = exists().where(PairingAnswer.pairing_id == Pairing.id, PairingAnswer.reply == PairingReply.DECLINED)
    return (
        select(Pairing)
        .join(Pairing.cohort)
        .where(Cohort.phase == Phase.ACTIVE, Pairing.status == PairingStatus.ACTIVE, ~in_the_way, *only)
        .options(
            joinedload(Pairing.cohort).joinedload(Cohort.program),
            joinedload(Pairing.mentor).joinedload(Enrollment.account),
            joinedload(Pairing.mentee).joinedload(Enrollment.account),
        )
        .order_by(Pairing.id)
    )


def is_by_day(cohort: Cohort, now: datetime) -> bool:
    """Whether nudges may leave now, by the clock of the program's place."""
    return MORNING <= now.astimezone(ZoneInfo(cohort.program.timezone)).time() < EVENING


def _known(session: Session, pairs: Sequence[Pairing], now: datetime) -> _Known:
    active = select(Pairing.id).join(Pairing.cohort).where(Cohort.phase == Phase.ACTIVE)
    mine = Meeting.pairing_id.in_(active)
    last_met = select(Meeting.pairing_id, func.max(Meeting.met_on)).where(mine).group_by(Meeting.pairing_id)
    touched = select(Meeting.pairing_id, func.max(Meeting.touched_at)).where(mine).group_by(Meeting.pairing_id)
    planned: dict[UUID, list[Meeting]] = defaultdict(list)
    nudged: dict[UUID, list[MeetingNudge]] = defaultdict(list)
    for meeting in session.scalars(select(Meeting).where(mine, Meeting.state == MeetingState.PLANNED)):
        if meeting.pairing_id is not None:
            planned[meeting.pairing_id].append(meeting)
    for nudge in session.scalars(select(MeetingNudge).where(MeetingNudge.pairing_id.in_(active))):
        nudged[nudge.pairing_id].append(nudge)
    return _Known(
        weeks={row.cohort_id: row.weeks for row in session.scalars(select(MeetingCadence))},
        last_met={pairing: day for pairing, day in session.execute(last_met) if pairing and day},
        last_touched={pairing: moment for pairing, moment in session.execute(touched) if pairing},
        planned=planned,
        nudged=nudged,
        paused=frozenset(session.scalars(select(NudgePause.enrollment_id))),
        away=_away(session, pairs, now),
    )


def _away(session: Session, pairs: Sequence[Pairing], now: datetime) -> frozenset[UUID]:
    by_day: dict[date, set[UUID]] = defaultdict(set)
    for pair in pairs:
        by_day[clock.local_date(now, pair.cohort.program.timezone)] |= {pair.mentor_id, pair.mentee_id}
    return frozenset(one for day, people in by_day.items() for one in away_on(session, people, day))


def _nudge(pair: Pairing, known: _Known, now: datetime) -> Nudge | None:
    weeks = known.weeks.get(pair.cohort_id, USUAL_WEEKS)
    if not weeks or known.away & {pair.mentor_id, pair.mentee_id}:
        # Whoever is on leave is left in peace, and the other would only hear that there is nobody to meet.
        return None
    passed, is_met_soon = planned_now(known.planned.get(pair.id, ()), now)
    today = clock.local_date(now, pair.cohort.program.timezone)
    last = known.last_met.get(pair.id, pair.started_on)
    if passed is None and (is_met_soon or today - max(last, pair.started_on) < timedelta(weeks=weeks)):
        return None
    since = known.last_touched.get(pair.id)
    unanswered = [one for one in known.nudged.get(pair.id, ()) if since is None or one.created_at > since]
    reader = _next_reader(pair, unanswered, known, now)
    return Nudge(pair, reader, passed) if reader is not None else None


def planned_now(planned: Sequence[Meeting], now: datetime) -> tuple[Meeting | None, bool]:
    """The planned meeting that is over and unconfirmed, and whether one is still to come or going on."""
    passed, is_met_soon = None, False
    for meeting in planned:
        if (
            meeting.starts_at is not None
            and meeting.starts_at + timedelta(minutes=meeting.minutes) + AFTER_PLANNED <= now
        ):
            passed = meeting
        else:
            is_met_soon = True
    return passed, is_met_soon


def _next_reader(pair: Pairing, unanswered: Sequence[MeetingNudge], known: _Known, now: datetime) -> Enrollment | None:
    if len(unanswered) >= MOST or any(now - one.created_at < BETWEEN for one in unanswered):
        return None
    had = {one.enrollment_id for one in unanswered}
    left = (one for one in (pair.mentee, pair.mentor) if one.id not in had and one.id not in known.paused)
    return next(left, None)
