"""Largest matchings with places, and the covers that prove that none is larger (König 1931, Ford and Fulkerson 1956).

A *cover* is a set of mentees and a set of mentors such that every pair of the graph has one of them. No matching has
more pairs than the cover has mentees and places: whoever adds that up has checked it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mentorship_app.matching.solving.canonical import Integers, Mask, Positions

NOBODY = -1
"""In place of a mentor's position."""


@dataclass(frozen=True, eq=False)
class Edges:
    """The pairs of a graph, row by row, and the fit of each."""

    rows: Positions
    columns: Positions
    fit: NDArray[np.float64]

    def at_least(self, threshold: float) -> Edges:
        """Only the pairs whose fit is at least this."""
        kept = self.fit >= threshold
        return Edges(self.rows[kept], self.columns[kept], self.fit[kept])

    def thinned(self, number: int) -> Edges:
        """Pairs at equal distances, about ``number`` of them; all where there are fewer."""
        step = max(1, len(self.rows) // max(1, number))
        width = int(self.columns.max(initial=0)) + 1
        # Where everybody is allowed everybody, a step that divides a row would meet the same columns in each.
        while gcd(step, width) > 1:
            step += 1
        return Edges(self.rows[::step], self.columns[::step], self.fit[::step])


def edges(fit: NDArray[np.float64], mask: Mask) -> Edges:
    """The pairs of a mask."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    rows, columns = np.nonzero(mask)
    return Edges(rows, columns, fit[rows, columns])


def largest_matching(graph: Edges, people: int, room: Integers) -> Positions:
    """For each of ``people`` rows the column it gets, or ``NOBODY``; no column more often than its ``room``, and as
    many rows as can be."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it
    from scipy.sparse import csr_array  # noqa: PLC0415  a web worker never loads it
    from scipy.sparse.csgraph import maximum_flow  # noqa: PLC0415  a web worker never loads it

    partner = np.full(people, NOBODY, dtype=np.intp)
    if len(graph.rows) == 0:
        return partner
    source, sink = people + len(room), people + len(room) + 1
    places = np.clip(room, 0, people)
    # Built row by row as the format wants it: mentees, mentors, source; the sink has no way out.
    ends = np.concatenate([graph.columns + people, np.full(len(room), sink), np.arange(people)])
    capacities = np.concatenate([np.ones(len(graph.rows)), places, np.ones(people)]).astype(np.int32)
    outgoing = np.concatenate(
        [np.bincount(graph.rows, minlength=people), np.ones(len(room), dtype=np.intp), [people, 0]]
    )
    starts = np.concatenate([[0], np.cumsum(outgoing)])
    network = csr_array((capacities, ends.astype(np.int32), starts.astype(np.int32)), shape=(sink + 1, sink + 1))
    flow = maximum_flow(network, source, sink).flow.tocoo()
    used = (flow.data > 0) & (flow.row < people)
    partner[flow.row[used]] = flow.col[used] - people
    return partner


def cover_of(mask: Mask, partner: Positions) -> tuple[Positions, Positions]:
    """The rows and columns that cover a graph, by a largest matching in it: as many as it has pairs, a column counted
    by its room."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    rows, columns = reached_from(mask, partner, np.flatnonzero(partner == NOBODY))
    return np.flatnonzero(~rows), np.flatnonzero(columns)


def reached_from(mask: Mask, partner: Positions, start: Positions) -> tuple[Mask, Mask]:
    """The rows and columns on alternating paths from ``start``: to whomever the mask allows, and from a mentor to
    everybody who has that mentor."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    rows = np.zeros(mask.shape[0], dtype=bool)
    columns = np.zeros(mask.shape[1], dtype=bool)
    rows[start] = True
    front = start
    while len(front):
        fresh = mask[front].any(axis=0) & ~columns
        columns |= fresh
        # The last entry answers for NOBODY.
        front = np.flatnonzero(np.append(fresh, False)[partner] & ~rows)
        rows[front] = True
    return rows, columns
