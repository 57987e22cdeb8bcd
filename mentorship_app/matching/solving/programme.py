"""The rules of an instance as a mixed-integer programme, and its optimum for any sum over the variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf
from time import monotonic
from typing import TYPE_CHECKING, Any

from mentorship_app.matching.solving.canonical import Impossible, Instance, Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mentorship_app.matching.solving.canonical import Mask

_INFEASIBLE = 2
"""SciPy's status of a programme that nothing satisfies."""
_SECONDS = 900.0
"""Beyond this for all goals together an instance counts as too hard: a worker must come back."""
_ROUNDING = 1e-3
_RELATIVE_ROUNDING = 1e-10


@dataclass(frozen=True, eq=False)
class _Limit:
    """One row of the matrix: variables, their factors, the lowest and highest sum. ``lasting``: it holds whether or not
    its variables beyond the pairs are looked at."""

    variables: Sequence[int] | NDArray[np.intp]
    factors: Sequence[float] | NDArray[np.float64]
    lowest: float
    highest: float
    lasting: bool = True


class Programme:
    """Variables: pairs, then who is matched, then the places of each mentor in turn. All are 0 or 1.

    Who is matched and which places are taken follows from the pairs, so both are left out until a sum asks for them.
    """

    def __init__(self, instance: Instance, seconds: float = _SECONDS) -> None:
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        usable = instance.allowed & (instance.capacity > 0) & (instance.wants > 0)[:, None]
        self.instance = instance
        self._seconds, self._until = seconds, monotonic() + seconds
        self.rows, self.columns = np.nonzero(usable)
        self.pairs = len(self.rows)
        self.slots_from = self.pairs + len(instance.mentees)
        self.slots = np.minimum(instance.capacity, usable.sum(axis=0))
        self.size = self.slots_from + int(self.slots.sum())
        self._pair_at = {pair: k for k, pair in enumerate(zip(self.rows.tolist(), self.columns.tolist(), strict=True))}
        self._limits: list[_Limit] = []
        self._held = np.zeros(self.size, dtype=bool)
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
            self._add(own, 0, int(instance.wants[row]))
            # Matched only with a mentor.
            self._limits.append(_Limit([*own, self.pairs + row], [*([1] * len(own)), -1], 0, inf, lasting=False))
        slot = self.slots_from
        for column, own in enumerate(of_mentor):
            count = int(self.slots[column])
            self._add(own, int(instance.min_load[column]), int(instance.capacity[column]))
            variables = [*own, *range(slot, slot + count)]
            self._limits.append(_Limit(variables, [*([1] * len(own)), *([-1] * count)], 0, 0, lasting=False))
            slot += count
        for lock in instance.locked:
            self._add([self._pair_at[lock]] if lock in self._pair_at else [], 1, 1)

    def _side_rules(self) -> None:
        for column in range(len(self.instance.mentors)):
            for a, b in self.instance.together:
                # With one of the two forbidden, the other is too.
                known = [self._pair_at[end, column] for end in (a, b) if (end, column) in self._pair_at]
                self._limits.append(_Limit(known, [1, -1][: len(known)], 0, 0))
            for a, b in self.instance.apart:
                if a != b and (a, column) in self._pair_at and (b, column) in self._pair_at:
                    self._add([self._pair_at[a, column], self._pair_at[b, column]], 0, 1)

    def _add(self, variables: list[int], lowest: float, highest: float) -> None:
        self._limits.append(_Limit(variables, [1] * len(variables), lowest, highest))

    def hold(self, costs: NDArray[np.float64], value: int) -> None:
        """From here on this sum stays at most ``value``; half a unit of slack, because all sums are whole."""
        used = costs.nonzero()[0]
        self._held |= costs != 0
        self._limits.append(_Limit(used, costs[used], -inf, value + 0.5))

    def at_least_one_pair(self) -> None:
        """From here on somebody has a mentor."""
        self._add(list(range(self.pairs)), 1, inf)

    def drop_last(self) -> None:
        """Take the last rule back."""
        self._limits.pop()

    def least(self, costs: NDArray[np.float64], shut: Mask | None = None) -> tuple[Mask, int]:
        """Which pairs make the smallest whole-numbered sum of ``costs``, and that sum, proved by the solver's bound.

        Pairs in ``shut`` are not made. Raises ``Impossible`` where nothing keeps all rules, ``Refused`` where the
        solver comes to no end.
        """
        import numpy as np  # noqa: PLC0415  a web worker never loads it
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  a web worker never loads it

        kept = self._kept(costs, shut)
        matrix, lowest, highest = self._matrix(kept)
        empty = np.diff(matrix.indptr) == 0
        if (lowest[empty] > 0).any() or (highest[empty] < 0).any():
            raise Impossible
        chosen = np.zeros(self.pairs, dtype=bool)
        if not kept[: self.pairs].any():
            return chosen, 0
        result = milp(
            costs[kept],
            integrality=np.ones(int(kept.sum())),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, lowest, highest),
            options={"mip_rel_gap": 0.0, "time_limit": max(self._until - monotonic(), 0.01)},
        )
        if result.status == _INFEASIBLE:
            raise Impossible
        if result.status != 0 or result.x is None:
            raise self._too_hard()
        chosen[kept[: self.pairs]] = np.rint(result.x[: int(kept[: self.pairs].sum())]) > 0
        value = int(costs @ self.completed(chosen))
        if ceil(float(result.mip_dual_bound) - _ROUNDING - _RELATIVE_ROUNDING * abs(value)) < value:
            raise self._too_hard()
        return chosen, value

    def _kept(self, costs: NDArray[np.float64], shut: Mask | None) -> Mask:
        """The variables that matter: open pairs, and of the others a whole kind once any sum asks for one of it."""
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        asked = self._held | (costs != 0)
        kept = np.ones(self.size, dtype=bool)
        if shut is not None:
            kept[: self.pairs] = ~shut
        kept[self.pairs : self.slots_from] = asked[self.pairs : self.slots_from].any()
        kept[self.slots_from :] = asked[self.slots_from :].any()
        return kept

    def _matrix(self, kept: Mask) -> tuple[Any, NDArray[np.float64], NDArray[np.float64]]:
        import numpy as np  # noqa: PLC0415  a web worker never loads it
        from scipy.sparse import csr_array  # noqa: PLC0415  a web worker never loads it

        # What says how a variable beyond the pairs follows from them goes with it.
        rows = [limit for limit in self._limits if limit.lasting or _all_kept(limit, kept, self.pairs)]
        starts = np.cumsum([0, *(len(limit.variables) for limit in rows)])
        variables = np.concatenate([np.zeros(0, np.int32), *(np.asarray(limit.variables, np.int32) for limit in rows)])
        factors = np.concatenate([np.zeros(0), *(np.asarray(limit.factors, np.float64) for limit in rows)])
        matrix = csr_array((factors, variables, starts.astype(np.int32)), shape=(len(rows), self.size))
        lowest = np.array([limit.lowest for limit in rows], dtype=np.float64)
        highest = np.array([limit.highest for limit in rows], dtype=np.float64)
        return matrix[:, kept.nonzero()[0]], lowest, highest

    def completed(self, chosen: Mask) -> NDArray[np.float64]:
        """All variables as these pairs make them: places filled from the first."""
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        full = np.zeros(self.size)
        full[: self.pairs] = chosen
        full[self.pairs + self.rows[chosen]] = 1
        loads = np.bincount(self.columns[chosen], minlength=len(self.slots))
        firsts = np.cumsum(self.slots) - self.slots
        nth = np.arange(int(self.slots.sum())) - np.repeat(firsts, self.slots)
        full[self.slots_from :] = nth < np.repeat(loads, self.slots)
        return full

    def _too_hard(self) -> Refused:
        return Refused(
            "too_hard",
            f"{self.pairs} possible pairs with these rules were not solved exactly in {self._seconds:.0f} seconds. "
            "Fewer mentees who want several mentors, go together or go apart would help.",
            pairs=self.pairs,
        )


def _all_kept(limit: _Limit, kept: Mask, pairs: int) -> bool:
    return all(kept[k] for k in reversed(limit.variables) if k >= pairs)
