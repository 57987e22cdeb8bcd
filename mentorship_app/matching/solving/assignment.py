"""The best assignment of one mentor each, with places, smallest loads and the goals folded into one whole number.

A mentor with three places is three columns, of which the first costs 1, the second 3, the third 5 of the weight of
an even load: together that is the square of the load. SciPy solves it (Crouse 2016; Jonker and Volgenant 1987), over
all columns or, where few pairs are left, over those alone. All costs are whole numbers that a float64 holds exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentorship_app.matching.solving.canonical import Open, Refused
from mentorship_app.matching.solving.flows import NOBODY, Edges, largest_matching

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mentorship_app.matching.solving.canonical import Integers, Mask, Positions
    from mentorship_app.matching.solving.integers import Weights

_SPARSE_BELOW = 0.3
"""Share of the columns that may be used, below which only those are looked at."""
_PAIRS_PER_MENTEE = 24
_BLOCK = 512
_MOST_CELLS = 300_000_000
_MOST_ENTRIES = 100_000_000


@dataclass(frozen=True, eq=False)
class Folded:
    """One assignment to solve. ``numbers``: the fits of the open mentees in whole units. ``matched``: how many of them
    get a mentor, where that is settled; None where the folded value decides."""

    part: Open
    mask: Mask
    numbers: Integers
    weights: Weights
    matched: int | None

    @property
    def left_out(self) -> int | None:
        """How many open mentees get nobody, where that is settled."""
        return None if self.matched is None else len(self.part.rows) - self.matched

    def worth(self, partner: Positions) -> int:
        """The folded value of an assignment of the open mentees, the square of the locked ones' load included."""
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        rows = np.flatnonzero(partner != NOBODY)
        loads = self.part.held + np.bincount(partner[rows], minlength=len(self.part.room))
        return (
            self.weights.total * int(self.numbers[rows, partner[rows]].sum())
            + self.weights.matched * len(rows)
            - self.weights.even_load * int((loads * loads).sum())
        )


def assign(folded: Folded) -> Positions:
    """For each open mentee the position of the mentor, or ``NOBODY``. It exists; anything else is an error here.

    Raises ``Refused`` where the matrix would not fit into memory.
    """
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    part = folded.part
    people, places = len(part.rows), int(part.room.sum())
    if people == 0 or places == 0:
        return np.full(people, NOBODY, dtype=np.intp)
    entries = int((folded.mask.sum(axis=0, dtype=np.int64) * part.room).sum())
    dense = entries > _SPARSE_BELOW * people * places
    if (people * (places + people) > _MOST_CELLS) if dense else (entries > _MOST_ENTRIES):
        raise Refused(
            "places",
            f"{people} mentees and {places} places are more than fit into memory at once. Fewer places for mentors "
            "who have many would help.",
            mentees=people,
            places=places,
        )
    chosen = _over_all(folded) if dense else _over_allowed(folded)
    _check(folded, chosen)
    return chosen


def _mentor_of(part: Open) -> Positions:
    """The mentor of each column; columns beyond are for nobody."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    return np.repeat(np.arange(len(part.room)), part.room)


def _nth_place(part: Open) -> Integers:
    """Of each column, which of its mentor's open places it is, from 1."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    starts = np.cumsum(part.room) - part.room
    return np.arange(int(part.room.sum())) - np.repeat(starts, part.room) + 1


def _penalty(folded: Folded) -> int:
    """More than all that fits and loads can make up for."""
    numbers, weights = folded.numbers, folded.weights
    spread = int(numbers.max(initial=0)) - int(numbers.min(initial=0))
    loads = int((folded.part.held + folded.part.room).max(initial=0))
    one = weights.total * spread + weights.matched + weights.even_load * (2 * loads + 1)
    return (len(folded.part.rows) + 1) * (one + 1)


