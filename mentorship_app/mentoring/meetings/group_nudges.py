"""Which of those who lead a group is nudged now: each in turn, and after two without an answer nobody.

The same rules as for pairs: a planned meeting that passed and nobody spoke of, or no meeting for as many weeks as the
cohort wants of its groups. Whatever is said about any meeting of the group starts the count anew.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from mentorship_app.core import clock
from mentorship_app.mentoring.groups.models import GroupMember, GroupNudge, MentoringGroup
from mentorship_app.mentoring.meetings.cadence import USUAL_GROUP_WEEKS
from mentorship_app.mentoring.meetings.models import Meeting, MeetingCadence, MeetingState, NudgePause
from mentorship_app.mentoring.meetings.nudges import BETWEEN, MOST, is_by_day, planned_now
from mentorship_app.programs.absences import away_on
from mentorship_app.programs.enums import Phase
from mentorship_app.programs.models import Cohort, Enrollment


@dataclass(frozen=True)
class LeaderNudge:
    """One mail to write. ``planned``: the meeting it asks about; None for one by cadence."""

    group: MentoringGroup
    reader: Enrollment
    planned: Meeting | None = None


@dataclass(frozen=True)
class _Known:
    weeks: Mapping[UUID, int]
    met: Mapping[UUID, Sequence[Meeting]]
    nudged: Mapping[UUID, Sequence[GroupNudge]]
    paused: frozenset[UUID]
    away: frozenset[UUID]


def due(session: Session, *, now: datetime, group_id: UUID | None = None) -> list[LeaderNudge]:
    """Every nudge to write now, or that of one group. A fixed number of queries, however many groups there are."""
    wanted = _running() if group_id is None else _running().where(MentoringGroup.id == group_id)
    groups = [group for group in session.scalars(wanted) if is_by_day(group.cohort, now)]
    if not groups:
        return []
    known = _known(session, groups, now)
    found = (_nudge(group, known, now) for group in groups)
    return [nudge for nudge in found if nudge is not None]


def _running() -> Select[MentoringGroup]:
    return (
        select(MentoringGroup)
        .join(MentoringGroup.cohort)
        .where(Cohort.phase == Phase.ACTIVE, MentoringGroup.ended_on.is_(None))
        .options(
            joinedload(MentoringGroup.cohort).joinedload(Cohort.program),
            selectinload(MentoringGroup.members).joinedload(GroupMember.enrollment).joinedload(Enrollment.account),
        )
        .order_by(MentoringGroup.id)
    )


def _known(session: Session, groups: Sequence[MentoringGroup], now: datetime) -> _Known:
    ids = [group.id for group in groups]
    met: dict[UUID, list[Meeting]] = defaultdict(list)
    nudged: dict[UUID, list[GroupNudge]] = defaultdict(list)
    for meeting in session.scalars(select(Meeting).where(Meeting.group_id.in_(ids))):
        if meeting.group_id is not None:
            met[meeting.group_id].append(meeting)
    for nudge in session.scalars(select(GroupNudge).where(GroupNudge.group_id.in_(ids))):
        nudged[nudge.group_id].append(nudge)
    return _Known(
        weeks={row.cohort_id: row.group_weeks for row in session.scalars(select(MeetingCadence))},
        met=met,
        nudged=nudged,
        paused=frozenset(session.scalars(select(NudgePause.enrollment_id))),
        away=_away(session, groups, now),
    )


def _away(session: Session, groups: Sequence[MentoringGroup], now: datetime) -> frozenset[UUID]:
    by_day: dict[date, set[UUID]] = defaultdict(set)
    for group in groups:
        by_day[clock.local_date(now, group.cohort.program.timezone)] |= {one.id for one in group.leaders}
    return frozenset(one for day, people in by_day.items() for one in away_on(session, people, day))


def _nudge(group: MentoringGroup, known: _Known, now: datetime) -> LeaderNudge | None:
    weeks = known.weeks.get(group.cohort_id, USUAL_GROUP_WEEKS)
    if not weeks:
        return None
    meetings = known.met.get(group.id, ())
    passed, is_met_soon = planned_now([one for one in meetings if one.state is MeetingState.PLANNED], now)
    today = clock.local_date(now, group.cohort.program.timezone)
    last = max([group.started_on, *(one.met_on for one in meetings if one.met_on is not None)])
    if passed is None and (is_met_soon or today - last < timedelta(weeks=weeks)):
        return None
    since = max((one.touched_at for one in meetings), default=None)
    unanswered = [one for one in known.nudged.get(group.id, ()) if since is None or one.created_at > since]
    reader = _next_reader(group, unanswered, known, now)
    return LeaderNudge(group, reader, passed) if reader is not None else None


def _next_reader(
    group: MentoringGroup, unanswered: Sequence[GroupNudge], known: _Known, now: datetime
) -> Enrollment | None:
    if len(unanswered) >= MOST or any(now - one.created_at < BETWEEN for one in unanswered):
        return None
    had = {one.enrollment_id for one in unanswered}
    left = (one for one in group.leaders if one.id not in had | known.paused | known.away)
    return next(left, None)
