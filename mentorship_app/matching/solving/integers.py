"""Fits as whole numbers, and goals folded into one whole number, so that every sum and comparison is exact.

A float64 holds whole numbers up to 2^53 exactly. Fits become multiples of a quantum, a power of ten. Several goals
become one value, total · a + matched · b - even_load · c, where a step of an earlier goal outweighs everything that
the later ones can do. The quantum is the coarsest that loses nothing; where none is, the finest that stays exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentorship_app.matching.solving.canonical import Instance, Refused
from mentorship_app.matching.solving.problem import Goal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EXACT_UP_TO = 2**53
_DIGITS_OF_A_FLOAT = 15
_MOST_DIGITS = 9
"""Fits that no quantum holds are rounded to a billionth of the power of ten above the largest, or coarser."""
_FEWEST_DIGITS = 4
"""Coarser than a ten-thousandth of it would change who is matched."""
_WIDEST_POWER = 22
"""Powers of ten up to this one are exact as float64."""


@dataclass(frozen=True, eq=False)
class Units:
    """``numbers`` are the fits in units of 10^-``decimals``; ``exact``: no fit was rounded."""

    numbers: NDArray[np.int64]
    decimals: int
    exact: bool

    @property
    def quantum(self) -> float:
        """One unit, in the unit of fits."""
        return float(f"1e{-self.decimals}")


@dataclass(frozen=True)
class Weights:
    """What one unit of each additive goal is worth in the folded value. 0: the goal is not in it."""

    total: int = 0
    matched: int = 0
    even_load: int = 0

    def as_mapping(self) -> dict[str, int]:
        """By name of the goal, those that count."""
        named = {Goal.TOTAL: self.total, Goal.MATCHED: self.matched, Goal.EVEN_LOAD: self.even_load}
        return {str(goal): weight for goal, weight in named.items() if weight}


def ranges(instance: Instance, spread: int) -> dict[Goal, int]:
    """How far two matchings can differ in each additive goal at most, ``spread`` apart at most in one pair's fit."""
    people = len(instance.mentees)
    places = [min(int(places), people) for places in instance.capacity]
    return {
        Goal.TOTAL: int(instance.wants.sum()) * spread,
        Goal.MATCHED: people,
        Goal.EVEN_LOAD: min(sum(k * k for k in places), int(instance.wants.sum()) * max(places, default=0)),
    }


def folded(goals: tuple[Goal, ...], steps: Mapping[Goal, int]) -> Weights:
    """Weights for these additive goals, the first one weighing most."""
    weight, weights = 1, {}
    for goal in reversed(goals):
        weights[str(goal)] = weight
        weight *= steps[goal] + 1
    return Weights(**weights)


def largest_cost(instance: Instance, goals: tuple[Goal, ...], spread: int) -> int:
    """The largest whole number that an alternating path through all mentees can reach, penalties included."""
    weights = folded(goals, ranges(instance, spread))
    places = min(int(instance.capacity.max(initial=0)), len(instance.mentees))
    one = weights.total * spread + weights.matched + weights.even_load * (2 * places + 1)
    return 8 * (len(instance.mentees) + 1) * (one + 1)


def units(instance: Instance, fits: Callable[[int], bool]) -> Units:
    """The fits as whole numbers. ``fits(spread)`` tells whether fits up to ``spread`` apart (and from 0) stay exact.

    Raises ``Refused`` where not even a ten-thousandth can be told apart.
    """
    highest, lowest = float(instance.fit.max(initial=0.0)), float(instance.fit.min(initial=0.0))
    top = _power_above(max(highest, -lowest))
    most = _most_decimals(highest - lowest, top, fits)
    for decimals in range(min(0, most), most + 1):
        if _loses_nothing(instance.fit[:1], decimals) and _loses_nothing(instance.fit, decimals):
            return Units(whole_numbers(instance.fit, decimals), decimals, exact=True)
    finest = min(most, _MOST_DIGITS - top)
    if finest + top < _FEWEST_DIGITS:
        raise Refused(
            "numbers",
            f"{len(instance.mentees)} mentees, their mentors' places and these goals need larger numbers than can be "
            "added exactly. Fewer places per mentor, or the goals in their usual order, would help.",
            mentees=len(instance.mentees),
        )
    return Units(whole_numbers(instance.fit, finest), finest, exact=False)


def whole_numbers(fit: NDArray[np.float64], decimals: int) -> NDArray[np.int64]:
    """The fits in units of 10^-``decimals``, rounded where they are none."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    return _scaled(fit, decimals).astype(np.int64)


def _power_above(largest: float) -> int:
    """The exponent of the power of ten at or above ``largest``; 0 for no fits at all."""
    power = 0
    while largest > float(f"1e{power}"):
        power += 1
    while 0 < largest <= float(f"1e{power - 1}"):
        power -= 1
    return power


def _most_decimals(spread: float, top: int, fits: Callable[[int], bool]) -> int:
    """The most decimals with which everything stays exact."""
    most = min(_DIGITS_OF_A_FLOAT - top, _WIDEST_POWER)
    while most > -_WIDEST_POWER and not fits(int(spread * 10.0**most) + 2):
        most -= 1
    return most


def _scaled(fit: NDArray[np.float64], decimals: int) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    scaled = fit * 10.0**decimals if decimals >= 0 else fit / 10.0**-decimals
    return np.rint(scaled, out=scaled)


def _loses_nothing(fit: NDArray[np.float64], decimals: int) -> bool:
    """Whether every fit is a multiple of 10^-``decimals``, as near as a float can say it."""
    whole = _scaled(fit, decimals)
    back = whole / 10.0**decimals if decimals >= 0 else whole * 10.0**-decimals
    return bool((back == fit).all())
