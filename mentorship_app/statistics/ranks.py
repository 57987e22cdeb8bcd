"""Change of the same people by ranks and by permutation, exact whatever ties there are.

Ranks are those of unrounded scores: rounding makes ties that were none.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import erfc, floor, sqrt
from statistics import NormalDist

from mentorship_app.statistics.change import Estimate
from mentorship_app.statistics.checking import require_confidence, require_finite

MOST_EXACT = 100
"""Differences up to which every assignment of signs is counted by ranks; beyond, the normal distribution is as good."""
MOST_PERMUTED = 22
"""Differences up to which every assignment of signs to the values themselves is counted: 4 million at most."""
_CLOSE = 1e-9


@dataclass(frozen=True)
class SignedRank:
    """Wilcoxon's test of ``n`` differences that are not zero; ``statistic`` is the sum of the positive ones' ranks."""

    n: int
    zeros: int
    statistic: float
    p: float
    is_exact: bool


@dataclass(frozen=True)
class MiddleChange:
    """The median of all means of two differences, with the confidence that its interval really has, 0 to 1."""

    estimate: Estimate
    confidence: float


def signed_rank(differences: Sequence[float]) -> SignedRank | None:
    """Wilcoxon's signed-rank test, two-sided; ``None`` when every difference is zero or there is none.

    Zeros are dropped, ties share their mean rank, and up to ``MOST_EXACT`` differences all 2ⁿ assignments of signs to
    just these ranks are counted (Hollander M, Wolfe DA, Chicken E, Nonparametric Statistical Methods, 3rd ed., 2014,
    section 3.1). Beyond, the normal distribution with the correction for ties and for continuity. Raises ``ValueError``
    for a value that is not finite.
    """
    require_finite(differences)
    kept = [value for value in differences if value]
    if not kept:
        return None
    doubled = _doubled_ranks([abs(value) for value in kept])
    positive = sum(rank for rank, value in zip(doubled, kept, strict=True) if value > 0)
    is_exact = len(kept) <= MOST_EXACT
    p = _exact_p(doubled, positive) if is_exact else _normal_p(doubled, positive)
    return SignedRank(len(kept), len(differences) - len(kept), positive / 2, p, is_exact)


def middle_change(differences: Sequence[float], *, confidence: float = 0.95) -> MiddleChange | None:
    """The Hodges–Lehmann estimate of the shift, and the interval that belongs to Wilcoxon's test.

    The median of the n(n + 1)/2 Walsh averages; the bounds are the k-th smallest and largest, where k - 1 is the
    greatest rank sum whose one-sided probability, without ties, is at most half of 1 - ``confidence`` (Hodges JL,
    Lehmann EL, Ann Math Stat 1963;34:598-611; Hollander et al., section 3.3). ``None`` where so few differences
    allow no such interval: fewer than 6 at 95 %. Raises ``ValueError`` for a value that is not finite.
    """
    require_finite(differences)
    require_confidence(confidence)
    n = len(differences)
    averages = sorted((a + b) / 2 for i, a in enumerate(differences) for b in differences[i:])
    k, tail = _rank_below(n, (1 - confidence) / 2)
    if not averages or k < 1:
        return None
    count = len(averages)
    middle = (averages[(count - 1) // 2] + averages[count // 2]) / 2
    return MiddleChange(Estimate(middle, averages[k - 1], averages[count - k]), 1 - 2 * tail)


def permutation_p(differences: Sequence[float]) -> float | None:
    """The share of all assignments of signs whose mean lies at least as far from zero as the one observed.

    Fisher's randomisation test of one sample (The Design of Experiments, 1935, section 21). ``None`` for no differences
    or more than ``MOST_PERMUTED``: by then the t test says the same. Raises ``ValueError`` for a value that is not
    finite.
    """
    require_finite(differences)
    sizes = [abs(value) for value in differences]
    if not sizes or len(sizes) > MOST_PERMUTED:
        return None
    observed = abs(sum(differences)) - _CLOSE * max(sum(sizes), 1.0)
    half = len(sizes) // 2
    left, right = _signed_sums(sizes[:half]), sorted(_signed_sums(sizes[half:]))
    total = len(right)
    extreme = sum(bisect_right(right, -observed - one) + total - bisect_left(right, observed - one) for one in left)
    return min(1.0, extreme / 2 ** len(sizes)) if observed > 0 else 1.0


def _signed_sums(sizes: Sequence[float]) -> list[float]:
    sums = [0.0]
    for size in sizes:
        sums = [one + sign for one in sums for sign in (-size, size)]
    return sums


def _doubled_ranks(sizes: Sequence[float]) -> list[int]:
    """Twice the rank of each, so that mean ranks of ties are whole numbers."""
    ordered = sorted(sizes)
    return [bisect_left(ordered, size) + bisect_right(ordered, size) + 1 for size in sizes]


def _exact_p(doubled: Sequence[int], positive: int) -> float:
    ways = [1]
    for rank in doubled:
        longer = ways + [0] * rank
        for place, count in enumerate(ways):
            longer[place + rank] += count
        ways = longer
    lower = sum(ways[: positive + 1])
    upper = sum(ways[positive:])
    return min(1.0, 2 * min(lower, upper) / float(2 ** len(doubled)))


def _normal_p(doubled: Sequence[int], positive: int) -> float:
    mean = sum(doubled) / 2
    deviation = sqrt(sum(rank * rank for rank in doubled)) / 2
    away = max(0.0, abs(positive - mean) - 1)
    return erfc(away / deviation / sqrt(2))


def _rank_below(n: int, tail: float) -> tuple[int, float]:
    """k, the number of Walsh averages beyond each bound plus one, and the probability beyond it."""
    if n > MOST_EXACT:
        return _normal_rank_below(n, tail)
    ways = [1]
    for rank in range(1, n + 1):
        longer = ways + [0] * rank
        for place, count in enumerate(ways):
            longer[place + rank] += count
        ways = longer
    total = 2**n
    allowed = [below for below in accumulate(ways) if below <= tail * total]
    return (len(allowed), allowed[-1] / total) if allowed else (0, 0.0)


def _normal_rank_below(n: int, tail: float) -> tuple[int, float]:
    middle = n * (n + 1) / 4
    deviation = sqrt(n * (n + 1) * (2 * n + 1) / 24)
    return floor(middle + NormalDist().inv_cdf(tail) * deviation), tail
