"""Dates and numbers inside a sentence, in the reader's language."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import get_decimal_symbol


def day_text(day: date, locale: str) -> str:
    """22 Nov 2026, 22 nov. 2026."""
    return format_date(day, "d MMM y", locale=locale)


def number_text(number: int | float | Decimal, locale: str) -> str:
    """1.5, 1,5: all decimals, no grouping, so that it can be typed back as it stands."""
    plain = format(Decimal(str(number)), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain.replace(".", get_decimal_symbol(locale))
