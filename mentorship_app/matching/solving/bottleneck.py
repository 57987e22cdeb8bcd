"""How many mentees can be matched, and the highest smallest fit with which that many still are.

Both questions are answered on the few best pairs first. A graph of the pairs above a threshold grows until it holds a
matching that is large enough; then the threshold goes up again by halving. So the whole matrix is searched only
where the answer lies that deep.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from mentorship_app.matching.solving.canonical import Impossible, Open
from mentorship_app.matching.solving.flows import NOBODY, Edges, edges, largest_matching

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SAMPLE = 50_000
_PAIRS_PER_MENTEE = 24


@dataclass(frozen=True)
class Reach:
    """``matched`` mentees without a lock can be matched, also with pairs of fit ``enough`` or better only; ``short``
    is a higher threshold with which they cannot (None: none was tried)."""

    matched: int
    enough: float
    short: float | None


def most_matched(part: Open, lowest_lock: float | None) -> Reach:
    """How many can be matched at most. Raises ``Impossible`` where the smallest loads are out of reach."""
    usable = int(part.allowed.any(axis=1).sum())
    target = min(usable, int(part.room.sum()))
    found = _gallop(part, target, lowest_lock)
    if found is not None:
        return found
    whole = edges(part.fit, part.allowed)
    if not needs_met(part, whole):
        raise Impossible
    matched = int((largest_matching(whole, len(part.rows), part.room) != NOBODY).sum())
    # The whole graph holds that many, so a search for that many ends.
    return _gallop(part, matched, lowest_lock) or Reach(matched, -inf, None)


def highest_threshold(part: Open, reach: Reach) -> float:
    """The highest fit such that the pairs at or above it still match as many and fill the smallest loads."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    if reach.short is None:
        return reach.enough
    graph = edges(part.fit, part.allowed & (part.fit >= reach.enough))
    steps = np.unique(graph.fit)
    if len(steps) == 0:
        return reach.enough
    low, high = 0, int(np.searchsorted(steps, reach.short))
    while high - low > 1:
        middle = (low + high) // 2
        if large_enough(part, graph.at_least(steps[middle]), reach.matched):
            low = middle
        else:
            high = middle
    return float(steps[low])


def _gallop(part: Open, target: int, lowest_lock: float | None) -> Reach | None:
    """Down from the highest thinkable threshold, the graph twice as large each time. None: not even the whole."""
    short: float | None = None
    for threshold in _thresholds(part, target, lowest_lock):
        graph = edges(part.fit, part.allowed & (part.fit >= threshold))
        if large_enough(part, graph, target):
            return Reach(target, threshold, short)
        short = threshold
    return None


def _thresholds(part: Open, target: int, lowest_lock: float | None) -> list[float]:
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    best = np.sort(_best_of_each(part))
    ceiling = float(best[len(best) - target]) if target else -inf
    if lowest_lock is not None:
        ceiling = min(ceiling, lowest_lock)
    values = part.fit.ravel()
    step = max(1, values.size // _SAMPLE)
    sample = np.sort(values[::step][part.allowed.ravel()[::step]])[::-1]
    thresholds = [ceiling]
    position = max(1, int((sample >= ceiling).sum()))
    while position < len(sample):
        if sample[position] < thresholds[-1]:
            thresholds.append(float(sample[position]))
        position *= 2
    return [*thresholds, -inf] if thresholds[-1] > -inf else thresholds


def _best_of_each(part: Open) -> NDArray[np.float64]:
    """The best allowed fit of each mentee; minus infinity where nobody is allowed."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    fit = part.fit if part.allowed.all() else np.where(part.allowed, part.fit, -inf)
    best: NDArray[np.float64] = fit.max(axis=1, initial=-inf)
    return best


def large_enough(part: Open, graph: Edges, target: int) -> bool:
    """Mendelsohn and Dulmage (1958): a matching that is large enough and one that fills the smallest loads make one
    that is both."""
    people = len(part.rows)
    return any(_as_many(part, some, target) for some in _first_some(graph, people)) and needs_met(part, graph)


def _as_many(part: Open, graph: Edges, target: int) -> bool:
    return int((largest_matching(graph, len(part.rows), part.room) != NOBODY).sum()) >= target


def needs_met(part: Open, graph: Edges) -> bool:
    """Whether the pairs of this graph can fill the smallest loads."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    wanted, people = int(part.need.sum()), len(part.rows)
    if wanted == 0:
        return True
    asked = part.need[graph.columns] > 0
    graph = Edges(graph.rows[asked], graph.columns[asked], graph.fit[asked])
    if int((np.bincount(graph.rows, minlength=people) > 0).sum()) < wanted:
        return False
    return any(
        int((largest_matching(some, people, part.need) != NOBODY).sum()) == wanted
        for some in _first_some(graph, people)
    )


def _first_some(graph: Edges, people: int) -> list[Edges]:
    """A part of the pairs, which mostly does and is much smaller, then all."""
    enough = _PAIRS_PER_MENTEE * people
    return [graph] if len(graph.rows) <= 2 * enough else [graph.thinned(enough), graph]