def _column_costs(folded: Folded) -> NDArray[np.float64]:
    """What taking each column costs, whoever takes it: the load's step, and much less than nothing for a place that
    must be filled."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    part, mentor, place = folded.part, _mentor_of(folded.part), _nth_place(folded.part)
    costs = folded.weights.even_load * (2 * (part.held[mentor] + place) - 1) - folded.weights.matched
    return (costs - np.where(place <= part.need[mentor], _penalty(folded), 0)).astype(np.float64)


def _over_all(folded: Folded) -> Positions:
    import numpy as np  # noqa: PLC0415  a web worker never loads it
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  a web worker never loads it

    mentor = _mentor_of(folded.part)
    people = len(folded.part.rows)
    extra = people if folded.left_out is None else folded.left_out
    costs = np.zeros((people, len(mentor) + extra))
    body = costs[:, : len(mentor)]
    of_columns = _column_costs(folded)
    for start in range(0, people, _BLOCK):
        rows = slice(start, start + _BLOCK)
        fits = (folded.numbers[rows] * -folded.weights.total).astype(np.float64)
        fits[~folded.mask[rows]] = np.inf
        np.add(fits[:, mentor], of_columns, out=body[rows])
    if folded.matched == len(mentor):
        # Every place is taken, so the places may look for mentees: many fewer steps where many are left out.
        mentees, places = linear_sum_assignment(body)
        partner = np.full(people, NOBODY, dtype=np.intp)
        partner[mentees] = mentor[places]
        return partner
    _, columns = linear_sum_assignment(costs)
    chosen: Positions = np.append(mentor, np.full(extra, NOBODY))[columns]
    return chosen


def _over_allowed(folded: Folded) -> Positions:
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    part, people = folded.part, len(folded.part.rows)
    places = int(part.room.sum())
    rows, columns, costs, graph = _entries(folded)
    if folded.matched == places:
        # Every place is taken, so the places may look for mentees.
        known = _some_columns(part, graph)
        takers = np.empty(places, dtype=np.intp)
        takers[known[known != NOBODY]] = np.flatnonzero(known != NOBODY)
        partner = np.full(people, NOBODY, dtype=np.intp)
        partner[_cheapest(columns, rows, costs, takers, people)] = _mentor_of(part)
        return partner
    if folded.left_out != 0:
        # Everybody has one column of their own that means nobody; where the number is settled, it costs a penalty.
        alone = np.full(people, 0.0 if folded.left_out is None else float(_penalty(folded)))
        rows, columns = np.append(rows, np.arange(people)), np.append(columns, places + np.arange(people))
        costs = np.append(costs, alone)
    own = places + np.arange(people)
    known, width = (own, places + people) if folded.left_out != 0 else (_some_columns(part, graph), places)
    taken = _cheapest(rows, columns, costs, known, width)
    chosen: Positions = np.append(_mentor_of(part), np.full(width - places, NOBODY))[taken]
    return chosen


def _entries(folded: Folded) -> tuple[Positions, Positions, NDArray[np.float64], Edges]:
    """Row, column and cost of every entry that may be taken, one for each place of a mentor; and the pairs."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    part = folded.part
    rows, mentors = np.nonzero(folded.mask)
    copies = part.room[mentors]
    first = np.cumsum(part.room) - part.room
    nth = np.arange(int(copies.sum())) - np.repeat(np.cumsum(copies) - copies, copies)
    columns = np.repeat(first[mentors], copies) + nth
    costs = np.repeat(folded.numbers[rows, mentors] * -folded.weights.total, copies) + _column_costs(folded)[columns]
    return np.repeat(rows, copies), columns, costs, Edges(rows, mentors, part.fit[rows, mentors])


def _cheapest(
    rows: Positions, columns: Positions, costs: NDArray[np.float64], known: Positions, width: int
) -> Positions:
    """For each row the column it takes, all different, at the lowest sum of costs; ``known``: any such columns.

    Before it solves, SciPy looks for any assignment, greedily in the order of the columns, then by a search that can
    take exponentially long on alike columns. With a known one on the diagonal, the greedy look finds it at once.
    """
    import numpy as np  # noqa: PLC0415  a web worker never loads it
    from scipy.sparse import coo_array  # noqa: PLC0415  a web worker never loads it
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # noqa: PLC0415  a web worker never loads it

    number = np.full(width, NOBODY, dtype=np.intp)
    number[known] = np.arange(len(known))
    number[number == NOBODY] = np.arange(len(known), width)
    # The sparse solver reads a zero as "no edge"; every row takes one column, so the same for all changes nothing.
    costs = costs - (costs.min() - 1.0)
    matrix = coo_array((costs, (rows, number[columns])), shape=(len(known), width)).tocsr()
    _, taken = min_weight_full_bipartite_matching(matrix)
    column = np.empty(width, dtype=np.intp)
    column[number] = np.arange(width)
    chosen: Positions = column[taken]
    return chosen


def _some_columns(part: Open, graph: Edges) -> Positions:
    """For each mentee a column, all different, as many as there can be; ``NOBODY`` for the others."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    people = len(part.rows)
    partner = largest_matching(graph.thinned(_PAIRS_PER_MENTEE * people), people, part.room)
    if int((partner != NOBODY).sum()) < min(people, int(part.room.sum())):
        partner = largest_matching(graph, people, part.room)
    rows = np.argsort(partner, kind="stable")
    rows = rows[partner[rows] != NOBODY]
    # The how manieth mentee of the same mentor each is.
    nth = np.arange(len(rows)) - np.searchsorted(partner[rows], partner[rows])
    columns = np.full(people, NOBODY, dtype=np.intp)
    columns[rows] = (np.cumsum(part.room) - part.room)[partner[rows]] + nth
    return columns


def _check(folded: Folded, partner: Positions) -> None:
    """Nothing forbidden taken, nobody over their places, the settled number kept, every smallest load reached."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    part = folded.part
    rows = np.flatnonzero(partner != NOBODY)
    loads = np.bincount(partner[rows], minlength=len(part.room))
    wrong = (
        not folded.mask[rows, partner[rows]].all()
        or (loads > part.room).any()
        or (loads < part.need).any()
        or (folded.matched is not None and len(rows) != folded.matched)
    )
    if wrong:
        raise ArithmeticError("the assignment that came back keeps not every rule")
