"""Tasks of the year that mentoring can tell are done."""

from datetime import date

from sqlalchemy.orm import Session

from mentorship_app.mentoring.queries import count_mentees, count_unpaired
from mentorship_app.programs import Cohort
from mentorship_app.programs.year.done_when import done_when


@done_when.register("make_pairs")
def everybody_is_paired(session: Session, cohort: Cohort, _today: date) -> bool:
    """Every mentee has a mentor."""
    return count_mentees(session, cohort) > 0 and count_unpaired(session, cohort) == 0
