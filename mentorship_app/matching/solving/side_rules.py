"""The exact way through a mixed-integer programme, for mentees who want several mentors, go together or go apart.

One variable per pair that may be made; goals one after the other, each with those before held at their optimum; in
the end a fixed preference among what is left, so that equal instances end in equal pairs. HiGHS solves it and gives a
bound with each optimum (Huangfu and Hall, Math Prog Comp 2018;10:119-142).
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from mentorship_app.matching.solving.canonical import Impossible, Instance, Refused
from mentorship_app.matching.solving.integers import units
from mentorship_app.matching.solving.one_each import Found, Told
from mentorship_app.matching.solving.problem import Goal
from mentorship_app.matching.solving.programme import Programme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mentorship_app.matching.solving.canonical import Mask, Positions
    from mentorship_app.matching.solving.certificate import Step
    from mentorship_app.matching.solving.integers import Units

MOST_PAIRS = 25_000
_LARGEST_SUM = 10**9
"""A solver that works to nine digits does not tell larger sums apart."""
_PRIMES = (7919, 997)
"""The fixed preference: position times the first, modulo the second."""


def best_with_side_rules(instance: Instance, told: Told) -> Found:
    """The best pairs by the goals of the instance. Raises ``Impossible``, and ``Refused`` where it is too large."""
    pairs = int(instance.allowed.sum())
    if pairs > MOST_PAIRS:
        raise Refused(
            "side_rules",
            f"{pairs} pairs are possible. With mentees who want several mentors, go together or go apart, up to "
            f"{MOST_PAIRS} are solved exactly, 250 mentees by 100 mentors for example. Fewer such rules in several "
            "rounds, or parts of the group one after the other, would help.",
            pairs=pairs,
            most=MOST_PAIRS,
        )
    search = _Search(instance)
    for goal in instance.goals:
        search.settle(goal)
        told()
    return search.end()


class _Search:
    """One instance on its way: what is settled becomes a rule of the programme."""

    def __init__(self, instance: Instance) -> None:
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        self.instance = instance
        wanted = int(instance.wants.sum()) + 1
        self.units: Units = units(instance, lambda spread: wanted * spread <= _LARGEST_SUM)
        self.programme = Programme(instance)
        self.fit = instance.fit[self.programme.rows, self.programme.columns]
        self.shut: Mask = np.zeros(self.programme.pairs, dtype=bool)
        self.settled: list[tuple[NDArray[np.float64], int]] = []
        self.steps: list[Step] = []

    def settle(self, goal: Goal) -> None:
        """Find the optimum of a goal, hold it, and note it as proved."""
        proved = self._settle_worst_off() if goal is Goal.WORST_OFF else self._settle_sum(goal)
        self.steps.append({"goals": [str(goal)], "proof": "solver", "proved": proved})

    def _settle_sum(self, goal: Goal) -> int | list[int]:
        costs = self._costs(goal)
        _, value = self.programme.least(costs, self.shut)
        self.programme.hold(costs, value)
        self.settled.append((costs, value))
        if goal is Goal.MATCHED:
            return list(divmod(-value, self._wanted + 1)) if self._several else [-value, -value]
        return value if goal is Goal.EVEN_LOAD else -value

    @property
    def _wanted(self) -> int:
        return int(self.instance.wants.sum())

    @property
    def _several(self) -> bool:
        """Whether pairs and matched mentees are two numbers."""
        return bool((self.instance.wants > 1).any())

    def _costs(self, goal: Goal) -> NDArray[np.float64]:
        """Of each variable, so that the least sum is the best. A matched mentee outweighs all pairs."""
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        programme = self.programme
        costs = np.zeros(programme.size)
        if goal is Goal.MATCHED:
            costs[: programme.pairs] = -1
            costs[programme.pairs : programme.slots_from] = -(self._wanted + 1) if self._several else 0
        elif goal is Goal.TOTAL:
            costs[: programme.pairs] = -self.units.numbers[programme.rows, programme.columns]
        else:
            firsts = np.repeat(np.cumsum(programme.slots) - programme.slots, programme.slots)
            costs[programme.slots_from :] = 2 * (np.arange(len(firsts)) - firsts) + 1
        return costs

    def _settle_worst_off(self) -> float | None:
        """The highest fit such that the pairs from there on still do as well in the goals before: down from the highest
        in widening steps, for few pairs are soon tried, then up again by halving."""
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        lock = self.instance.lowest_lock
        steps = np.unique(self.fit).tolist()
        if lock is not None:
            steps = [*(step for step in steps if step < lock), lock]
        self.programme.at_least_one_pair()
        high, stride = len(steps), max(1, len(self.instance.mentees))
        low = high - 1
        while low >= 0 and (reached := self._reached(steps, low)) is None:
            high, low, stride = low, (max(0, low - stride) if low else -1), 2 * stride
        if low < 0:
            # Without a pair there is nothing left to choose.
            self.programme.drop_last()
            return None
        while high - low > 1:
            middle = (low + high) // 2
            reached = self._reached(steps, middle)
            low, high = (low, middle) if reached is None else (reached, high)
        self.shut = self.fit < steps[low]
        return float(steps[low])

    def _reached(self, steps: list[float], at: int) -> int | None:
        """Where among the steps the smallest fit of a matching of pairs from ``at`` on lies; None where none does as
        well in the goals before."""
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        try:
            chosen, _ = self.programme.least(np.zeros(self.programme.size), self.fit < steps[at])
        except Impossible:
            return None
        return bisect_left(steps, float(self.fit[chosen].min()))

    def end(self) -> Found:
        """The pairs that a fixed preference picks among the best. Raises ``Refused`` where the solver's tolerances let
        something slip."""
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        programme = self.programme
        costs = np.zeros(programme.size)
        positions = programme.rows * len(self.instance.mentors) + programme.columns + 1
        costs[: programme.pairs] = positions * _PRIMES[0] % _PRIMES[1]
        chosen, _ = programme.least(costs, self.shut)
        full = programme.completed(chosen)
        if any(int(costs @ full) != value for costs, value in self.settled):
            raise Refused("numbers", "The fits are too fine for these rules. Rounding them would help.")
        at: Positions = np.flatnonzero(chosen)
        return Found(programme.rows[at], programme.columns[at], self.units, tuple(self.steps))
