"""From answers to scale scores, exactly as the definition says."""

from collections.abc import Mapping
from math import fsum

from mentorship_app.instruments.definition import Instrument, Method, Scale

_ROUNDING = 1e-9
"""Room for the last digit of floating point at the ends of a range."""


class ScoringError(ValueError):
    """An answer that the instrument does not offer, or a score outside its possible range."""


def score(instrument: Instrument, answers: Mapping[str, int | None]) -> dict[str, float | None]:
    """Every scale's score, in full precision; None (never 0) where too few of its items are answered.

    ``answers`` maps item ids to values of their response sets; an item left out or None is not answered. Raises
    ScoringError for an unknown item, a value that is not offered, or a score that cannot be.
    """
    given = checked(instrument, answers)
    return {scale.key: _scored(instrument, scale, given) for scale in instrument.scales}


def checked(instrument: Instrument, answers: Mapping[str, int | None]) -> dict[str, int]:
    """The answers that were given, all of them possible; raises ScoringError otherwise."""
    offered = {item.id: instrument.response_sets[item.response_set] for item in instrument.items}
    given: dict[str, int] = {}
    for item_id, value in answers.items():
        if item_id not in offered:
            raise ScoringError(f"{instrument.key} has no item {item_id!r}")
        if value is None:
            continue
        if type(value) is not int or value not in offered[item_id]:
            raise ScoringError(f"{item_id} cannot be {value!r}; it can be {', '.join(map(str, offered[item_id]))}")
        given[item_id] = value
    return given


def _scored(instrument: Instrument, scale: Scale, given: Mapping[str, int]) -> float | None:
    values = [_keyed(instrument, item_id, given[item_id]) for item_id in scale.items if item_id in given]
    if len(values) < scale.min_answered:
        return None
    total = fsum(values)
    result = (total / len(values) if scale.method is Method.MEAN else total) * scale.multiply
    if not scale.low - _ROUNDING <= result <= scale.high + _ROUNDING:
        raise ScoringError(f"{instrument.key} {scale.key} is {result}, outside {scale.low} to {scale.high}")
    return result


def _keyed(instrument: Instrument, item_id: str, value: int) -> int:
    reverse = instrument.item(item_id).reverse
    return value if reverse is None else reverse - value
