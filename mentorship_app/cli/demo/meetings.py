"""Meetings of the demo's pairs: most meet every month or so, one has stalled, one has a day planned."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import select

from mentorship_app.cli.demo.calendar import WEEKS_GONE
from mentorship_app.cli.demo.story import Story
from mentorship_app.mentoring import Pairing, PairingKind, PairingStatus
from mentorship_app.mentoring.meetings import Meeting, notes, services
from mentorship_app.mentoring.meetings.models import MeetingNudge
from mentorship_app.mentoring.meetings.nudges import BETWEEN
from mentorship_app.mentoring.meetings.services import Held, Plan
from mentorship_app.programs import Cohort, CohortRole

FIRST_WEEK = 18
LENGTHS = (30, 45, 30, 60)
HOWS = ("in_person", "video", "phone")
TOPICS = (("career",), ("research", "exams"), ("balance",), ("feedback", "career"), ("network",))
STALLED = 5
PLANNED = "Wren Ito"
LAST_OF_STALLED = FIRST_WEEK + 4
NOTE = "Ask about the rural elective before spring. I was less nervous than the first time."


def meet(story: Story, cohort: Cohort) -> None:
    """Written down by either side, on the day or the day after; two nudges to the stalled pair went unanswered."""
    pairs = story.session.scalars(
        select(Pairing)
        .where(Pairing.cohort_id == cohort.id, Pairing.status == PairingStatus.ACTIVE)
        .order_by(Pairing.created_at, Pairing.id)
    ).all()
    pairs = sorted(pairs, key=lambda pair: (pair.mentee.account.name, pair.mentor.account.name))
    for number, pair in enumerate(pairs):
        is_stalled = number == STALLED
        met = _meetings(story, pair, number, until=LAST_OF_STALLED if is_stalled else WEEKS_GONE - 1)
        if is_stalled:
            _nudged_in_vain(story, pair)
        if pair.mentee.account.name == PLANNED and met and pair.kind is PairingKind.PRIMARY:
            notes.keep(story.session, story.keyring, met[-1], pair.mentee, notes.OwnNote(NOTE, 4))
            _plan(story, pair)


def _meetings(story: Story, pair: Pairing, number: int, *, until: int) -> list[Meeting]:
    """Every four or five weeks, ending shortly before ``until``, as far back as the pair goes."""
    weeks = range(until - number % 3, FIRST_WEEK - 1, -4 - number % 2)
    found = []
    for place, week in enumerate(reversed(weeks)):
        day = story.calendar.day(week) + timedelta(days=(number + place) % 5)
        if pair.started_on <= day < story.calendar.today:
            turn = number + place
            held = Held(day, LENGTHS[turn % len(LENGTHS)], HOWS[turn % len(HOWS)], TOPICS[turn % len(TOPICS)])
            side = CohortRole.MENTOR if turn % 3 == 0 else CohortRole.MENTEE
            now = datetime.combine(day, time(22), tzinfo=story.at(0).tzinfo)
            found.append(services.log(story.session, pair, side, held, now=now))
    return found


def _nudged_in_vain(story: Story, pair: Pairing) -> None:
    first = story.at(LAST_OF_STALLED + 6)
    for person, moment in ((pair.mentee_id, first), (pair.mentor_id, first + BETWEEN)):
        story.session.add(MeetingNudge(id=uuid4(), pairing_id=pair.id, enrollment_id=person, created_at=moment))
    story.session.flush()


def _plan(story: Story, pair: Pairing) -> None:
    day = story.calendar.today + timedelta(days=9)
    services.plan(
        story.session,
        pair,
        CohortRole.MENTEE,
        Plan(day, time(16, 30), 45, "in_person", "Café by the main entrance"),
        now=story.at(WEEKS_GONE - 1),
    )
