"""Days in words, in the reader's language, for pages, mails and PDFs alike."""

from datetime import date
from functools import lru_cache

from babel.dates import format_date


def day_text(day: date, locale: str) -> str:
    """``22 Nov 2026``, ``22 nov. 2026``."""
    return _text(day, "d MMM y", locale)


def long_day_text(day: date, locale: str) -> str:
    """``Sunday 22 November``, ``dimanche 22 novembre``."""
    return _text(day, "EEEE d MMMM", locale)


def short_day_text(day: date, locale: str) -> str:
    """``22 Nov``, ``22 nov.``."""
    return _text(day, "d MMM", locale)


# A list says the same few days over and over, and each costs as much as a small query.
@lru_cache(maxsize=4096)
def _text(day: date, pattern: str, locale: str) -> str:
    if locale == "fr" and day.day == 1:
        # The first of a month is an ordinal in French, and only the first.
        pattern = pattern.replace("d M", "d'er' M")
    return str(format_date(day, pattern, locale=locale))
