"""Reading meetings: those of a reader, and what staff may know, which is how often and when last."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from mentorship_app.mentoring.groups.models import GroupMember
from mentorship_app.mentoring.meetings.models import Meeting, MeetingState
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs.models import Enrollment

_IDS_A_QUERY = 500


def held_meetings(pairing_ids: Collection[UUID], group_ids: Collection[UUID]) -> Select[Meeting]:
    """What took place in these pairs and groups, newest first."""
    return (
        select(Meeting)
        .where(_of(pairing_ids, group_ids), Meeting.state == MeetingState.HELD)
        .order_by(Meeting.met_on.desc(), Meeting.created_at.desc(), Meeting.id)
    )


def planned_meetings(
    session: Session, pairing_ids: Collection[UUID], group_ids: Collection[UUID] = ()
) -> Sequence[Meeting]:
    """What is planned in these pairs and groups, also what has begun and nobody confirmed; the earliest first."""
    if not pairing_ids and not group_ids:
        return ()
    return session.scalars(
        select(Meeting)
        .where(_of(pairing_ids, group_ids), Meeting.state == MeetingState.PLANNED)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def next_planned(session: Session, pairing_ids: Collection[UUID], *, now: datetime) -> dict[UUID, Meeting]:
    """The next meeting of each of these pairs that is still to come, by the pair; one query for all."""
    coming = session.scalars(
        select(Meeting)
        .where(Meeting.pairing_id.in_(pairing_ids), Meeting.state == MeetingState.PLANNED, Meeting.starts_at > now)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    found: dict[UUID, Meeting] = {}
    for meeting in coming:
        if meeting.pairing_id is not None:
            found.setdefault(meeting.pairing_id, meeting)
    return found


def next_of_groups(session: Session, group_ids: Collection[UUID], *, now: datetime) -> dict[UUID, Meeting]:
    """The same for groups."""
    coming = session.scalars(
        select(Meeting)
        .where(Meeting.group_id.in_(group_ids), Meeting.state == MeetingState.PLANNED, Meeting.starts_at > now)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    found: dict[UUID, Meeting] = {}
    for meeting in coming:
        if meeting.group_id is not None:
            found.setdefault(meeting.group_id, meeting)
    return found


def find_meeting(session: Session, public_id: str) -> Meeting | None:
    """The meeting of an address; whether the reader may see it is for the caller to ask."""
    return session.scalar(select(Meeting).where(Meeting.public_id == public_id))


def count_held(session: Session, pairing_id: UUID | None = None, group_id: UUID | None = None) -> int:
    """How often a pair or a group met."""
    mine = Meeting.pairing_id == pairing_id if pairing_id else Meeting.group_id == group_id
    held = select(func.count()).select_from(Meeting).where(mine, Meeting.state == MeetingState.HELD)
    return session.scalar(held) or 0


def days_met(
    session: Session, pairing_ids: Collection[UUID], *, since: date = date.min
) -> Mapping[UUID, Sequence[date]]:
    """The days from ``since`` on on which each pair met, in order; without a word of what about.

    For any number of pairs few queries.
    """
    ids, found = sorted(pairing_ids), dict[UUID, list[date]]()
    for start in range(0, len(ids), _IDS_A_QUERY):
        rows = session.execute(
            select(Meeting.pairing_id, Meeting.met_on)
            .where(Meeting.pairing_id.in_(ids[start : start + _IDS_A_QUERY]), Meeting.met_on >= since)
            .order_by(Meeting.met_on)
        )
        for pairing_id, met_on in rows:
            if pairing_id is not None and met_on is not None:
                found.setdefault(pairing_id, []).append(met_on)
    return found


def last_met(session: Session, pairing_ids: Collection[UUID]) -> Mapping[UUID, date]:
    """The day on which each pair met last; nothing for those that never did."""
    rows = session.execute(
        select(Meeting.pairing_id, func.max(Meeting.met_on))
        .where(Meeting.pairing_id.in_(sorted(pairing_ids)), Meeting.met_on.is_not(None))
        .group_by(Meeting.pairing_id)
    )
    return {pairing_id: day for pairing_id, day in rows if pairing_id is not None and day is not None}


def group_days_met(session: Session, group_ids: Collection[UUID]) -> Mapping[UUID, Sequence[date]]:
    """The same for groups."""
    found = dict[UUID, list[date]]()
    rows = session.execute(
        select(Meeting.group_id, Meeting.met_on)
        .where(Meeting.group_id.in_(sorted(group_ids)), Meeting.met_on.is_not(None))
        .order_by(Meeting.met_on)
    )
    for group_id, met_on in rows:
        if group_id is not None and met_on is not None:
            found.setdefault(group_id, []).append(met_on)
    return found


def meetings_by_person(session: Session, roster: Sequence[Enrollment]) -> Mapping[UUID, int]:
    """How often each of these people met in the program, in pairs and groups; empty where nobody ever wrote one down.

    Three queries for each cohort.
    """
    counted = {person.id: 0 for person in roster}
    for cohort_id in {person.cohort_id for person in roster}:
        of_cohort = select(Enrollment.id).where(Enrollment.cohort_id == cohort_id)
        for person in (Pairing.mentor_id, Pairing.mentee_id):
            rows = session.execute(
                select(person, func.count())
                .join(Meeting, Meeting.pairing_id == Pairing.id)
                .where(Meeting.state == MeetingState.HELD, Pairing.cohort_id == cohort_id)
                .group_by(person)
            )
            _add(counted, [(row[0], row[1]) for row in rows])
        rows = session.execute(
            select(GroupMember.enrollment_id, func.count())
            .join(Meeting, Meeting.group_id == GroupMember.group_id)
            .where(Meeting.state == MeetingState.HELD, GroupMember.enrollment_id.in_(of_cohort))
            .group_by(GroupMember.enrollment_id)
        )
        _add(counted, [(row[0], row[1]) for row in rows])
    return counted if any(counted.values()) else {}


def _add(counted: dict[UUID, int], rows: Sequence[tuple[UUID, int]]) -> None:
    for person_id, meetings in rows:
        if person_id in counted:
            counted[person_id] += meetings


def _of(pairing_ids: Collection[UUID], group_ids: Collection[UUID]) -> ColumnElement[bool]:
    return or_(Meeting.pairing_id.in_(list(pairing_ids)), Meeting.group_id.in_(list(group_ids)))
