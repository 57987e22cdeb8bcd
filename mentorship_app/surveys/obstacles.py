"""What keeps a cohort from leaving the phases in which check-ins are answered."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.programs import Cohort
from mentorship_app.programs.phases import Opening, Step, obstacles
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import Wave


@obstacles.register("surveys.open_wave")
def open_wave_in(session: Session, cohort: Cohort, step: Step) -> str | None:
    """An open check-in: in a phase without check-ins its answers would lie sealed and nobody would expect them."""
    if Opening.WAVES not in step.closes:
        return None
    is_open = select(Wave.id).where(Wave.cohort_id == cohort.id, Wave.status == WaveStatus.OPEN)
    if session.scalar(is_open.limit(1)) is None:
        return None
    return N_("A check-in is still open. Close it first, under Surveys.")
