"""Shares of people who answered yes: exact, as a band, or hidden.

A share of (nearly) nobody or (nearly) everybody tells what each single person answered, so the extremes become bands;
and since numerators add up over groups just as people do, a second cell may need a band to protect the first.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from mentorship_app.privacy.exposure import Members, Partition, small_unions
from mentorship_app.privacy.suppression import Cell, CellKey, Release, hidden_complements, suppress

SHARE_FLOOR = 8
"""Fewest people behind a share of yes answers. May be raised, never lowered."""

_FEW = 1  # this many yes (or no) answers are too few to be told exactly


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


@dataclass(frozen=True)
class ShareSuppression:
    """What may be said of each cell, and what of it goes into the ledger of this indicator."""

    shares: Mapping[CellKey, Share]
    released: tuple[Members, ...]
    """Member sets of the cells with an exact share."""

    def __getitem__(self, key: CellKey) -> Share:
        return self.shares[key]


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
    if positives <= _FEW or positives >= n - _FEW:
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


def suppress_shares(
    cells: Sequence[Cell],
    positives: frozenset[Hashable],
    *,
    floor: int = SHARE_FLOOR,
    earlier_releases: Iterable[Release] = (),
) -> ShareSuppression:
    """Decide what may be said of the share of ``positives`` in each cell.

    Groups of people are protected first, as ``suppress`` does, with this higher floor. Then no sum or difference of
    exact shares may describe a group with at most one yes or at most one no; the cells chosen for that become bands.
    ``earlier_releases`` are the ``released`` groups of this indicator. Raises as ``suppress`` and ``shown_share`` do.
    """
    earlier = [tuple(release) for release in earlier_releases]
    people = suppress(cells, floor=floor, earlier_releases=earlier)
    shares: dict[CellKey, Share] = {}
    for cell in cells:
        single = shown_share(len(cell.members & positives), cell.n, floor=floor)
        shares[cell.key] = single if people.shows(*cell.key) else HiddenShare(floor)
    exact = [cell for cell in cells if isinstance(shares[cell.key], ExactShare)]

    def one_sided(whole: Partition) -> Iterator[frozenset[int]]:
        for side in (positives, frozenset().union(*whole.atoms) - positives):
            yield from small_unions(whole.vectors, [len(atom & side) for atom in whole.atoms], limit=_FEW + 1)

    ledger = list(dict.fromkeys(members for release in earlier for members in release))
    banded = hidden_complements(exact, ledger, one_sided)
    for cell in exact:
        if cell.key in banded:
            shares[cell.key] = band_around(len(cell.members & positives), cell.n)
    released = dict.fromkeys(cell.members for cell in exact if cell.key not in banded)
    return ShareSuppression(MappingProxyType(shares), tuple(released))
