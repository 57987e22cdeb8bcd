"""What the set-up proposes, so that most answers are a tick: public help lines, dates of a year, training levels."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from zoneinfo import available_timezones

from mentorship_app.programs.help_library import library
from mentorship_app.programs.services import TrainingLevelEntry

PUBLIC_LINES: tuple[Mapping[str, str], ...] = tuple(
    MappingProxyType(
        {
            "label_en": line.label.en,
            "label_fr": line.label.fr,
            "note_en": line.note.en,
            "note_fr": line.note.fr,
            "number": line.number,
        }
    )
    for line in library().lines
    if line.key in {"canada_988", "emergency", "usa_988"}
)
"""Numbers change, so each is proposed unticked: it counts once somebody says that it was checked."""

SETS_UP_NEXT_FROM_MONTH = 4
LEVELS = "PGY-1\nPGY-2\nPGY-3\nPGY-4\nPGY-5"
_REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
_POSTGRADUATE_YEAR = re.compile(r"^PGY-?\s?([0-9])$", re.IGNORECASE)


def timezones() -> list[str]:
    """The places by which time zones are known, in alphabetical order."""
    return sorted(name for name in available_timezones() if name.startswith(_REGIONS))


def proposed_year(today: date) -> tuple[str, date, date]:
    """Name, first and last day of the program year from July to June that people set up now.

    From April on it is the one to come, since mentors are recruited in spring; before, the one that runs.
    """
    start = today.year if today.month >= SETS_UP_NEXT_FROM_MONTH else today.year - 1
    return f"{start}–{(start + 1) % 100:02d}", date(start, 7, 1), date(start + 1, 6, 30)


def training_levels(text: str) -> list[TrainingLevelEntry]:
    """One level a line. ``PGY-2`` is called R2 in French; any other name is the same in both languages."""
    codes = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return [TrainingLevelEntry(code=code, name_en=code, name_fr=_french(code)) for code in codes]


def _french(code: str) -> str:
    year = _POSTGRADUATE_YEAR.match(code)
    return f"R{year[1]}" if year else code
