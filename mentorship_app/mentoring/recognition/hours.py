"""What a mentor did in a year, counted from what was written down: the numbers of the letter, and nothing of whom."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, distinct, func, select
from sqlalchemy.orm import Session

from mentorship_app.mentoring.enums import PairingKind
from mentorship_app.mentoring.groups.models import GroupMember
from mentorship_app.mentoring.meetings.models import Meeting, MeetingState
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.recognition.services import choice_of
from mentorship_app.programs import Enrollment
from mentorship_app.training.models import TrainingProgress

MINUTES_A_QUARTER = 15


@dataclass(frozen=True)
class Counted:
    """How often, and how many minutes altogether."""

    times: int
    minutes: int


@dataclass(frozen=True)
class Service:
    """A mentor's year in numbers. Minutes are those that the two sides wrote down; no name stands anywhere in it."""

    starts_on: date
    until: date
    """The last day that is counted: the day of the letter, or the cohort's last."""
    mentees: int
    kinds: tuple[PairingKind, ...]
    groups: int
    meetings: Counted
    group_meetings: Counted
    training: Counted
    """Modules completed, and their reading time."""
    outside_minutes: int
    """Time outside meetings, as the mentor declares it; not in the sum."""

    @property
    def minutes(self) -> int:
        """Of all that was recorded: meetings, group meetings and training."""
        return self.meetings.minutes + self.group_meetings.minutes + self.training.minutes


def service_of(session: Session, mentor: Enrollment, *, today: date) -> Service:
    """The year of one mentor until ``today``. Each meeting counts once, whoever wrote it down.

    A pair that ended counts for as long as it met; six queries.
    """
    mine = Pairing.mentor_id == mentor.id
    kinds = {kind for (kind,) in session.execute(select(Pairing.kind).where(mine).distinct())}
    choice = choice_of(session, mentor)
    seats = select(GroupMember.group_id).where(GroupMember.enrollment_id == mentor.id)
    until = min(today, mentor.cohort.ends_on)
    return Service(
        starts_on=mentor.cohort.starts_on,
        until=max(until, mentor.cohort.starts_on),
        mentees=session.scalar(select(func.count(distinct(Pairing.mentee_id))).where(mine)) or 0,
        kinds=tuple(kind for kind in PairingKind if kind in kinds),
        groups=session.scalar(select(func.count()).select_from(seats.subquery())) or 0,
        meetings=_held(session, Meeting.pairing_id.in_(select(Pairing.id).where(mine)), until),
        group_meetings=_held(session, Meeting.group_id.in_(seats), until),
        training=_trained(session, mentor),
        outside_minutes=choice.outside_quarters * MINUTES_A_QUARTER if choice else 0,
    )


def _held(session: Session, theirs: ColumnElement[bool], until: date) -> Counted:
    held = Meeting.state == MeetingState.HELD, Meeting.met_on <= until
    times, minutes = session.execute(select(func.count(), func.sum(Meeting.minutes)).where(theirs, *held)).one()
    return Counted(times, minutes or 0)


def _trained(session: Session, mentor: Enrollment) -> Counted:
    completed = TrainingProgress.enrollment_id == mentor.id, TrainingProgress.completed_at.is_not(None)
    times, minutes = session.execute(select(func.count(), func.sum(TrainingProgress.minutes)).where(*completed)).one()
    return Counted(times, minutes or 0)
