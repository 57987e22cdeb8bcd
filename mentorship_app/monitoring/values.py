"""What an indicator can say. Each value knows how many stand behind it; "too few" is a value like the others."""

import statistics
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from mentorship_app.privacy.bands import SHARE_FLOOR, ExactShare, HiddenShare, ShareBand, shown_share
from mentorship_app.privacy.suppression import FLOOR

Members = frozenset[Hashable]
STEP = 5
"""Counts of what somebody asked for in confidence are told in steps of so many."""


@dataclass(frozen=True)
class TooFew:
    """Nothing is told: fewer than ``floor`` stand behind it, or another number would give it away."""

    floor: int


@dataclass(frozen=True)
class NotAsked:
    """There is nothing to measure: nothing is required, no survey was closed, there was no year before."""


@dataclass(frozen=True)
class Part:
    """A share of ``n``, exact or as a band."""

    share: ExactShare | ShareBand

    @property
    def n(self) -> int:
        return self.share.n


@dataclass(frozen=True)
class Middle:
    """Median and quartiles of ``n`` values, in the unit of the indicator."""

    median: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Mean:
    """Mean and largest of ``n`` values."""

    mean: float
    most: int
    n: int


@dataclass(frozen=True)
class AtLeast:
    """A count told in steps of five, of ``n``."""

    count: int
    n: int


Value = TooFew | NotAsked | Part | Middle | Mean | AtLeast


@dataclass(frozen=True)
class Measured:
    """A value, and who or what stands behind it: ids that no page shows."""

    value: Value
    members: Members = frozenset()


def fact(part: int, members: Members) -> Measured:
    """A share of something the program does, not of what people did: exact from five on."""
    return Measured(Part(ExactShare(part, len(members))) if len(members) >= FLOOR else TooFew(FLOOR), members)


def share(part: int, members: Members) -> Measured:
    """A share of what people did: hidden below eight, a band where it is nearly all or nearly none."""
    found = shown_share(part, len(members))
    return Measured(TooFew(SHARE_FLOOR) if isinstance(found, HiddenShare) else Part(found), members)


def middle(values: Sequence[float], members: Members) -> Measured:
    """Median and quartiles (linear between values), from five values on."""
    if len(values) < FLOOR:
        return Measured(TooFew(FLOOR), members)
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Measured(Middle(median, low, high, len(values)), members)


def at_least(count: int, whole: int, members: Members = frozenset()) -> Measured:
    """A count in steps of five; nothing below the first step."""
    told = count // STEP * STEP
    return Measured(AtLeast(told, whole) if told >= STEP and whole >= FLOOR else TooFew(FLOOR), members)
