"""Instruments by the words that people type on the console."""

from difflib import get_close_matches

from mentorship_app.cli.failures import Failure
from mentorship_app.instruments import Instrument, catalogue


def instrument_called(key: str) -> Instrument:
    """The instrument of that key; raises Failure naming the nearest."""
    try:
        return catalogue.get(key)
    except KeyError as error:
        keys = [found.key for found in catalogue.instruments()]
        near = get_close_matches(key, keys, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Instruments: {', '.join(keys)}."
        raise Failure(f"There is no instrument {key!r}. {hint}") from error
