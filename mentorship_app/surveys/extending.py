"""More time for a wave that is open: its last day moves, and its reminders and links with it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.mailings.services import follow_dates
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.planning import check_dates


def move_last_day(session: Session, wave: Wave, closes_on: date, *, by: Actor, now: datetime) -> None:
    """Let people answer until a later day; the same day changes nothing.

    Raises InvalidTransition unless the wave is open, FieldError("closes_on") for an earlier day, since people were told
    the other one, and for one after the cohort's end.
    """
    if wave.status is not WaveStatus.OPEN:
        raise InvalidTransition(N_("Only a check-in that is open can be given more time."))
    if closes_on == wave.closes_on:
        return
    if closes_on < wave.closes_on:
        raise FieldError("closes_on", N_("People were told a later day. The last day can only move on."))
    check_dates(wave.cohort, wave.opens_on, closes_on, now=now)
    wave.closes_on = closes_on
    wave.version += 1
    follow_dates(session, wave, now=now)
    audit.record(session, "surveys.wave.last_day_moved", by=by, subject=wave, at=now, program_id=wave.cohort.program_id)
    session.flush()
