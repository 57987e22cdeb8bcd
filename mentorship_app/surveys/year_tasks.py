"""Tasks of the year that surveys can tell are done: that a wave was opened or closed, never who answered it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.programs import Cohort
from mentorship_app.programs.year.done_when import Seen, done_when
from mentorship_app.surveys.enums import AudienceGroup, WaveKind, WaveStatus
from mentorship_app.surveys.models import Wave


def _has_wave(kind: WaveKind, *statuses: WaveStatus) -> Seen:
    def is_there(session: Session, cohort: Cohort, _today: date) -> bool:
        audiences = session.scalars(
            select(Wave.audience).where(Wave.cohort_id == cohort.id, Wave.kind == kind, Wave.status.in_(statuses))
        )
        # The tasks are about the mentees' surveys; those of mentors run beside them.
        return any(AudienceGroup.MENTORS not in audience for audience in audiences)

    return is_there


for _kind in WaveKind:
    done_when.add(f"open_{_kind}", _has_wave(_kind, WaveStatus.OPEN, WaveStatus.CLOSED))
    done_when.add(f"close_{_kind}", _has_wave(_kind, WaveStatus.CLOSED))
