"""What a wave may ask of how many people: the wording and licences of its measures."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.instruments.licences import obstacles_among, standings_of, use_licences
from mentorship_app.surveys.contents import Contents
from mentorship_app.surveys.models import Wave


def hindrances(session: Session, wave: Wave, contents: Contents, *, people: int, now: datetime) -> Iterator[AppError]:
    """Everything that keeps the wave's measures from being asked of so many people, each with the measure's name."""
    program = wave.cohort.program
    today = clock.local_date(now, program.timezone)
    standings = standings_of(session, program)
    for instrument in contents.instruments:
        mine = standings.get(instrument.key, ())
        for obstacle in obstacles_among(mine, instrument, people=people, today=today, until=wave.closes_on):
            yield Conflict(N_("%(measure)s: %(obstacle)s"), measure=instrument.title, obstacle=obstacle)


def use_up(session: Session, wave: Wave, contents: Contents, *, people: int, now: datetime) -> None:
    """Count those who are asked down from the licences of the wave's measures; raises Conflict if too few are left."""
    for instrument in contents.instruments:
        use_licences(
            session,
            wave.cohort.program,
            instrument,
            wave_id=wave.id,
            people=people,
            until=wave.closes_on,
            now=now,
        )
