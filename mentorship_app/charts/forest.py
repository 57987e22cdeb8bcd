"""Standardised changes of several measures below one another, each with its interval, around a line at 0.

The numbers stand in words at the end of each row, so that nothing has to be read off the axis.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.charts.axis import Axis, NumberStyle
from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.rows import column_for, foot, grid, lay_out
from mentorship_app.charts.svg import BRAND, INK, circle, document, line, polygon


@dataclass(frozen=True)
class ForestRow:
    """A measure: its change with the bounds, and ``words`` that say the numbers, or why there are none.

    ``pooled`` marks the estimate of all years or sites together, drawn as a diamond below a rule.
    """

    name: str
    words: str
    value: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    detail: str = ""
    pooled: bool = False

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError(f"row {self.name!r} needs words for its numbers, or for why it has none")


def forest(
    rows: Sequence[ForestRow],
    *,
    title: str,
    axis: Axis,
    axis_label: str,
    id_prefix: str,
    ends: tuple[str, str] = ("", ""),
    numbers: NumberStyle | None = None,
    description: str = "",
    width: ChartWidth = ChartWidth.WIDE,
) -> str:
    """The chart as SVG text. ``ends`` say what left and right of 0 mean.

    Raises ``ValueError`` for no rows or an axis without 0; what leaves the axis ends in an arrowhead.
    """
    if not rows:
        raise ValueError("a chart needs a row")
    if not axis.low <= 0 <= axis.high:
        raise ValueError("a change is drawn around 0")
    column = column_for(width, [row.name for row in rows], [row.detail for row in rows], [row.words for row in rows])
    left, right = column.frame.plot_left, column.frame.plot_right

    def drawn(position: int, y: float) -> list[str]:
        row = rows[position]
        return [] if row.value is None else _mark(row, row.value, axis, y, left, right)

    words = [(row.name, row.detail, row.words, row.pooled) for row in rows]
    parts, placed = lay_out(column, words, 4, drawn)
    below, height = foot(column, axis, axis_label, placed[-1].bottom, numbers or NumberStyle(), ends=ends)
    whole = [*grid(column, axis, placed, zero=True), *parts, *below]
    css = f"chart-{width.value}"
    return document(
        column.frame.width, height, whole, title=title, description=description, id_prefix=id_prefix, css=css
    )


def _mark(row: ForestRow, value: float, axis: Axis, y: float, left: float, right: float) -> list[str]:
    paint = INK if row.pooled else BRAND
    x, parts = axis.place(value, left, right), []
    if row.ci_low is not None and row.ci_high is not None:
        low, high = axis.place(row.ci_low, left, right), axis.place(row.ci_high, left, right)
        if row.pooled:
            return [polygon([(low, y), (x, y - 7), (high, y), (x, y + 7)], paint=paint)]
        parts.append(line(low, y, high, y, paint=paint, width=4))
        parts += [_arrow(low, y, -6)] if row.ci_low < axis.low else []
        parts += [_arrow(high, y, 6)] if row.ci_high > axis.high else []
    return [*parts, circle(x, y, 6, paint=paint)] if axis.low <= value <= axis.high else parts


def _arrow(x: float, y: float, length: float) -> str:
    return polygon([(x, y - 6), (x + length, y), (x, y + 6)], paint=BRAND)
