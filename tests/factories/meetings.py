"""Meetings of a pair, written down as its people do it."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.meetings import Meeting, services
from mentorship_app.mentoring.meetings.services import Held, Plan
from mentorship_app.programs import CohortRole
from tests.factories.people import MOMENT


def held_on(day: date, *, minutes: int = 45, how: str = "video", topics: tuple[str, ...] = ("career",)) -> Held:
    return Held(day, minutes, how, topics)


def met(
    store: Session, pairing: Pairing, day: date, *, side: CohortRole = CohortRole.MENTEE, now: datetime | None = None
) -> Meeting:
    """A meeting on that day, written down at ``now``."""
    return services.log(store, pairing, side, held_on(day), now=now or MOMENT + timedelta(days=90))


def planned(store: Session, pairing: Pairing, wanted: Plan, *, now: datetime = MOMENT) -> Meeting:
    return services.plan(store, pairing, CohortRole.MENTEE, wanted, now=now)
