"""The rules of an instance as a mixed-integer programme, and its optimum for any sum over the variables."""

from __future__ import annotations

from math import ceil, inf
from typing import TYPE_CHECKING, Any

from mentorship_app.matching.solving.canonical import Impossible, Instance, Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mentorship_app.matching.solving.canonical import Mask

_INFEASIBLE = 2
"""SciPy's status of a programme that nothing satisfies."""
_SECONDS = 300.0
"""Beyond this for one optimum an instance counts as too hard: a worker must come back."""
_ROUNDING = 1e-3
_RELATIVE_ROUNDING = 1e-10


class Programme:
    """Variables: pairs, then who is matched, then the places of each mentor in turn. All are 0 or 1."""

    def __init__(self, instance: Instance) -> None:
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        usable = instance.allowed & (instance.capacity > 0) & (instance.wants > 0)[:, None]
        self.instance = instance
        self.rows, self.columns = np.nonzero(usable)
        self.pairs = len(self.rows)
        self.matched_from = self.pairs
        self.slots_from = self.pairs + len(instance.mentees)
        self.slots = np.minimum(instance.capacity, usable.sum(axis=0))
        self.size = self.slots_from + int(self.slots.sum())
        self._pair_at = {pair: k for k, pair in enumerate(zip(self.rows.tolist(), self.columns.tolist(), strict=True))}
        # Rows of the matrix: variables, their factors, lowest and highest sum.
        self._limits: list[tuple[Any, Any, float, float]] = []
        self._people()
        self._side_rules()

    def _people(self) -> None:
        instance = self.instance
        of_mentee: list[list[int]] = [[] for _ in instance.mentees]
        of_mentor: list[list[int]] = [[] for _ in instance.mentors]
        for (row, column), k in self._pair_at.items():
            of_mentee[row].append(k)
            of_mentor[column].append(k)
        for row, own in enumerate(of_mentee):
            self._limit(own, 0, int(instance.wants[row]))
            # Matched only with a mentor.
            self._limits.append(([*own, self.matched_from + row], [*([1] * len(own)), -1], 0, inf))
        slot = self.slots_from
        for column, own in enumerate(of_mentor):
            count = int(self.slots[column])
            self._limit(own, int(instance.min_load[column]), int(instance.capacity[column]))
            taken = range(slot, slot + count)
            self._limits.append(([*own, *taken], [*([1] * len(own)), *([-1] * count)], 0, 0))
            slot += count
        for lock in instance.locked:
            self._limit([self._pair_at[lock]] if lock in self._pair_at else [], 1, 1)

    def _side_rules(self) -> None:
        for column in range(len(self.instance.mentors)):
            for a, b in self.instance.together:
                # With one of the two forbidden, the other is too.
                known = [self._pair_at[end, column] for end in (a, b) if (end, column) in self._pair_at]
                self._limits.append((known, [1, -1][: len(known)], 0, 0))
            for a, b in self.instance.apart:
                if a != b and (a, column) in self._pair_at and (b, column) in self._pair_at:
                    self._limit([self._pair_at[a, column], self._pair_at[b, column]], 0, 1)

    def _limit(self, variables: list[int], lowest: float, highest: float) -> None:
        self._limits.append((variables, [1] * len(variables), lowest, highest))

    def hold(self, costs: NDArray[np.float64], value: int) -> None:
        """From here on this sum stays at most ``value``; half a unit of slack, because all sums are whole."""
        used = costs.nonzero()[0]
        self._limits.append((used, costs[used], -inf, value + 0.5))

    def at_least_one_pair(self) -> None:
        """From here on somebody has a mentor."""
        self._limit(list(range(self.pairs)), 1, inf)

    def least(
        self, costs: NDArray[np.float64], shut: Mask | None = None, *, some_pair: bool = False
    ) -> tuple[Mask, int]:
        """Which pairs make the smallest whole-numbered sum of ``costs``, and that sum, proved by the solver's bound.

        Pairs in ``shut`` are not made; ``some_pair``: at least one is. Raises ``Impossible`` where nothing keeps all
        rules, ``Refused`` where the solver comes to no end.
        """
        import numpy as np  # noqa: PLC0415  a web worker never loads it
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  a web worker never loads it

        upper = np.ones(self.size)
        if shut is not None:
            upper[: self.pairs][shut] = 0
        extra = [(list(range(self.pairs)), [1] * self.pairs, 1, inf)] if some_pair else []
        limits = [*self._limits, *extra]
        if any(low > 0 and len(used) == 0 for used, _, low, _ in limits):
            raise Impossible
        if self.pairs == 0:
            return np.zeros(0, dtype=bool), 0
        # The costs of a mentor's places rise, so they fill up one by one without being told to.
        whole = (np.arange(self.size) < self.slots_from).astype(np.int64)
        matrix, lowest, highest = _matrix(limits, self.size)
        result = milp(
            costs,
            integrality=whole,
            bounds=Bounds(np.zeros(self.size), upper),
            constraints=LinearConstraint(matrix, lowest, highest),
            options={"mip_rel_gap": 0.0, "time_limit": _SECONDS},
        )
        if result.status == _INFEASIBLE:
            raise Impossible
        if result.status != 0 or result.x is None:
            raise self._too_hard()
        chosen = np.rint(result.x[: self.pairs]) > 0
        value = int(costs @ self.completed(chosen))
        if ceil(float(result.mip_dual_bound) - _ROUNDING - _RELATIVE_ROUNDING * abs(value)) < value:
            raise self._too_hard()
        return chosen, value

    def completed(self, chosen: Mask) -> NDArray[np.float64]:
        """All variables as these pairs make them: places filled from the first."""
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        full = np.zeros(self.size)
        full[: self.pairs] = chosen
        full[self.matched_from + self.rows[chosen]] = 1
        loads = np.bincount(self.columns[chosen], minlength=len(self.slots))
        firsts = np.cumsum(self.slots) - self.slots
        nth = np.arange(int(self.slots.sum())) - np.repeat(firsts, self.slots)
        full[self.slots_from :] = nth < np.repeat(loads, self.slots)
        return full

    def _too_hard(self) -> Refused:
        return Refused(
            "too_hard",
            f"{self.pairs} possible pairs with these rules were not solved exactly in {_SECONDS:.0f} seconds per goal. "
            "Fewer mentees who want several mentors, go together or go apart would help.",
            pairs=self.pairs,
        )


def _matrix(
    limits: list[tuple[Any, Any, float, float]], size: int
) -> tuple[Any, NDArray[np.float64], NDArray[np.float64]]:
    import numpy as np  # noqa: PLC0415  a web worker never loads it
    from scipy.sparse import csr_array  # noqa: PLC0415  a web worker never loads it

    starts = np.cumsum([0, *(len(used) for used, _, _, _ in limits)])
    used = np.concatenate([np.asarray(own, dtype=np.int32) for own, _, _, _ in limits])
    factors = np.concatenate([np.asarray(own, dtype=np.float64) for _, own, _, _ in limits])
    matrix = csr_array((factors, used, starts.astype(np.int32)), shape=(len(limits), size))
    bounds = np.array([(lowest, highest) for _, _, lowest, highest in limits], dtype=np.float64)
    return matrix, bounds[:, 0], bounds[:, 1]
