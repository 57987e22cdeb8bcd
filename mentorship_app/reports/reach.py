"""What a program did in a year, in numbers without names: recruitment, matching, meetings, training, mentors' load.

Only what may be told is in here: who reads a report may lead the people it is about. How each number is guarded stands
beside it in ``reaching/``; what the pages of the program tell whoever directs it is told in the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.overview import overview
from mentorship_app.monitoring.values import AtLeast, NotAsked, TooFew, Value
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.programs import Cohort
from mentorship_app.reports.reaching.groups import Grouping
from mentorship_app.reports.reaching.matching import Matching, matching_of
from mentorship_app.reports.reaching.meetings import Teams, Together, teams_of, together_of
from mentorship_app.reports.reaching.mentees import Places, Roster, flow_of, groups_of, places_of
from mentorship_app.reports.reaching.mentors import (
    Hours,
    Room,
    funnel_steps,
    hours_of,
    letters_of,
    load_of,
    room_of,
)
from mentorship_app.reports.reaching.resources import Resources, resources_of
from mentorship_app.reports.reaching.told import Spread, Step, Told, rough

NOTHING = NotAsked()


@dataclass(frozen=True)
class Recognition:
    """What mentoring asked of mentors, and what they were given for it."""

    load: Spread | None
    """None where fewer than ten mentors take part."""
    hours: Told | Hours
    again: Value
    """Mentors of the year before who mentor again."""
    letters: Value
    """Mentors to whom a letter was drawn."""


@dataclass(frozen=True)
class Wishes:
    """What people asked for or set themselves, in steps of five."""

    goals: Value = NOTHING
    rematches: Value = NOTHING
    rematch_days: Value = NOTHING


@dataclass(frozen=True)
class Reach:
    """Everything that the sections on program, reach, behaviour, match and mentors print.

    Empty for a cohort without people: one into which only scores were brought from elsewhere.
    """

    resources: Resources | None = None
    flow: tuple[Step, ...] = ()
    """Mentees from step to step."""
    funnel: tuple[Step, ...] = ()
    """Mentors from step to step."""
    room: Room | None = None
    places: tuple[Places, ...] = ()
    groups: tuple[Grouping, ...] = ()
    """How many of each training level and site have a mentor, and how many met, in this order."""
    together: Together | None = None
    first_meeting: Value = NOTHING
    """Days until a pair first met."""
    a_month: Value = NOTHING
    """Meetings of a pair in a month."""
    teams: Teams | None = None
    matching: Matching | None = None
    recognition: Recognition | None = None
    wishes: Wishes = Wishes()

    @property
    def is_empty(self) -> bool:
        return self.resources is None


def reach_of(session: Session, cohort: Cohort, *, now: datetime) -> Reach:
    """The numbers of ``cohort`` as of ``now``; a fixed number of queries for each call and each earlier cohort."""
    frame = Frame(session, cohort, now)
    roster = Roster(frame)
    found = overview(session, cohort.program, cohort, now=now)
    values = {name: rough(cells[cohort.slug]) for name, cells in found.values.items()}
    funnel = funnel_steps(roster, values["training_done"])
    if not funnel and not roster.mentees:
        return Reach()
    resources = resources_of(frame)
    return Reach(
        resources=resources,
        flow=flow_of(roster),
        funnel=funnel,
        room=room_of(frame, resources.places, resources.free),
        places=places_of(roster),
        groups=groups_of(roster),
        together=together_of(roster, found.months),
        first_meeting=values["first_meeting_days"],
        a_month=values["meetings_per_month"],
        teams=teams_of(roster),
        matching=matching_of(roster),
        recognition=_recognition(roster, values["mentor_retention"]) if resources.mentors else None,
        wishes=_wishes(roster, values),
    )


def _recognition(roster: Roster, again: Value) -> Recognition:
    return Recognition(load_of(roster), hours_of(roster), again, letters_of(roster.frame))


def _wishes(roster: Roster, values: Mapping[str, Value]) -> Wishes:
    """Too few stands for none as well: whether anybody asked is not told."""
    if not roster.frame.pairs:
        return Wishes(goals=values["goals_set"] if roster.mentees else NOTHING)
    asked = values["rematch_requests"]
    if isinstance(asked, AtLeast):
        # Out of those that run: how many ran in the whole year would tell of each that was changed.
        asked = replace(asked, n=len(roster.pairs)) if len(roster.pairs) >= asked.count else TooFew(FLOOR)
    return Wishes(goals=values["goals_set"], rematches=asked, rematch_days=values["rematch_days"])
