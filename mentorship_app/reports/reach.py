"""What a program did in a year, in numbers without names: recruitment, matching, meetings, training, mentors' load."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.programs import Cohort


@dataclass(frozen=True)
class Reach:
    """Everything that the sections on program, reach, behaviour, match and mentors print."""


def reach_of(session: Session, cohort: Cohort, *, now: datetime) -> Reach:
    """The numbers of ``cohort`` as of ``now``."""
    return Reach()
