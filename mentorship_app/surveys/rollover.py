"""What surveys carry into the next cohort: its waves, as plans with moved dates that nobody was told of."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort
from mentorship_app.programs.rollover import Carried, Shift, carries, next_name
from mentorship_app.surveys.building import newest
from mentorship_app.surveys.contents import Contents, contents_of
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.queries import waves_of
from mentorship_app.surveys.services import create_wave
from mentorship_app.surveys.year_plan import nearest_good_day


@carries(
    "surveys.waves",
    title=N_("Surveys of the year"),
    hint=N_("As plans with moved dates, asking the same in its present version. Nothing opens by itself."),
)
def waves(session: Session, old: Cohort, new: Cohort, shift: Shift, by: Actor, now: datetime) -> Carried | None:
    """A plan of each wave, opened or not; those whose days would be over already, or fall outside, are left behind."""
    found = waves_of(session, old)
    carried = sum(_carry(session, wave, new, shift, by=by, now=now) for wave in found)
    if not found:
        return None
    return Carried(N_("Planned surveys: %(number)s."), {"number": carried})


def _carry(session: Session, wave: Wave, new: Cohort, shift: Shift, *, by: Actor, now: datetime) -> bool:
    opens_on, closes_on = _moved(wave, shift)
    today = clock.local_date(now, new.program.timezone)
    contents = _present(session, wave)
    if contents is None or not new.starts_on <= opens_on <= closes_on <= new.ends_on or closes_on < today:
        return False
    draft = create_wave(
        session,
        new,
        kind=wave.kind,
        opens_on=opens_on,
        closes_on=closes_on,
        title=_renamed(wave, new),
        contents=contents,
        audience=wave.groups,
        by=by,
        now=now,
    )
    draft.consent_en, draft.consent_fr, draft.is_strict = wave.consent_en, wave.consent_fr, wave.is_strict
    return True


def _moved(wave: Wave, shift: Shift) -> tuple[date, date]:
    opens_on = nearest_good_day(shift.exactly(wave.opens_on))
    return opens_on, opens_on + (wave.closes_on - wave.opens_on)


def _present(session: Session, wave: Wave) -> Contents | None:
    """What the wave asked, each part in its present version; None when nothing of it is left."""
    try:
        contents = contents_of(session, wave)
    except Conflict:
        return None
    blocks = tuple(block for block in newest(session, wave, contents).values() if block is not None)
    return Contents(blocks, contents.has_comment)


def _renamed(wave: Wave, new: Cohort) -> LocalizedText:
    """The old cohort's name in a title becomes the new one's."""
    old_name = wave.cohort.name
    new_name = next_name(old_name, new.starts_on, new.ends_on)
    return LocalizedText(en=wave.title_en.replace(old_name, new_name), fr=wave.title_fr.replace(old_name, new_name))
