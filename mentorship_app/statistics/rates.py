"""Shares of people, always with n of N and an interval."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Rate:
    """``count`` of ``n``. The share and its bounds run from 0 to 1, and are ``None`` when nobody was asked."""

    count: int
    n: int
    share: float | None
    ci_low: float | None
    ci_high: float | None


def wilson(count: int, n: int, *, confidence: float = 0.95) -> Rate:
    """A share with Wilson's score interval, which stays inside 0 to 1 and holds for small n and for 0 of n.

    With p = count/n and z the normal quantile: (p + z²/2n ± z·√(p(1 - p)/n + z²/4n²)) / (1 + z²/n)
    (Wilson EB, J Am Stat Assoc 1927;22:209-212). Raises ``ValueError`` unless 0 <= count <= n and confidence is
    between 0 and 1.
    """
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is no share")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, not {confidence}")
    if n == 0:
        return Rate(0, 0, None, None, None)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = count / n
    centre = share + z * z / (2 * n)
    half_width = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # At the two ends a bound is exactly 0 or 1; rounding must not print it as something else.
    ci_low = 0.0 if count == 0 else (centre - half_width) / scale
    ci_high = 1.0 if count == n else (centre + half_width) / scale
    return Rate(count, n, share, ci_low, ci_high)
