"""What a mentee's own home says of goals: gently, one thing at most, and not for ever. Nobody else is told."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.goals.contents import can_be_opened, opened
from mentorship_app.mentoring.goals.enums import GoalStatus
from mentorship_app.mentoring.goals.models import Goal
from mentorship_app.mentoring.goals.queries import goals_of
from mentorship_app.programs import Enrollment

FIRST_AFTER, FIRST_UNTIL = timedelta(weeks=1), timedelta(weeks=7)
"""After the pairing: from when, and until when, a first goal is suggested."""
ASK_AFTER, ASK_UNTIL = timedelta(weeks=6), timedelta(weeks=10)
"""After the last mark of progress: from when, and until when, one is asked for. Silence is an answer too."""


@dataclass(frozen=True)
class Nudge:
    """A suggestion; ``goal`` and ``title`` are None and empty where it is to set a first one."""

    goal: Goal | None = None
    title: str = ""


def nudge_for(session: Session, keyring: Keyring, mentee: Enrollment, *, paired_on: date, today: date) -> Nudge | None:
    """What to suggest to a mentee who has had a mentor since ``paired_on``; None where there is nothing to say."""
    goals = goals_of(session, mentee)
    if not goals:
        return Nudge() if FIRST_AFTER <= today - paired_on < FIRST_UNTIL else None
    if not can_be_opened(keyring, mentee.cohort.program_id):
        return None
    for goal in goals:
        if goal.status is GoalStatus.OPEN:
            contents = opened(keyring, goal)
            since = contents.last.on if contents.last else _set_on(goal)
            if ASK_AFTER <= today - since < ASK_UNTIL:
                return Nudge(goal, contents.title)
    return None


def _set_on(goal: Goal) -> date:
    return clock.local_date(goal.created_at, goal.enrollment.cohort.program.timezone)
