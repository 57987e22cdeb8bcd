"""Prices that prove an assignment best: one per mentor, one for staying without.

For any prices, nothing is worth more than: the sum over mentees of the best they can get after paying, plus what the
mentors keep at the load that suits them best at their price. Prices at which a given assignment is worth exactly
that prove that no other is worth more (linear programming duality; Shapley and Shubik 1971 read them as prices).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentorship_app.matching.solving.flows import NOBODY

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mentorship_app.matching.solving.assignment import Folded
    from mentorship_app.matching.solving.canonical import Integers, Positions

_NEVER = -(2**60)
"""Below every sum of values; two of them still fit into 64 bits."""
_BLOCK = 256


@dataclass(frozen=True, eq=False)
class Prices:
    """In units of the folded value. ``nobody``: of staying without; 0 unless the number of those is settled."""

    mentors: Integers
    nobody: int


def prices_of(folded: Folded, partner: Positions) -> Prices:
    """The prices of a best assignment. ArithmeticError for one that is not the best: it has none.

    A mentee at i who would gain d at k, prices aside, says p_k ≥ p_i + d. A mentor with a place left says that the
    price is at most what the next mentee costs in evenness, one above the smallest load that it is at least what the
    last one cost. The smallest such prices are longest paths (Bellman 1958, Ford 1956); where an exchange would gain,
    they grow without end.
    """
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    part, load_weight = folded.part, folded.weights.even_load
    mentors = len(part.room)
    nobody, ground = mentors, mentors + 1
    steps = np.full((mentors + 2, mentors + 2), _NEVER, dtype=np.int64)
    _exchanges(folded, partner, steps)
    loads = np.bincount(partner[partner != NOBODY], minlength=mentors)
    total = part.held + loads
    more, fewer = np.flatnonzero(loads < part.room), np.flatnonzero(loads > part.need)
    steps[more, ground] = -load_weight * (2 * total[more] + 1)
    steps[ground, fewer] = load_weight * (2 * total[fewer] - 1)
    if folded.matched is None:
        steps[nobody, ground] = steps[ground, nobody] = 0
    longest = _longest(steps)
    longest -= longest[ground]
    return Prices(longest[:mentors], int(longest[nobody]))


def _longest(steps: NDArray[np.int64]) -> Integers:
    """For each place the length of the longest path to it, starting anywhere at 0."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    lengths = np.zeros(len(steps), dtype=np.int64)
    for _ in range(len(steps) + 1):
        longer = np.maximum(lengths, (lengths[:, None] + steps).max(axis=0))
        if np.array_equal(longer, lengths):
            return lengths
        lengths = longer
    raise ArithmeticError("an exchange would still gain: the assignment is not the best")


def _exchanges(folded: Folded, partner: Positions, steps: NDArray[np.int64]) -> None:
    """Fill in what the mentees of each mentor, and those with nobody, would gain elsewhere at most."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    mentors = len(folded.part.room)
    order = np.argsort(np.where(partner == NOBODY, mentors, partner), kind="stable")
    at = np.where(partner == NOBODY, mentors, partner)[order]
    if len(at) == 0:
        return
    starts = np.flatnonzero(np.append(True, at[1:] != at[:-1]))
    groups = at[starts]
    rows, columns = order[partner[order] != NOBODY], partner[order[partner[order] != NOBODY]]
    now = np.zeros(len(order), dtype=np.int64)
    now[: len(rows)] = _worth(folded.numbers[rows, columns], folded)
    if folded.left_out != 0:
        steps[groups, mentors] = np.maximum.reduceat(-now, starts)
    for block in range(0, mentors, _BLOCK):
        here = slice(block, min(block + _BLOCK, mentors))
        there = _worth(folded.numbers[order, here], folded) - now[:, None]
        there[~folded.mask[order, here]] = _NEVER
        steps[groups, here] = np.maximum.reduceat(there, starts, axis=0)


def _worth(numbers: Integers, folded: Folded) -> Integers:
    return numbers * folded.weights.total + folded.weights.matched
