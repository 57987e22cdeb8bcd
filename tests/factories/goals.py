"""Goals, set through the service: what is written in them is sealed."""

from typing import Any

from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.goals.models import Goal
from mentorship_app.mentoring.goals.services import set_goal
from mentorship_app.programs import Enrollment
from tests.factories.people import MOMENT

PLANNED: dict[str, Any] = {
    "goal": "Lead a resuscitation calmly",
    "why": "I freeze when everybody looks at me",
    "first_step": "Watch two debriefings",
    "further_steps": "Run one in simulation\nAsk for feedback",
    "due_on": "2027-03-01",
}


def planned(
    store: Session, keyring: Keyring, mentee: Enrollment, title: str = "", *, shared: bool = True, **more: Any
) -> Goal:
    """A goal as in ``PLANNED``; ``title`` and ``more`` replace parts of it."""
    answers = PLANNED | ({"goal": title} if title else {}) | more
    return set_goal(store, keyring, mentee, answers, shared=shared, now=MOMENT)
