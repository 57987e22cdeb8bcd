"""Where mentors have room: one square a place, filled where a mentee has it, hollow where it is free.

One row for a site, a department or a kind of mentor; never for one mentor, whom a report does not single out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.rows import column_for, lay_out
from mentorship_app.charts.svg import BRAND, QUIET, SURFACE, document, rect

_SQUARE = 11.0
_STEP = 14.0
MOST_SQUARES = 120
"""Places of one row that are drawn one by one; in a larger chart a square stands for several."""


@dataclass(frozen=True)
class PlaceRow:
    """A group of mentors: places taken and free, and the ``words`` that say so."""

    name: str
    words: str
    taken: int
    free: int

    def __post_init__(self) -> None:
        if min(self.taken, self.free) < 0:
            raise ValueError(f"row {self.name!r} cannot have fewer than no places")
        if not self.words:
            raise ValueError(f"row {self.name!r} needs words for its numbers")


def squares_are_worth(rows: Sequence[PlaceRow]) -> int:
    """How many places one square stands for: 1 unless a row would be too long. If it is more, say so beside it."""
    return max(1, ceil(max((row.taken + row.free for row in rows), default=0) / MOST_SQUARES))


def place_map(
    rows: Sequence[PlaceRow],
    *,
    title: str,
    id_prefix: str,
    description: str = "",
    width: ChartWidth = ChartWidth.WIDE,
) -> str:
    """The chart as SVG text. Raises ``ValueError`` for no rows."""
    if not rows:
        raise ValueError("a chart needs a row")
    worth = squares_are_worth(rows)
    column = column_for(width, [row.name for row in rows], [], [row.words for row in rows])
    left = 0.0 if column.frame.stacked else column.frame.plot_left
    across = max(1, int((column.frame.plot_right - left) // _STEP))
    most = max(ceil(row.taken / worth) + ceil(row.free / worth) for row in rows)
    height = max(1, ceil(most / across)) * _STEP

    def drawn(position: int, middle: float) -> list[str]:
        taken, free = ceil(rows[position].taken / worth), ceil(rows[position].free / worth)
        lines = ceil((taken + free) / across)
        top = middle - lines * _STEP / 2
        return [
            _square(left + place % across * _STEP, top + place // across * _STEP, is_taken=place < taken)
            for place in range(taken + free)
        ]

    words = [(row.name, "", row.words, False) for row in rows]
    parts, placed = lay_out(column, words, 2, drawn, height=height)
    css = f"chart-{width.value}"
    return document(
        column.frame.width,
        placed[-1].bottom + 2,
        parts,
        title=title,
        description=description,
        id_prefix=id_prefix,
        css=css,
    )


def _square(x: float, y: float, *, is_taken: bool) -> str:
    return rect(
        x + 0.5, y + 1, _SQUARE, _SQUARE, paint=BRAND if is_taken else SURFACE, rim=BRAND if is_taken else QUIET
    )
