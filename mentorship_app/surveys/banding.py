"""Sorting people into bands of at least seven: runs of what has an order, and "others" for what has none."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from uuid import UUID

SMALLEST_BAND = 7
"""Fewest people of the roster in any band, and in any combination of bands, that is stamped on answers."""

_PLACES_CUT_FREELY, _CUTS_OF_MANY = 12, 3
"""Beyond this many places to cut at, only this many cuts are tried."""


@dataclass(frozen=True)
class Band:
    """One value of a stratum: one training level or site, or several that were merged because each is too small."""

    key: str
    name_en: str
    name_fr: str

    def as_dict(self) -> dict[str, str]:
        return {"key": self.key, "en": self.name_en, "fr": self.name_fr}


@dataclass(frozen=True)
class Banding:
    """The bands of one stratum, in their natural order, and the band of each person (by enrollment id)."""

    stratum: str
    bands: tuple[Band, ...]
    band_of: Mapping[UUID, str]


def runs(sizes: Sequence[int], *, fewest: int = 2) -> Iterator[tuple[range, ...]]:
    """Every way to cut an ordered list into ``fewest`` or more runs of at least ``SMALLEST_BAND`` people.

    Most runs first; among as many, those whose smallest run is largest, then those that are cut earliest.
    """
    places = range(1, len(sizes))
    most = len(places) if len(places) <= _PLACES_CUT_FREELY else _CUTS_OF_MANY
    for cuts in range(most, fewest - 2, -1):
        found = []
        for chosen in combinations(places, cuts):
            ends = (0, *chosen, len(sizes))
            cut = tuple(range(start, stop) for start, stop in pairwise(ends))
            smallest = min(sum(sizes[place] for place in run) for run in cut)
            if smallest >= SMALLEST_BAND:
                found.append((-smallest, chosen, cut))
        yield from (cut for _smallest, _chosen, cut in sorted(found, key=lambda entry: entry[:2]))


def with_others(sizes: Sequence[int]) -> Iterator[tuple[range, ...]]:
    """Ways to keep the largest entries of a list that falls from large to small, and to put the rest together.

    Finest first; two groups at least, each of ``SMALLEST_BAND`` people. The last range is the rest, unless it holds a
    single entry.
    """
    for kept in range(len(sizes) - 1, 0, -1):
        alone = tuple(range(place, place + 1) for place in range(kept))
        rest = range(kept, len(sizes))
        cut = (*alone, rest)
        if all(sum(sizes[place] for place in run) >= SMALLEST_BAND for run in cut):
            yield cut


def all_large(people: Sequence[UUID], bandings: Sequence[Banding]) -> bool:
    """Whether every combination of bands that somebody has is had by at least ``SMALLEST_BAND`` people.

    Having no band of a stratum counts as one more value of it: it is found by subtraction.
    """
    cells: Counter[tuple[Hashable, ...]] = Counter(
        tuple(banding.band_of.get(person) for banding in bandings) for person in people
    )
    return all(count >= SMALLEST_BAND for count in cells.values())
