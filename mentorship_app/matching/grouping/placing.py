"""Who goes into which group, when it is known who leads: a small integer program, goal by goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Placing:
    """Rows are mentees, columns groups. ``fit`` holds whole numbers; every group has ``smallest`` to ``largest`` rows.

    ``level_most``: of these rows at most so many in one group. ``together``, ``apart``: two rows.
    """

    fit: NDArray[np.float64]
    allowed: NDArray[np.bool_]
    smallest: int
    largest: int
    level_most: Mapping[tuple[int, ...], int]
    together: tuple[tuple[int, int], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()


def place(placing: Placing) -> dict[int, int] | None:
    """The group of each row that found one: most rows, then the best worst-off one, then the highest total fit.

    Ties go to the lower group for the lower row. None where nothing keeps to every rule.
    """
    import numpy as np  # noqa: PLC0415  a web worker that only looks at groups never loads it

    rows, groups = placing.fit.shape
    everybody = np.ones(rows * groups)
    open_now = placing.allowed.ravel()
    first = _best(placing, everybody, open_now, ())
    if first is None:
        return None
    placed = round(float(everybody @ first))
    held: list[tuple[NDArray[np.float64], float]] = [(everybody, placed)]
    worst = _highest_smallest(placing, open_now, held)
    open_now = open_now & (placing.fit.ravel() >= worst)
    fits = placing.fit.ravel()
    best = _best(placing, fits, open_now, held)
    if best is None:
        return None
    held.append((fits, round(float(fits @ best))))
    order = -(np.arange(rows)[:, None] * groups + np.arange(groups)[None, :] * (1 + np.arange(rows)[:, None])).ravel()
    chosen = _best(placing, order.astype(float), open_now, held)
    seats = (best if chosen is None else chosen).reshape(rows, groups)
    return {int(row): int(group) for row, group in np.argwhere(seats > 0.5)}


def _highest_smallest(placing: Placing, open_now: NDArray[np.bool_], held: Sequence[tuple[Any, float]]) -> float:
    """The largest fit below which nobody need be placed, found by halving."""
    import numpy as np  # noqa: PLC0415  a web worker that only looks at groups never loads it

    fits = placing.fit.ravel()
    steps = np.unique(fits[open_now])
    if not len(steps):
        return -np.inf
    low, high = 0, len(steps) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _best(placing, np.zeros(fits.size), open_now & (fits >= steps[middle]), held) is None:
            high = middle - 1
        else:
            low = middle
    return float(steps[low])


def _best(
    placing: Placing, worth: NDArray[np.float64], open_now: NDArray[np.bool_], held: Sequence[tuple[Any, float]]
) -> NDArray[np.float64] | None:
    """The seats of highest worth that keep the rules and at least the values ``held``; None where there are none."""
    import numpy as np  # noqa: PLC0415  a web worker that only looks at groups never loads it
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  as above

    rules = [*_rules(placing), *(LinearConstraint(line[None, :], value, np.inf) for line, value in held)]
    found = milp(-worth, constraints=rules, integrality=np.ones(worth.size), bounds=Bounds(0, open_now.astype(float)))
    seats: NDArray[np.float64] | None = None if found.x is None else np.rint(found.x)
    return seats


def _rules(placing: Placing) -> list[Any]:
    import numpy as np  # noqa: PLC0415  a web worker that only looks at groups never loads it
    from scipy.optimize import LinearConstraint  # noqa: PLC0415  as above
    from scipy.sparse import csr_array, kron  # noqa: PLC0415  as above

    rows, groups = placing.fit.shape
    one_group, each_row = np.eye(groups), np.eye(rows)

    def of(picked: Sequence[int]) -> NDArray[np.float64]:
        line = np.zeros((1, rows))
        line[0, list(picked)] = 1.0
        return line

    rules = [
        LinearConstraint(csr_array(kron(each_row, np.ones((1, groups)))), 0, 1),
        LinearConstraint(csr_array(kron(np.ones((1, rows)), one_group)), placing.smallest, placing.largest),
    ]
    rules += [
        LinearConstraint(csr_array(kron(of(picked), one_group)), 0, most) for picked, most in placing.level_most.items()
    ]
    rules += [LinearConstraint(csr_array(kron(of(pair), one_group)), 0, 1) for pair in placing.apart]
    for one, other in placing.together:
        rules.append(LinearConstraint(csr_array(kron(of([one]) - of([other]), one_group)), 0, 0))
    return rules
