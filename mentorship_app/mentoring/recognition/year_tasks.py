"""The task of the year that letters tick: mentors were written to."""

from datetime import date

from sqlalchemy.orm import Session

from mentorship_app.mentoring.recognition.notifications import told
from mentorship_app.programs import Cohort
from mentorship_app.programs.year.done_when import done_when


@done_when.register("thank_mentors")
def mentors_are_thanked(session: Session, cohort: Cohort, _today: date) -> bool:
    """A mail about a letter was written."""
    return bool(told(session, cohort))
