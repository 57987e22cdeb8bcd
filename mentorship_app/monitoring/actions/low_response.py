"""An open survey that few have answered. Only the rate is looked at: never who, and nothing below five invited.

There is no message to single people here. The survey's own reminders go out, at their days, to all whom they concern.
"""

from datetime import date, timedelta

from mentorship_app.core.dates import long_day_text
from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.kinds import ActionKind, Cause, People, Scope, kinds
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.surveys.answering import counts_answered
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.queries import invited_counts, waves_of

KIND = "low_response"
LOW = 0.5
"""Below this share of those invited."""
NEAR = timedelta(days=7)
"""So near the last day, or in the second half of the time, it is worth a thought."""


def find(scope: Scope) -> list[Cause]:
    waves = [wave for wave in waves_of(scope.session, scope.cohort) if _is_late(wave, scope.today)]
    if not waves:
        return []
    answered, asked = counts_answered(scope.session, waves), invited_counts(scope.session, scope.cohort)
    return [
        _cause(wave, answered[wave.id].answered, asked[wave.id])
        for wave in waves
        if asked.get(wave.id, 0) >= FLOOR and answered[wave.id].answered < LOW * asked[wave.id]
    ]


def _is_late(wave: Wave, today: date) -> bool:
    if wave.status is not WaveStatus.OPEN or today > wave.closes_on:
        return False
    half = wave.opens_on + (wave.closes_on - wave.opens_on) / 2
    return today >= min(half, wave.closes_on - NEAR) and today >= half


def _cause(wave: Wave, answered: int, asked: int) -> Cause:
    values = {"title": wave.title, "answered": answered, "asked": asked, "closes_on": wave.closes_on}
    return Cause(KIND, wave.public_id, fingerprint="open", since=wave.opens_on, values=values)


def _values(cause: Cause, _people: People, locale: str) -> dict[str, object]:
    wave = cause.values
    return {
        "survey": wave["title"].in_(locale),  # type: ignore[attr-defined]  # a text in both languages
        "answered": wave["answered"],
        "asked": wave["asked"],
        "day": long_day_text(wave["closes_on"], locale),  # type: ignore[arg-type]  # a day
    }


kinds.add(
    KIND,
    ActionKind(
        icon="survey",
        find=find,
        name=N_("Surveys with few answers"),
        title=N_("%(survey)s: at least %(answered)s of %(asked)s have answered"),
        reason=N_(
            "It closes on %(day)s. Its own reminders go out by themselves, and nobody sees who answered. A word to "
            "all, in a meeting or in the hallway, helps most."
        ),
        many=(N_("%(num)s survey has few answers"), "%(num)s surveys have few answers"),
        many_reason=N_("Their own reminders go out by themselves, and nobody sees who answered."),
        values=_values,
    ),
)
