"""Numbers inside a sentence, in the reader's language."""

from decimal import Decimal

from babel.numbers import get_decimal_symbol


def number_text(number: int | float | Decimal, locale: str) -> str:
    """1.5, 1,5: all decimals, no grouping, so that it can be typed back as it stands."""
    plain = format(Decimal(str(number)), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain.replace(".", get_decimal_symbol(locale))
