"""The exact and fast way, where every mentee wants one mentor and no two mentees depend on each other.

Matched and worst-off are questions of flows; everything that adds up is one assignment over whole numbers. Each
answer comes with its step of the certificate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from mentorship_app.matching.solving.assignment import Folded, assign
from mentorship_app.matching.solving.bottleneck import Reach, highest_threshold, large_enough, most_matched, needs_met
from mentorship_app.matching.solving.canonical import Impossible, Instance, Open, open_part
from mentorship_app.matching.solving.certificate import (
    Step,
    cover_step,
    higher_is_impossible,
    prices_step,
    worth_less_above,
)
from mentorship_app.matching.solving.flows import NOBODY, edges
from mentorship_app.matching.solving.integers import EXACT_UP_TO, Units, folded, largest_cost, ranges, units
from mentorship_app.matching.solving.problem import Goal

if TYPE_CHECKING:
    from mentorship_app.matching.solving.canonical import Positions

Told = Callable[[], None]
"""Called after each stage."""


@dataclass(frozen=True, eq=False)
class Found:
    """The pairs by position, the numbers they were found with and the steps that prove them best."""

    rows: Positions
    columns: Positions
    units: Units
    steps: tuple[Step, ...]


class _Search:
    """One instance on its way: what is settled so far narrows what comes next."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.part: Open = open_part(instance)
        goals = instance.goals
        self.reach: Reach | None = None
        if goals[0] is Goal.MATCHED:
            self.reach = most_matched(self.part, instance.lowest_lock)
        elif not needs_met(self.part, edges(self.part.fit, self.part.allowed)):
            raise Impossible
        # How many are matched is settled by itself where it comes first; then it is not folded in.
        settled = {Goal.WORST_OFF} if self.reach is None else {Goal.WORST_OFF, Goal.MATCHED}
        at = goals.index(Goal.WORST_OFF)
        self.before = tuple(goal for goal in goals[:at] if goal not in settled)
        self.additive = tuple(goal for goal in goals if goal not in settled)
        self.units = units(instance, lambda spread: largest_cost(instance, self.additive, spread) <= EXACT_UP_TO)

    def folded(self, goals: tuple[Goal, ...], threshold: float, *, strictly: bool = False) -> Folded:
        """The assignment of these goals among the pairs from (``strictly``: above) the threshold."""
        part, numbers = self.part, self.units.numbers
        above = part.fit > threshold if strictly else part.fit >= threshold
        spread = int(numbers.max(initial=0)) - int(numbers.min(initial=0))
        return Folded(
            part=part,
            mask=part.allowed & above,
            numbers=numbers if len(part.rows) == len(numbers) else numbers[part.rows],
            weights=folded(goals, ranges(self.instance, spread)),
            matched=None if self.reach is None else self.reach.matched,
        )

    def threshold(self, worth: int) -> float:
        """The highest fit such that the pairs from there on are worth as much in the goals before worst-off."""
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        if self.reach is not None and not self.before:
            return highest_threshold(self.part, self.reach)
        steps = np.unique(self.part.fit[self.part.allowed]).tolist()
        lock = self.instance.lowest_lock
        if lock is not None:
            steps = [*(step for step in steps if step < lock), lock]
        # The lowest keeps everything, so it needs no trial.
        low, high = 0, len(steps)
        while high - low > 1:
            middle = (low + high) // 2
            if self._keeps(steps[middle], worth):
                low = middle
            else:
                high = middle
        return steps[low] if steps else -inf

    def _keeps(self, threshold: float, worth: int) -> bool:
        trial = self.folded(self.before, threshold)
        matched = 0 if self.reach is None else self.reach.matched
        if not large_enough(self.part, edges(self.part.fit, trial.mask), matched):
            return False
        return not self.before or trial.worth(assign(trial)) == worth

    def lone_pair(self, threshold: float, worth: int) -> Positions | None:
        """Where the best without regard to worst-off is nobody at all: one pair at the threshold, unless it takes from
        a goal before. (No pair counts as the worst; further pairs have the same fit and the same use or harm.)"""
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        rows, columns = np.nonzero(self.part.allowed & (self.part.fit == threshold))
        if len(rows) == 0:
            return None
        partner = _nobody(self.part)
        partner[rows[0]] = columns[0]
        return partner if self.folded(self.before, threshold).worth(partner) == worth else None

    def worst_off(self, partner: Positions) -> float | None:
        """The smallest fit of all pairs, locked ones included."""
        rows, columns = _pairs(partner)
        fits = self.part.fit[rows, columns].tolist()
        lock = self.instance.lowest_lock
        return min(fits if lock is None else [*fits, lock], default=None)


def best_of_one_each(instance: Instance, told: Told) -> Found:
    """The best pairs by the goals of the instance. Raises ``Impossible`` and ``Refused``."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    search = _Search(instance)
    told()
    first = search.folded(search.before, -inf)
    start = assign(first) if search.before else _nobody(search.part)
    worth = first.worth(start)
    threshold = search.threshold(worth)
    told()
    partner = assign(search.folded(search.additive, threshold))
    told()
    lone = None
    if search.reach is None and not instance.locked and (partner == NOBODY).all():
        lone = search.lone_pair(threshold, worth)
    partner = partner if lone is None else lone
    steps = _proof(search, (first, start), partner, is_lone=lone is not None)
    rows, columns = _pairs(partner)
    locks = np.array(instance.locked, dtype=np.intp).reshape(-1, 2)
    return Found(
        rows=np.append(search.part.rows[rows], locks[:, 0]),
        columns=np.append(columns, locks[:, 1]),
        units=search.units,
        steps=tuple(steps),
    )


def _proof(search: _Search, first: tuple[Folded, Positions], partner: Positions, *, is_lone: bool) -> list[Step]:
    instance, part = search.instance, search.part
    steps = []
    if search.reach is not None:
        steps.append(cover_step(instance, part, partner))
    if search.before:
        steps.append(prices_step(instance, *first, search.before, -inf))
    value = search.worst_off(partner)
    steps.append(_proof_of_worst_off(search, value))
    rest = tuple(goal for goal in search.additive if goal not in search.before)
    if rest and (value is None or is_lone):
        proof = "no_pairs" if value is None else "one_pair"
        steps.append({"goals": [str(goal) for goal in rest], "proof": proof})
    elif rest and value is not None:
        steps.append(prices_step(instance, search.folded(search.additive, value), partner, rest, value))
    return steps


def _proof_of_worst_off(search: _Search, value: float | None) -> Step:
    matched = search.reach.matched if search.reach is not None else 0
    # Better than a value is only what has a pair.
    step = higher_is_impossible(search.instance, search.part, value, matched or int(not search.instance.locked))
    if step is not None:
        return step
    above = search.folded(search.before, value if value is not None else -inf, strictly=True)
    return worth_less_above(search.instance, above, assign(above))


def _nobody(part: Open) -> Positions:
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    return np.full(len(part.rows), NOBODY, dtype=np.intp)


def _pairs(partner: Positions) -> tuple[Positions, Positions]:
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    rows = np.flatnonzero(partner != NOBODY)
    return rows, partner[rows]
