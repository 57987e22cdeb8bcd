"""Published limits of a scale as shares of people, and which scores are possible at all between two limits."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, gcd

from mentorship_app.instruments.definition import CutOff, Instrument, Method, Scale

LIMITS = "/limits"
"""Suffix of the figure of a scale's limits."""

_LEFT, _RIGHT = 0, 1
_SIDE = {">=": _LEFT, "<": _LEFT, ">": _RIGHT, "<=": _RIGHT}
"""On which side of its value a limit cuts the line: scores of the value itself lie right of a left cut."""

Cut = tuple[float, int]


def limits_of(instrument: Instrument, scale: Scale) -> dict[str, tuple[CutOff, ...]]:
    """The limits of a scale by name (``>=50``); several readings of one limit are one, each with its own source."""
    found: dict[str, tuple[CutOff, ...]] = {}
    for cutoff in instrument.cutoffs:
        if cutoff.scale == scale.key:
            name = f"{cutoff.op}{cutoff.value:g}"
            found[name] = (*found.get(name, ()), cutoff)
    return found


def is_beyond(score: float, cutoff: CutOff) -> bool:
    """Whether a score in full precision lies at or beyond the limit, on its side."""
    if cutoff.op == ">=":
        return score >= cutoff.value
    if cutoff.op == ">":
        return score > cutoff.value
    return score <= cutoff.value if cutoff.op == "<=" else score < cutoff.value


def possible_answers(
    instrument: Instrument, scale: Scale, limits: Mapping[str, Sequence[CutOff]]
) -> tuple[frozenset[str], ...]:
    """Which limits a single score can lie beyond together: one set for each stretch between two cuts that holds a
    possible score."""
    placed = {name: (cutoffs[0].value, _SIDE[cutoffs[0].op]) for name, cutoffs in limits.items()}
    cuts = sorted(set(placed.values()))
    stretches: list[tuple[Cut | None, Cut | None]] = list(zip([None, *cuts], [*cuts, None], strict=True))
    return tuple(
        frozenset(
            name
            for name, at in placed.items()
            if (limits[name][0].op in (">=", ">")) == (low is not None and low >= at)
        )
        for low, high in stretches
        if _holds_a_score(instrument, scale, low, high)
    )


def _holds_a_score(instrument: Instrument, scale: Scale, low: Cut | None, high: Cut | None) -> bool:
    """Whether a score can lie between two cuts; True also where one cannot tell."""
    if scale.method is Method.WEIGHTED:
        return True
    first, last = low or (scale.low, _LEFT), high or (scale.high, _RIGHT)
    return any(
        _between(instrument, scale, answered, first, last)
        for answered in range(max(1, scale.min_answered), len(scale.items) + 1)
    )


def _between(instrument: Instrument, scale: Scale, answered: int, low: Cut, high: Cut) -> bool:
    """Whether so many answers can come to a score between the cuts: scores lie on a grid."""
    sets = [instrument.responses_to(item) for item in scale.items]
    first = min(sets[0].values)
    step = gcd(*(value - first for one in sets for value in one.values)) or 1
    unit = _exact(scale.multiply) / (answered if scale.method is Method.MEAN else 1)
    least, most = _exact(low[0]), _exact(high[0])
    # The smallest point of the grid that is not below the first cut, or beyond it where it cuts on the right.
    place = ceil((least / unit - answered * first) / step)
    score = (answered * first + place * step) * unit
    if low[1] == _RIGHT and score == least:
        score += step * unit
    return score < most or (high[1] == _RIGHT and score == most)


def _exact(value: float) -> Fraction:
    return Fraction(value).limit_denominator(10**6)
