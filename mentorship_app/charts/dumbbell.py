"""Before and after of the same people, a ring and a dot for each measure, joined, each with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.charts.axis import Axis, NumberStyle
from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.rows import column_for, foot, grid, lay_out
from mentorship_app.charts.svg import BRAND, GRID, QUIET, circle, document, line, ring, text, text_width

_APART = 7.0
_HEIGHT = 34.0
_KEY_SIZE = 12.0


@dataclass(frozen=True)
class Point:
    """A mean with its bounds, in the units of the axis."""

    mean: float
    ci_low: float | None = None
    ci_high: float | None = None


@dataclass(frozen=True)
class DumbbellRow:
    """A measure or group; ``words`` say both numbers, or why they are hidden. Both points are there, or none."""

    name: str
    words: str
    before: Point | None = None
    after: Point | None = None
    detail: str = ""
    total: bool = False

    def __post_init__(self) -> None:
        if (self.before is None) is not (self.after is None):
            raise ValueError(f"row {self.name!r} needs both points or none")
        if not self.words:
            raise ValueError(f"row {self.name!r} needs words for its numbers, or for why it has none")


def dumbbell(
    rows: Sequence[DumbbellRow],
    *,
    title: str,
    axis: Axis,
    axis_label: str,
    key: tuple[str, str],
    id_prefix: str,
    numbers: NumberStyle | None = None,
    description: str = "",
    width: ChartWidth = ChartWidth.WIDE,
) -> str:
    """The chart as SVG text. ``key`` names the two moments: the ring, then the dot.

    Raises ``ValueError`` for no rows or a mean outside ``axis``.
    """
    if not rows:
        raise ValueError("a chart needs a row")
    points = [point for row in rows for point in (row.before, row.after) if point]
    if not all(axis.low <= point.mean <= axis.high for point in points):
        raise ValueError("a mean lies outside the axis")
    column = column_for(width, [row.name for row in rows], [row.detail for row in rows], [row.words for row in rows])
    left, right = column.frame.plot_left, column.frame.plot_right

    def drawn(position: int, y: float) -> list[str]:
        row = rows[position]
        return _pair(row.before, row.after, axis, y, left, right) if row.before and row.after else []

    words = [(row.name, row.detail, row.words, row.total) for row in rows]
    head, top = _key(key, 0.0 if column.frame.stacked else left, column.frame.width)
    parts, placed = lay_out(column, words, top, drawn, height=_HEIGHT)
    below, height = foot(column, axis, axis_label, placed[-1].bottom, numbers or NumberStyle())
    whole = [*grid(column, axis, placed, height=_HEIGHT), *head, *parts, *below]
    css = f"chart-{width.value}"
    return document(
        column.frame.width, height, whole, title=title, description=description, id_prefix=id_prefix, css=css
    )


def _pair(before: Point, after: Point, axis: Axis, y: float, left: float, right: float) -> list[str]:
    first, second = (axis.place(point.mean, left, right) for point in (before, after))
    parts = [line(first, y - _APART, second, y + _APART, paint=GRID, width=3)]
    for point, height, paint, thick in ((before, y - _APART, QUIET, 2.0), (after, y + _APART, BRAND, 4.0)):
        if point.ci_low is not None and point.ci_high is not None:
            ends = axis.place(point.ci_low, left, right), axis.place(point.ci_high, left, right)
            parts.append(line(ends[0], height, ends[1], height, paint=paint, width=thick))
    return [*parts, ring(first, y - _APART, 5, paint=QUIET), circle(second, y + _APART, 6, paint=BRAND)]


def _key(key: tuple[str, str], left: float, width: float) -> tuple[list[str], float]:
    """Both marks with their names, below each other where one line is too narrow."""
    parts: list[str] = []
    x, y = left + 6, 10.0
    for position, name in enumerate(key):
        needed = 12 + text_width(name, _KEY_SIZE)
        if position and x + needed > width:
            x, y = left + 6, y + 18
        parts.append(ring(x, y, 5, paint=QUIET) if not position else circle(x, y, 6, paint=BRAND))
        parts.append(text(x + 12, y + 4, name, size=_KEY_SIZE))
        x += needed + 24
    return parts, y + 14
