"""What may be told of a count that stands beside other counts of the same people.

Deans and viewers read a report, so each number is guarded against what can be had by subtraction from its neighbours:
"20 signed, 19 of them met" tells of one silent pair as plainly as its name would.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mentorship_app.monitoring.values import STEP, Middle, NotAsked, Part, TooFew, Value
from mentorship_app.privacy.bands import SHARE_FLOOR, ExactShare, HiddenShare, ShareBand, shown_share
from mentorship_app.privacy.suppression import FLOOR

FEWEST_TO_SPREAD = 2 * FLOOR
"""Fewest people or pairs whose numbers are spread over bands, or described by a middle and quartiles."""


@dataclass(frozen=True)
class Counted:
    """A number of people or things by itself: the whole that others are out of."""

    count: int


@dataclass(frozen=True)
class Protecting:
    """Not told, because a smaller group could be worked out from it."""


Told = Value | Counted | Protecting


@dataclass(frozen=True)
class Step:
    """One line of a flow, named by its key; the sections have the words."""

    key: str
    value: Told


@dataclass(frozen=True)
class Band:
    """So many (``count``) have from ``low`` to ``high``; None: and more. Never fewer than five in a band."""

    low: int
    high: int | None
    count: int


@dataclass(frozen=True)
class Spread:
    """How something is spread over ``n`` people or pairs."""

    n: int
    bands: tuple[Band, ...]


def exact(value: Told) -> int | None:
    """The count, where it is told exactly."""
    if isinstance(value, Counted):
        return value.count
    return value.share.positives if isinstance(value, Part) and isinstance(value.share, ExactShare) else None


def rough(value: Value) -> Value:
    """The same with the number behind a middle in whole fives: beside a flow it would tell who is not in it."""
    return replace(value, n=value.n // STEP * STEP) if isinstance(value, Middle) else value


def whole(count: int) -> Told:
    """A number of people or things that nothing else is compared with: told from five on."""
    return Counted(count) if count >= FLOOR else TooFew(FLOOR)


def nested(count: int, *wholes: int) -> Told:
    """How many of a group are in a group within it. ``wholes``: what is told of the groups around, the largest first.

    Exact only if at least two are left out, and two in, against each of ``wholes``: with fewer a band stands, the same
    for nobody left out and for one. Out of the largest where it is exact, else out of the one that it lies too near.
    """
    for size in sorted(wholes):
        found = shown_share(count, size)
        if isinstance(found, HiddenShare):
            return TooFew(SHARE_FLOOR)
        if isinstance(found, ShareBand):
            return Part(found)
    return Part(ExactShare(count, max(wholes)))


def done_by_program(count: int, size: int) -> Told:
    """A share of what the program does, such as who has a mentor: exact from five people on, as staff's pages say it.

    Who has no mentor is known to everybody around; what two people do with each other is not.
    """
    if not size:
        return NotAsked()
    return Part(ExactShare(count, size)) if size >= FLOOR else TooFew(FLOOR)


def spread(numbers: Sequence[int], starts: Sequence[int]) -> Spread | None:
    """How many have a number in each band from one of ``starts`` to the next, the last one open.

    Neighbouring bands are joined until each holds five: a pair that never met is one of the five or more that met
    seldom. None for fewer than ten, and where all end in one band.
    """
    if len(numbers) < FEWEST_TO_SPREAD:
        return None
    edges: list[int | None] = [*starts, None]
    bands = [
        Band(low, None if end is None else end - 1, sum(low <= one and (end is None or one < end) for one in numbers))
        for low, end in pairwise(edges)
        if low is not None
    ]
    joined = _joined(bands)
    return Spread(len(numbers), tuple(joined)) if len(joined) > 1 else None


def _joined(bands: Sequence[Band]) -> list[Band]:
    found: list[Band] = []
    for band in bands:
        if found and found[-1].count < FLOOR:
            last = found.pop()
            found.append(Band(last.low, band.high, last.count + band.count))
        else:
            found.append(band)
    if len(found) > 1 and found[-1].count < FLOOR:
        last, before = found.pop(), found.pop()
        found.append(Band(before.low, last.high, before.count + last.count))
    return found


def merged_groups(sizes: Mapping[str, int]) -> dict[str, str]:
    """For each group the name under which it is shown: its own, or "" for all that are too small, together.

    What is left over is five or more, or nothing; the smallest of the others goes with it until it is.
    """
    small = {name for name, size in sizes.items() if size < FLOOR}
    rest = sorted((name for name in sizes if name not in small), key=lambda name: (sizes[name], name))
    while rest and 0 < sum(sizes[name] for name in small) < FLOOR:
        small.add(rest.pop(0))
    return {name: "" if name in small else name for name in sizes}
