"""What pairs and groups did: meetings against the plan, month by month; teams, groups and goals."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import distinct, func, select

from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.groups.models import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings.models import Meeting
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.meetings_per_month import FEWEST_DAYS
from mentorship_app.monitoring.overview import Month
from mentorship_app.monitoring.values import AtLeast, NotAsked, TooFew, Value, at_least
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.reports.reaching.mentees import Roster
from mentorship_app.reports.reaching.told import Spread, Told, nested, spread, whole

MEETINGS = (0, 1, 2, 3, 5, 7, 10, 13)
"""Where the bands of meetings of a pair begin."""


@dataclass(frozen=True)
class MonthOfMeetings:
    """Noted meetings of a month; None where fewer than five pairs ran in its middle.

    How many ran is not told month by month: it would show the day of each change.
    """

    first: date
    meetings: int | None


@dataclass(frozen=True)
class Together:
    """Everything about how people met. ``weeks``: between meetings, as the cohort wants it; ``pairs`` run now."""

    weeks: int
    pairs: int
    meetings: Told
    spread: Spread | None
    """Of the running pairs of four weeks or more."""
    months: tuple[MonthOfMeetings, ...]


@dataclass(frozen=True)
class Teams:
    """More than one mentor for a mentee, and mentoring in groups."""

    several: Told
    """Matched mentees with two mentors or more."""
    functions: tuple[tuple[PairingKind, Value], ...]
    """Pairs beside the primary ones by what the mentor is for, in steps of five. With fewer than five, as with none, a
    function is not in here: that somebody looked for it is not told."""
    groups: int
    in_groups: Told
    """Mentees in a running group."""
    group_meetings: int


def together_of(roster: Roster, months: tuple[Month, ...]) -> Together | None:
    """None where nobody was ever paired."""
    frame = roster.frame
    if not frame.pairs:
        return None
    old_enough = [pair.meetings for pair in frame.running if pair.days_until(frame.day) >= FEWEST_DAYS]
    met = sum(pair.meetings for pair in frame.pairs)
    # Of fewer than five pairs even a sum would tell of each of them.
    told = whole(met) if len(frame.pairs) >= FLOOR else TooFew(FLOOR)
    return Together(
        frame.weeks, len(roster.pairs), told, spread(old_enough, MEETINGS), tuple(_month(frame, one) for one in months)
    )


def _month(frame: Frame, month: Month) -> MonthOfMeetings:
    met = frame.meetings_by_month.get((month.first.year, month.first.month), 0)
    return MonthOfMeetings(month.first, met if month.meetings_per_pair is not None else None)


def teams_of(roster: Roster) -> Teams | None:
    """None where nobody has a mentor and there are no groups."""
    mentors: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for pair in roster.pairs:
        mentors[pair.mentee].add(pair.mentor)
    kinds = Counter(pair.kind for pair in roster.pairs)
    del kinds[PairingKind.PRIMARY]
    groups, members, meetings = _groups(roster.frame)
    matched = len(roster.matched)
    if not matched and not groups:
        return None
    several = sum(len(mentors[mentee]) > 1 for mentee in roster.matched)
    return Teams(
        several=nested(several, matched) if matched else NotAsked(),
        functions=tuple(
            (kind, told)
            for kind in PairingKind
            if isinstance(told := at_least(kinds[kind], len(roster.pairs)).value, AtLeast)
        ),
        groups=groups,
        in_groups=nested(members, len(roster.mentees)) if groups and roster.mentees else NotAsked(),
        group_meetings=meetings,
    )


def _groups(frame: Frame) -> tuple[int, int, int]:
    """Running groups, mentees in them, meetings that they held; three queries."""
    mine = MentoringGroup.cohort_id == frame.cohort.id
    groups = frame.session.scalar(select(func.count(MentoringGroup.id)).where(mine, MentoringGroup.ended_on.is_(None)))
    members = frame.session.scalar(
        select(func.count(distinct(GroupMember.enrollment_id)))
        .join(MentoringGroup, MentoringGroup.id == GroupMember.group_id)
        .join(Enrollment, Enrollment.id == GroupMember.enrollment_id)
        .where(
            mine,
            MentoringGroup.ended_on.is_(None),
            Enrollment.role == CohortRole.MENTEE,
            Enrollment.status == EnrollmentStatus.ACTIVE,
        )
    )
    meetings = frame.session.scalar(
        select(func.count(Meeting.id))
        .join(MentoringGroup, MentoringGroup.id == Meeting.group_id)
        .where(mine, Meeting.met_on <= frame.day)
    )
    return groups or 0, members or 0, meetings or 0
