"""From answers to scale scores, exactly as the definition says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import fsum

from mentorship_app.core.i18n import N_, translate
from mentorship_app.instruments.definition import Instrument, Method, Scale

_ROUNDING = 1e-9
"""Room for the last digit of floating point at the ends of a range."""


class ScoringError(ValueError):
    """An answer that the instrument does not offer, or a score outside its possible range."""


@dataclass(frozen=True)
class Reason:
    """Why there is no score."""

    message: str
    values: Mapping[str, int] = field(default_factory=dict)

    def in_(self, locale: str) -> str:
        return translate(self.message, locale, **self.values)


@dataclass(frozen=True)
class Scored:
    """One scale's score in full precision, or the reason why there is none."""

    value: float | None
    reason: Reason | None = None


def score(instrument: Instrument, answers: Mapping[str, int | None]) -> dict[str, float | None]:
    """Every scale's score, in full precision; None (never 0) where too few of its items are answered.

    ``answers`` maps item ids to values of their response sets; an item left out, None or answered as not applicable is
    not answered. Raises ScoringError for an unknown item, a value that is not offered, or a score that cannot be.
    """
    return {key: scored.value for key, scored in explained(instrument, answers).items()}


def explained(instrument: Instrument, answers: Mapping[str, int | None]) -> dict[str, Scored]:
    """Every scale's score as ``score`` gives it, each that is None with the reason why."""
    values = {
        item_id: _keyed(instrument, item_id, value)
        for item_id, value in checked(instrument, answers).items()
        if value != instrument.responses_to(item_id).not_applicable
    }
    return {scale.key: _in_range(instrument, scale, _scored(scale, values)) for scale in instrument.scales}


def checked(instrument: Instrument, answers: Mapping[str, int | None]) -> dict[str, int]:
    """The answers that were given, not applicable among them, all of them possible; raises ScoringError otherwise."""
    offered = {item.id: instrument.response_sets[item.response_set] for item in instrument.items}
    given: dict[str, int] = {}
    for item_id, value in answers.items():
        if item_id not in offered:
            raise ScoringError(f"{instrument.key} has no item {item_id!r}")
        if value is None:
            continue
        if type(value) is not int or value not in offered[item_id].codes:
            raise ScoringError(f"{item_id} cannot be {value!r}; it can be {offered[item_id].offer}")
        given[item_id] = value
    return given


def _keyed(instrument: Instrument, item_id: str, value: int) -> int:
    reverse = instrument.item(item_id).reverse
    return value if reverse is None else reverse - value


def _scored(scale: Scale, values: Mapping[str, int]) -> Scored:
    weights = scale.weights or scale.items
    answered = [
        (item, weight) for item, weight in zip(scale.items, weights, strict=True) if item in values and weight in values
    ]
    if len(answered) < scale.min_answered:
        return Scored(
            None,
            Reason(
                N_("%(answered)s of %(items)s answered, at least %(needed)s needed"),
                {"answered": len(answered), "items": len(scale.items), "needed": scale.min_answered},
            ),
        )
    if scale.method is Method.WEIGHTED:
        whole = sum(values[weight] for _item, weight in answered)
        if whole == 0:
            return Scored(None, Reason(N_("no weight above 0")))
        return Scored(fsum(values[item] * values[weight] for item, weight in answered) * scale.multiply / whole)
    total = fsum(values[item] for item, _weight in answered) * scale.multiply
    return Scored(total / len(answered) if scale.method is Method.MEAN else total)


def _in_range(instrument: Instrument, scale: Scale, scored: Scored) -> Scored:
    if scored.value is not None and not scale.low - _ROUNDING <= scored.value <= scale.high + _ROUNDING:
        raise ScoringError(f"{instrument.key} {scale.key} is {scored.value}, outside {scale.low} to {scale.high}")
    return scored
