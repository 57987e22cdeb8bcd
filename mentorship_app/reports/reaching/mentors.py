"""How mentors were found, and what mentoring asked of them."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from mentorship_app.mentoring.groups.models import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings.models import Meeting, MeetingState
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.recognition.models import RecognitionLetter
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.values import STEP, TooFew, Value, at_least
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.recruitment.funnel import funnel_of
from mentorship_app.recruitment.queries import calls_of, tally
from mentorship_app.reports.reaching.mentees import Roster
from mentorship_app.reports.reaching.told import Counted, Spread, Step, Told, done_by_program, nested, spread, whole

INVITED, APPLIED, UNASKED, ACCEPTED, TAKING_PART, TRAINED, PAIRED = (
    "invited",
    "applied",
    "applied-unasked",
    "accepted",
    "taking-part",
    "trained",
    "paired",
)
"""Keys of the steps."""

LOADS = (0, 1, 2, 3, 4)
_MINUTES_AN_HOUR = 60


@dataclass(frozen=True)
class Room:
    """Places that were looked for, found, and are free. ``wanted`` is 0 where no call says it."""

    wanted: int
    offered: int
    free: int


@dataclass(frozen=True)
class Hours:
    """Time that mentors spent in meetings: hours in whole steps of five, of so many mentors who take part."""

    about: int
    mentors: int
    meetings: int


def funnel_steps(roster: Roster, trained: Value) -> tuple[Step, ...]:
    """From the invitation to a mentee; empty without mentors and calls.

    Who was invited and did not apply, or applied and was not accepted, is nobody's business who reads a report: one of
    them among all others is never told. Who takes part, and who has a mentee, everybody around knows.
    """
    mentors = len(roster.frame.active(CohortRole.MENTOR))
    steps = _recruited(roster)
    if mentors:
        steps += [
            Step(TAKING_PART, Counted(mentors)),
            Step(TRAINED, trained),
            Step(PAIRED, done_by_program(len(roster.leading), mentors)),
        ]
    return tuple(steps)


def _recruited(roster: Roster) -> list[Step]:
    session = roster.frame.session
    funnels = [funnel_of(session, call) for call in calls_of(session, roster.frame.cohort)]
    invited = sum(one.personal.invited or 0 for one in funnels)
    applied = sum(one.personal.applied for one in funnels)
    unasked = sum(one.general.applied for one in funnels)
    accepted = sum(one.personal.accepted + one.general.accepted for one in funnels)
    steps = []
    if invited:
        steps += [Step(INVITED, whole(invited)), Step(APPLIED, nested(applied, invited))]
    if unasked:
        steps.append(Step(UNASKED, whole(unasked)))
    if applied + unasked:
        steps.append(Step(ACCEPTED, nested(accepted, applied + unasked)))
    return steps


def room_of(frame: Frame, offered: int, free: int) -> Room | None:
    """None where nobody offers a place."""
    return Room(tally(frame.session, frame.cohort).places_wanted, offered, free) if offered else None


def load_of(roster: Roster) -> Spread | None:
    """How many mentees each mentor who takes part has, in bands of five mentors or more; None for fewer than ten."""
    loads = Counter(pair.mentor for pair in roster.pairs)
    return spread([loads[mentor] for mentor in roster.frame.active(CohortRole.MENTOR)], LOADS)


def hours_of(roster: Roster) -> Told | Hours:
    """Hours that mentors spent in noted meetings of pairs and groups until the day of the report.

    How long a meeting took is between those who met, so the sum is told only of five mentors or more with a meeting,
    and to five hours. Who leads a group spends its whole meeting.
    """
    session, cohort, day = roster.frame.session, roster.frame.cohort, roster.frame.day
    held = Meeting.state == MeetingState.HELD, Meeting.met_on <= day
    mentors, meetings, minutes = session.execute(
        select(func.count(distinct(Pairing.mentor_id)), func.count(Meeting.id), func.sum(Meeting.minutes))
        .join(Pairing, Pairing.id == Meeting.pairing_id)
        .where(Pairing.cohort_id == cohort.id, *held)
    ).one()
    of_groups = session.execute(
        select(func.count(distinct(Meeting.id)), func.sum(Meeting.minutes))
        .join(MentoringGroup, MentoringGroup.id == Meeting.group_id)
        .join(GroupMember, GroupMember.group_id == MentoringGroup.id)
        .join(Enrollment, Enrollment.id == GroupMember.enrollment_id)
        .where(MentoringGroup.cohort_id == cohort.id, Enrollment.role == CohortRole.MENTOR, *held)
    ).one()
    if mentors < FLOOR:
        return TooFew(FLOOR)
    spent = ((minutes or 0) + (of_groups[1] or 0)) / _MINUTES_AN_HOUR
    about = int(spent // STEP * STEP)
    taking_part = len(roster.frame.active(CohortRole.MENTOR))
    return Hours(about, taking_part, meetings + of_groups[0]) if about else TooFew(FLOOR)


def letters_of(frame: Frame) -> Value:
    """Mentors to whom a letter was drawn, in steps of five: whether one wants one is between them and the program."""
    drawn = frame.session.scalar(
        select(func.count(distinct(RecognitionLetter.enrollment_id)))
        .join(Enrollment, Enrollment.id == RecognitionLetter.enrollment_id)
        .where(
            Enrollment.cohort_id == frame.cohort.id,
            Enrollment.status == EnrollmentStatus.ACTIVE,
            RecognitionLetter.drawn_at.is_not(None),
        )
    )
    return at_least(drawn or 0, len(frame.active(CohortRole.MENTOR))).value
