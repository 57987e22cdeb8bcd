"""Shares of the same people before and after, such as those at or above a cut-off."""

from dataclasses import dataclass
from math import comb, sqrt

from mentorship_app.statistics.change import Estimate
from mentorship_app.statistics.checking import require_confidence
from mentorship_app.statistics.rates import Rate, wilson


@dataclass(frozen=True)
class PairedShares:
    """``both``, ``only_before``, ``only_after`` and ``neither`` count people; shares run from 0 to 1.

    ``change`` is the share after minus before. ``p`` is McNemar's exact two-sided probability, 1 where nobody moved.
    """

    both: int
    only_before: int
    only_after: int
    neither: int
    before: Rate
    after: Rate
    change: Estimate | None
    p: float


def paired_shares(
    both: int, only_before: int, only_after: int, neither: int, *, confidence: float = 0.95
) -> PairedShares:
    """Compare two shares of the same people.

    ``p``: McNemar Q, Psychometrika 1947;12:153-157, by the binomial distribution of those who moved. ``change``: the
    square-and-add interval of Newcombe RG, Stat Med 1998;17:2635-2650, method 10, with the correlation of the two
    answers taken in; ``None`` for nobody. Raises ``ValueError`` for a negative count or a confidence outside 0 to 1.
    """
    require_confidence(confidence)
    if min(both, only_before, only_after, neither) < 0:
        raise ValueError("people are counted from 0 up")
    n = both + only_before + only_after + neither
    before, after = both + only_before, both + only_after
    return PairedShares(
        both,
        only_before,
        only_after,
        neither,
        wilson(before, n, confidence=confidence),
        wilson(after, n, confidence=confidence),
        _change(both, only_before, only_after, neither, confidence) if n else None,
        mcnemar(only_before, only_after),
    )


def mcnemar(one_way: int, other_way: int) -> float:
    """The exact two-sided probability of so uneven moves if both ways were equally likely; 1 where nobody moved."""
    moved = one_way + other_way
    fewer = min(one_way, other_way)
    return min(1.0, 2 * sum(comb(moved, k) for k in range(fewer + 1)) / float(2**moved))


def _change(both: int, only_before: int, only_after: int, neither: int, confidence: float) -> Estimate:
    n = both + only_before + only_after + neither
    first, second = (
        wilson(both + only_after, n, confidence=confidence),
        wilson(both + only_before, n, confidence=confidence),
    )
    p1, p2 = (both + only_after) / n, (both + only_before) / n
    low1, high1 = first.ci_low or 0.0, first.ci_high or 0.0
    low2, high2 = second.ci_low or 0.0, second.ci_high or 0.0
    phi = _phi(both, only_after, only_before, neither)
    down = _root((p1 - low1) ** 2 - 2 * phi * (p1 - low1) * (high2 - p2) + (high2 - p2) ** 2)
    up = _root((high1 - p1) ** 2 - 2 * phi * (high1 - p1) * (p2 - low2) + (p2 - low2) ** 2)
    return Estimate(p1 - p2, max(-1.0, p1 - p2 - down), min(1.0, p1 - p2 + up))


def _phi(a: int, b: int, c: int, d: int) -> float:
    """The correlation of the two answers as method 10 takes it: a positive one is first brought nearer to 0."""
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if not margins:
        return 0.0
    product, n = a * d - b * c, a + b + c + d
    top = max(product - n / 2, 0.0) if product > 0 else float(product)
    return top / sqrt(margins)


def _root(value: float) -> float:
    return sqrt(max(0.0, value))
