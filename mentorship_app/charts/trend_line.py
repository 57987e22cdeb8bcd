"""One line over a few moments: a scale's whole range from bottom to top, a dot with its value at each moment.

Suits 1 to some 12 moments. A moment without a value keeps its place, and the line is broken there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mentorship_app.charts.axis import Axis, NumberStyle
from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.svg import BRAND, GRID, INK, QUIET, circle, document, line, text, text_width, wrapped

_PLOT_HEIGHT = 150
_ROOM_ABOVE = 22  # a value above a dot at the very top
_ABOVE_DOT = 12
_BETWEEN_LABELS = 8


@dataclass(frozen=True)
class TrendMark:
    """One moment: its words below the line, and the value there, if there is one."""

    label: str
    value: float | None


@dataclass(frozen=True)
class _Plot:
    """Where the line is drawn."""

    width: float
    left: float
    right: float
    size: float
    axis: Axis
    places: tuple[float, ...]

    @property
    def bottom(self) -> float:
        return _ROOM_ABOVE + _PLOT_HEIGHT

    def y(self, value: float) -> float:
        return self.axis.place(value, self.bottom, _ROOM_ABOVE)


def trend_line(
    marks: Sequence[TrendMark],
    *,
    title: str,
    axis: Axis,
    axis_label: str,
    id_prefix: str,
    numbers: NumberStyle | None = None,
    width: ChartWidth = ChartWidth.WIDE,
) -> str:
    """The chart as SVG text.

    ``title`` is the finding in words, ``axis_label`` names the measure, its range and which way is better. Raises
    ``ValueError`` for no marks and for a value outside ``axis``.
    """
    numbers = numbers or NumberStyle()
    if not marks:
        raise ValueError("a line needs a moment")
    if any(mark.value is not None and not axis.low <= mark.value <= axis.high for mark in marks):
        raise ValueError("a value lies outside the axis")
    plot = _plot(len(marks), axis, numbers, width)
    foot, height = _foot(marks, axis_label, plot)
    parts = [*_grid(plot, numbers), *_drawn(marks, plot), *_values(marks, plot, numbers), *foot]
    return document(plot.width, height, parts, title=title, id_prefix=id_prefix, css=f"chart-{width.value}")


def _plot(count: int, axis: Axis, numbers: NumberStyle, width: ChartWidth) -> _Plot:
    whole, size = (340.0, 13.0) if width is ChartWidth.NARROW else (640.0, 12.0)
    left = 10 + max((text_width(numbers.format_tick(tick), size) for tick in axis.ticks), default=0)
    right = whole - 12
    step = (right - left) / count
    # Each moment stands in the middle of its share, so that its words fit below it.
    return _Plot(whole, left, right, size, axis, tuple(left + step * (number + 0.5) for number in range(count)))


def _grid(plot: _Plot, numbers: NumberStyle) -> list[str]:
    parts = []
    for tick in plot.axis.ticks:
        y = plot.y(tick)
        parts.append(line(plot.left, y, plot.right, y, paint=GRID))
        parts.append(text(plot.left - 6, y + 4, numbers.format_tick(tick), size=plot.size, paint=QUIET, anchor="end"))
    return parts


def _drawn(marks: Sequence[TrendMark], plot: _Plot) -> list[str]:
    dots = [
        (x, plot.y(mark.value)) if mark.value is not None else None for x, mark in zip(plot.places, marks, strict=True)
    ]
    joined = [line(*one, *other, paint=BRAND, width=3, cap="round") for one, other in pairwise(dots) if one and other]
    return [*joined, *(circle(*dot, 6.5, paint=BRAND) for dot in dots if dot)]


def _values(marks: Sequence[TrendMark], plot: _Plot, numbers: NumberStyle) -> list[str]:
    return [
        text(
            x,
            plot.y(mark.value) - _ABOVE_DOT,
            numbers.format(mark.value),
            size=plot.size + 1,
            paint=INK,
            anchor="middle",
            weight=700,
        )
        for x, mark in zip(plot.places, marks, strict=True)
        if mark.value is not None
    ]


def _foot(marks: Sequence[TrendMark], axis_label: str, plot: _Plot) -> tuple[list[str], float]:
    """The words of the moments in as many lines as they need, then the name of the axis."""
    share = (plot.right - plot.left) / len(marks) - _BETWEEN_LABELS
    line_height = plot.size + 4
    parts, lowest = [], plot.bottom
    for x, mark in zip(plot.places, marks, strict=True):
        baseline = plot.bottom + 6
        for content in wrapped(mark.label, share, plot.size):
            baseline += line_height
            parts.append(text(x, baseline, content, size=plot.size, paint=QUIET, anchor="middle"))
        lowest = max(lowest, baseline)
    baseline = lowest + 6
    for content in wrapped(axis_label, plot.right, plot.size):
        baseline += line_height
        parts.append(text(0, baseline, content, size=plot.size, paint=QUIET))
    return parts, baseline + 6
