"""The meetings of one person with their own notes, for that person to take away."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.groups.models import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings import Meeting
from mentorship_app.mentoring.meetings.models import MeetingNote
from mentorship_app.mentoring.meetings.notes import note_of
from mentorship_app.mentoring.meetings.wording import Wording, wording_of
from mentorship_app.programs import Enrollment
from mentorship_app.web.extensions import db
from mentorship_app.web.keys import keyring, unless_destroyed

Records = Mapping[UUID, list[dict[str, Any]]]


def meetings_of_pairs(mine: Enrollment, pairings: Sequence[Pairing], locale: str) -> Records:
    """By the id of each pair everything written down of its meetings, and what this person noted; nobody else's note.

    A note is None once the program has ended. Raises SealBroken.
    """
    return _records(mine, [pairing.id for pairing in pairings], locale)


def groups_record(mine: Enrollment, locale: str) -> list[dict[str, Any]]:
    """The groups that this person is or was in, each with its meetings. Raises SealBroken."""
    groups = db.session.scalars(
        select(MentoringGroup)
        .join(GroupMember)
        .where(GroupMember.enrollment_id == mine.id)
        .order_by(MentoringGroup.started_on, MentoringGroup.id)
    ).all()
    found = _records(mine, [group.id for group in groups], locale)
    return [
        {"name": group.name, "started_on": group.started_on.isoformat(), "meetings": found.get(group.id, [])}
        for group in groups
    ]


def _records(mine: Enrollment, ids: Sequence[UUID], locale: str) -> Records:
    if not ids:
        return {}
    meetings = db.session.scalars(
        select(Meeting)
        .where(or_(Meeting.pairing_id.in_(ids), Meeting.group_id.in_(ids)))
        .order_by(Meeting.met_on, Meeting.starts_at, Meeting.id)
    ).all()
    noted = set(db.session.scalars(select(MeetingNote.meeting_id).where(MeetingNote.enrollment_id == mine.id)))
    wording = wording_of(db.session(), mine.cohort.program_id)
    found: dict[UUID, list[dict[str, Any]]] = {}
    for meeting in meetings:
        company = meeting.pairing_id or meeting.group_id
        if company is not None:
            note = _note(mine, meeting) if meeting.id in noted else None
            found.setdefault(company, []).append(_meeting(meeting, wording, locale) | {"own_note": note})
    return found


def _meeting(meeting: Meeting, wording: Wording, locale: str) -> dict[str, Any]:
    return {
        "status": meeting.state.value,
        "planned_for": meeting.starts_at.isoformat(timespec="minutes") if meeting.starts_at else None,
        "met_on": meeting.met_on.isoformat() if meeting.met_on else None,
        "minutes": meeting.minutes,
        "how": wording.how(meeting.how, locale),
        "topics": [wording.topic(code, locale) for code in meeting.topics],
        "place": meeting.place,
        "written_by": meeting.written_by.value,
    }


def _note(mine: Enrollment, meeting: Meeting) -> dict[str, Any] | None:
    note = unless_destroyed(lambda: note_of(db.session(), keyring(), meeting, mine))
    return {"text": note.text, "useful_of_5": note.useful} if note else None
