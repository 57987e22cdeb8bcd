"""Whom each mentee asks, best first, worked out only as far as somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from mentorship_app.matching.solving.preferences import Preferences
    from mentorship_app.matching.solving.problem import Pair

Wish = tuple[int, float]
"""The column of a mentor, and how much that mentor likes the mentee."""

_FIRST = 16
"""So many are put in order for everybody at once; few ask further, and only who could still be theirs is looked at."""
_PART = 64
_UNWANTED = -float("inf")
_CELLS_AT_ONCE = 1 << 21
"""How much of an array is looked at together, so that memory stays small."""


@dataclass(frozen=True)
class Bars:
    """Of each mentor, by column, whom they would still take: everybody liked more than ``least``, and who is liked as
    much in a row before ``before``. Bars only rise, so who is below one now never gets over it."""

    least: NDArray[np.float64]
    before: NDArray[np.intp]

    def passed(self, row: int, likings: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which mentors would take the mentee of that row, whom they like so much."""
        passed: NDArray[np.bool_] = (likings > self.least) | ((likings == self.least) & (row < self.before))
        return passed


def wishes(known: Preferences, left_out: Collection[Pair], bars: Bars) -> list[Iterator[Wish]]:
    """Of each mentee, by row, the mentors who could be theirs, best first, equals in the order of ids.

    Both rank each other where they rank at all, and the pair is none of those left out. The bars are read again when
    somebody asks on: who is below them is passed over.
    """
    left: dict[int, set[int]] = {}
    for mentee, mentor in left_out:
        left.setdefault(known.mentee_at[mentee], set()).add(known.mentor_at[mentor])
    first = _first(known)
    return [_wishes_of(known, row, first[row], left.get(row, frozenset()), bars) for row in range(len(known.mentees))]


def _wishes_of(known: Preferences, row: int, first: list[int], left_out: Collection[int], bars: Bars) -> Iterator[Wish]:
    likings = known.of_mentor[row]
    for column, liking in zip(first, likings[first].tolist(), strict=True):
        if liking > _UNWANTED and column not in left_out:
            yield column, liking
    passed = bars.passed(row, likings)
    passed[first] = False
    columns = _in_order(known, row, passed)
    for start in range(0, len(columns), _PART):
        part = columns[start : start + _PART]
        for column, liking in zip(part.tolist(), likings[part].tolist(), strict=True):
            if liking > _UNWANTED and column not in left_out:
                yield column, liking


def _in_order(known: Preferences, row: int, among: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Those columns among the given ones that the mentee would have, best first."""
    import numpy as np  # noqa: PLC0415  only who solves needs it

    ranking = known.mentees[row].ranking
    if ranking is None:
        some = among.nonzero()[0]
        ordered: NDArray[np.intp] = some[(-known.fit[row, some]).argsort(kind="stable")]
        return ordered
    columns = np.fromiter(map(known.mentor_at.__getitem__, ranking), np.intp, len(ranking))
    return columns[among[columns]]


def _first(known: Preferences) -> list[list[int]]:
    """Of each mentee the first columns in order; none by fit where there are so few that all are soon in order."""
    first: list[list[int]] = [
        [known.mentor_at[mentor] for mentor in (mentee.ranking or ())[:_FIRST]] for mentee in known.mentees
    ]
    by_fit = [row for row, mentee in enumerate(known.mentees) if mentee.ranking is None]
    if len(known.mentors) > 2 * _FIRST:
        at_once = max(1, _CELLS_AT_ONCE // len(known.mentors))
        for start in range(0, len(by_fit), at_once):
            rows = by_fit[start : start + at_once]
            for row, columns in zip(rows, _highest(known.fit[rows]).tolist(), strict=True):
                first[row] = columns
    return first


def _highest(numbers: NDArray[np.float64]) -> NDArray[np.intp]:
    """Of each row the columns of its highest numbers in order, the first column first among equals."""
    import numpy as np  # noqa: PLC0415  only who solves needs it

    last = np.partition(numbers, -_FIRST, axis=1)[:, [-_FIRST]]
    above, equal = numbers > last, numbers == last
    still = _FIRST - above.sum(axis=1, keepdims=True)
    chosen = above | (equal & (equal.cumsum(axis=1, dtype=np.int32) <= still))
    columns = chosen.nonzero()[1].reshape(-1, _FIRST)
    order = (-np.take_along_axis(numbers, columns, axis=1)).argsort(axis=1, kind="stable")
    return np.take_along_axis(columns, order, axis=1)
