"""One share of yes answers by itself: exact, as a band, or hidden.

A share of (nearly) nobody or (nearly) everybody tells what each single person answered, so the extremes become bands.
"""

from dataclasses import dataclass
from fractions import Fraction

SHARE_FLOOR = 8
"""Fewest people behind a share of yes answers. May be raised, never lowered."""

FEW = 1
"""This many yes (or no) answers are too few to be told exactly."""


@dataclass(frozen=True)
class ExactShare:
    """``positives`` of ``n`` people."""

    positives: int
    n: int


@dataclass(frozen=True)
class ShareBand:
    """A share between ``low`` and ``high`` per cent of ``n`` people: (0, 20) reads "under 20 %", (80, 100) "over 80 %".

    The bounds 0 and 100 are included; 20 in the first and 80 in the last are not; in between both bounds are included.
    At least two counts of yes answers lie in every band.
    """

    low: int
    high: int
    n: int

    def holds(self, positives: int) -> bool:
        """True when this many yes answers would give the same band."""
        share = Fraction(100 * positives, self.n)
        under, over = self.low == 0, self.high == 100
        if under or over:
            return (under or share > self.low) and (over or share < self.high)
        return self.low <= share <= self.high


@dataclass(frozen=True)
class HiddenShare:
    """Nothing may be said: fewer than ``floor`` people answered, or the cell would give another one away."""

    floor: int


Share = ExactShare | ShareBand | HiddenShare


def shown_share(positives: int, n: int, *, floor: int = SHARE_FLOOR) -> Share:
    """What may be said of one share on its own: hidden below ``floor``, a band within one of 0 or ``n``, else exact.

    Raises ``ValueError`` unless 0 <= positives <= n and floor >= 8.
    """
    if not 0 <= positives <= n:
        raise ValueError(f"{positives} of {n} is no share")
    if floor < SHARE_FLOOR:
        raise ValueError(f"the floor may be raised above {SHARE_FLOOR}, not lowered to {floor}")
    if n < floor:
        return HiddenShare(floor)
    if positives <= FEW or positives >= n - FEW:
        return band_around(positives, n)
    return ExactShare(positives, n)


def band_around(positives: int, n: int) -> ShareBand:
    """The fifth of the scale (under 20 %, 20 to 40 %, ... over 80 %) around a share.

    Widened by ten points on either side until two counts of yes answers lie in it.
    """
    band = next(band for low in range(0, 100, 20) if (band := ShareBand(low, low + 20, n)).holds(positives))
    while sum(band.holds(count) for count in range(n + 1)) < 2:
        band = ShareBand(max(0, band.low - 10), min(100, band.high + 10), n)
    return band
