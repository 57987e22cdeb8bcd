"""How often a cohort should meet, and who wants no nudges about it."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.meetings.models import MeetingCadence, NudgePause
from mentorship_app.programs.models import Cohort, Enrollment
from mentorship_app.programs.versions import claim

USUAL_WEEKS = 6
USUAL_GROUP_WEEKS = 12
MOST_WEEKS = 26
NEVER_SET = 0
"""The version of a cadence that nobody set."""


def cadence_of(session: Session, cohort: Cohort) -> tuple[int, int]:
    """Weeks between meetings, 0 where nudges are off, and the version to change them with."""
    row = session.get(MeetingCadence, cohort.id)
    return (row.weeks, row.version) if row else (USUAL_WEEKS, NEVER_SET)


def group_cadence_of(session: Session, cohort: Cohort) -> tuple[int, int]:
    """The same for groups."""
    row = session.get(MeetingCadence, cohort.id)
    return (row.group_weeks, row.version) if row else (USUAL_GROUP_WEEKS, NEVER_SET)


def set_cadence(session: Session, cohort: Cohort, weeks: int, *, version: int, by: Actor, now: datetime) -> None:
    """Change it; 0 switches nudges off. Raises FieldError, and Conflict when somebody else changed it since."""
    row = _row_to_write(session, cohort, weeks, version)
    row.weeks = weeks
    _record(session, "mentoring.cadence.changed", cohort, weeks, by=by, now=now)


def set_group_cadence(session: Session, cohort: Cohort, weeks: int, *, version: int, by: Actor, now: datetime) -> None:
    """The same for groups."""
    row = _row_to_write(session, cohort, weeks, version)
    row.group_weeks = weeks
    _record(session, "mentoring.group_cadence.changed", cohort, weeks, by=by, now=now)


def _row_to_write(session: Session, cohort: Cohort, weeks: int, version: int) -> MeetingCadence:
    if not 0 <= weeks <= MOST_WEEKS:
        raise FieldError("weeks", N_("Enter from 1 to %(most)s weeks."), most=MOST_WEEKS)
    session.refresh(cohort, with_for_update={"of": Cohort})
    row = session.get(MeetingCadence, cohort.id)
    if row is None:
        if version != NEVER_SET:
            raise Conflict(N_("Somebody else changed this while you were writing."))
        row = MeetingCadence(cohort_id=cohort.id, weeks=USUAL_WEEKS)
        session.add(row)
    else:
        claim(session, row, version)
    return row


def _record(session: Session, action: str, cohort: Cohort, weeks: int, *, by: Actor, now: datetime) -> None:
    audit.record(
        session,
        action,
        by=by,
        subject=cohort,
        at=now,
        program_id=cohort.program_id,
        cohort=cohort.name,
        weeks=weeks,
    )
    session.flush()


def is_paused(session: Session, person: Enrollment) -> bool:
    """Whether this person wants no nudges."""
    return session.get(NudgePause, person.id) is not None


def pause(session: Session, person: Enrollment) -> None:
    """No more nudges to this person, until they want them again; twice changes nothing."""
    if not is_paused(session, person):
        session.add(NudgePause(enrollment_id=person.id))
        session.flush()


def resume(session: Session, person: Enrollment) -> None:
    """Nudges again; twice changes nothing."""
    session.execute(delete(NudgePause).where(NudgePause.enrollment_id == person.id))
