"""One dot with its interval per group, the total emphasised and marked through all rows.

Suits means of 1 to some 15 groups. A hidden group keeps its row and says why; it draws no mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.charts.axis import Axis, NumberStyle
from mentorship_app.charts.frame import ChartWidth, Frame, RowWords, frame_for, row_words
from mentorship_app.charts.svg import (
    BRAND,
    GRID,
    INK,
    QUIET,
    Paint,
    circle,
    document,
    line,
    polygon,
    text,
    text_width,
    wrapped,
)

_ABOVE_DOT = 11  # from the middle of a row up to the baseline of its value
_ROOM_ABOVE = 26  # from the top of a row's drawing to its middle: the value stands there
_ROOM_BELOW = 16
_MARGIN_RIGHT = 24
_SHORTEST_LINE = 9  # a shorter rest between two texts looks like a stain


@dataclass(frozen=True)
class IntervalRow:
    """A group: its mean with the bounds of the interval, or the words that say why there are none.

    ``detail`` is a quiet line such as "n = 245". A row without mean must say why in ``withheld``, and its detail must
    not tell what suppression hid. A mean without bounds is drawn as a dot alone.
    """

    name: str
    mean: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    detail: str = ""
    withheld: str = ""
    total: bool = False

    def __post_init__(self) -> None:
        if (self.mean is None) is not bool(self.withheld):
            raise ValueError(f"row {self.name!r} needs either a mean or the words that say why it has none")


@dataclass(frozen=True)
class _Strip:
    """A row in its place."""

    row: IntervalRow
    words: RowWords
    words_top: float
    top: float
    bottom: float
    middle: float


@dataclass(frozen=True)
class _Gap:
    """A box of text that vertical lines must not cross."""

    left: float
    right: float
    top: float
    bottom: float


def interval_dots(
    rows: Sequence[IntervalRow],
    *,
    title: str,
    axis: Axis,
    axis_label: str,
    id_prefix: str,
    reference_label: str = "",
    description: str = "",
    numbers: NumberStyle | None = None,
    width: ChartWidth = ChartWidth.WIDE,
) -> str:
    """The chart as SVG text.

    ``title`` is the finding, ``axis_label`` names the measure, its range and whether the axis is cut. The dashed line
    through all rows stands at the mean of the row with ``total``; ``reference_label`` names it. Raises ``ValueError``
    for no rows, two totals, or a mean outside ``axis``; an interval that leaves the axis ends in an arrowhead.
    """
    numbers = numbers or NumberStyle()
    total = _total_of(rows)
    _check(rows, axis)
    frame = frame_for(width, [r.name for r in rows], [r.detail for r in rows], margin_right=_MARGIN_RIGHT)
    reference = None if total is None or total.mean is None else _x(total.mean, axis, frame)
    top = 24.0 if reference is not None and reference_label else 4.0
    strips = _strips(rows, frame, top)
    bottom = strips[-1].bottom
    labels, gaps = _labels(strips, axis, frame, numbers)
    parts = [part for tick in axis.ticks for part in _vertical(_x(tick, axis, frame), top, bottom, gaps, GRID, "")]
    if reference is not None:
        parts += _vertical(reference, top, bottom, gaps, QUIET, "4 3")
    if reference is not None and reference_label:
        parts.append(_clamped(reference, 14, reference_label, frame, size=frame.small_size, paint=QUIET, weight=400))
    for strip in strips:
        parts += _drawn(strip, axis, frame)
    foot, height = _foot(axis, axis_label, frame, bottom, numbers)
    css = f"chart-{width.value}"
    whole = [*parts, *labels, *foot]
    return document(frame.width, height, whole, title=title, description=description, id_prefix=id_prefix, css=css)


def _total_of(rows: Sequence[IntervalRow]) -> IntervalRow | None:
    totals = [row for row in rows if row.total]
    if len(totals) > 1:
        raise ValueError("a chart has one total")
    return totals[0] if totals else None


def _check(rows: Sequence[IntervalRow], axis: Axis) -> None:
    if not rows:
        raise ValueError("a chart needs a row")
    for row in rows:
        if row.mean is not None and not axis.low <= row.mean <= axis.high:
            raise ValueError(f"the mean {row.mean} of {row.name!r} lies outside the axis")


def _strips(rows: Sequence[IntervalRow], frame: Frame, top: float) -> list[_Strip]:
    strips = []
    for row in rows:
        words = row_words(row.name, row.detail, frame, total=row.total)
        height = words.height(frame)
        if frame.stacked:
            room_above = 14 if row.mean is None else _ROOM_ABOVE + 1
            middle = top + 8 + height + room_above
            strips.append(_Strip(row, words, top + 8, top, middle + _ROOM_BELOW, middle))
        else:
            extent = max(_ROOM_ABOVE + _ROOM_BELOW + 2, height + 12)
            middle = top + extent / 2 + (_ROOM_ABOVE - _ROOM_BELOW) / 2
            strips.append(_Strip(row, words, top + (extent - height) / 2, top, top + extent, middle))
        top = strips[-1].bottom
    return strips


def _labels(strips: Sequence[_Strip], axis: Axis, frame: Frame, numbers: NumberStyle) -> tuple[list[str], list[_Gap]]:
    """The value above each dot or the words in its place, and the boxes they take."""
    parts, gaps = [], []
    size = frame.name_size - 1
    for strip in strips:
        row = strip.row
        if row.mean is None:
            content, baseline = row.withheld, strip.middle + 4
            left, width = (0.0 if frame.stacked else frame.plot_left), text_width(content, size)
            parts.append(text(left, baseline, content, size=size, paint=QUIET))
        else:
            content, weight = numbers.format(row.mean), 700
            baseline = strip.middle - _ABOVE_DOT
            x = _x(row.mean, axis, frame)
            left, width = _clamp(x, content, frame, size, weight), text_width(content, size, weight=weight)
            parts.append(text(left + width / 2, baseline, content, size=size, anchor="middle", weight=weight))
        gaps.append(_Gap(left - 5, left + width + 5, baseline - size + 1, baseline + 4))
        if frame.stacked:
            gaps.append(_Gap(0, frame.width, strip.words_top - 2, strip.words_top + strip.words.height(frame) + 2))
    return parts, gaps


def _drawn(strip: _Strip, axis: Axis, frame: Frame) -> list[str]:
    """Words, rule above the total, interval and mark of one row."""
    row, y = strip.row, strip.middle
    parts = [line(0, strip.top, frame.width, strip.top, paint=INK)] if row.total and strip.words_top > 40 else []
    parts += strip.words.draw(frame, strip.words_top)
    if row.mean is None:
        return parts
    paint, x = (INK if row.total else BRAND), _x(row.mean, axis, frame)
    if row.ci_low is not None and row.ci_high is not None:
        ends = (_x(row.ci_low, axis, frame), _x(row.ci_high, axis, frame))
        parts.append(line(ends[0], y, ends[1], y, paint=paint, width=4))
        parts += [_arrow(ends[0], y, -6, paint)] if row.ci_low < axis.low else []
        parts += [_arrow(ends[1], y, 6, paint)] if row.ci_high > axis.high else []
    diamond = [(x - 7, y), (x, y - 7), (x + 7, y), (x, y + 7)]
    return [*parts, polygon(diamond, paint=paint) if row.total else circle(x, y, 6.5, paint=paint)]


def _arrow(x: float, y: float, length: float, paint: Paint) -> str:
    return polygon([(x, y - 6), (x + length, y), (x, y + 6)], paint=paint)


def _vertical(x: float, top: float, bottom: float, gaps: Sequence[_Gap], paint: Paint, dash: str) -> list[str]:
    """A vertical line from ``top`` to ``bottom`` that leaves out every box of text in its way."""
    parts, start = [], top
    for gap in sorted((gap for gap in gaps if gap.left < x < gap.right), key=lambda gap: gap.top):
        if gap.top > start + _SHORTEST_LINE:
            parts.append(line(x, start, x, gap.top, paint=paint, dash=dash))
        start = max(start, gap.bottom)
    return [*parts, line(x, start, x, bottom, paint=paint, dash=dash)] if bottom > start + _SHORTEST_LINE else parts


def _foot(axis: Axis, axis_label: str, frame: Frame, bottom: float, numbers: NumberStyle) -> tuple[list[str], float]:
    """Ticks that do not touch each other, and the name of the axis in as many lines as it needs."""
    size, baseline = frame.small_size, bottom + frame.small_line
    parts: list[str] = []
    free_from = -1.0
    for tick in axis.ticks:
        content, x = numbers.format_tick(tick), _x(tick, axis, frame)
        half = text_width(content, size) / 2
        if x - half >= free_from:
            parts.append(text(x, baseline, content, size=size, paint=QUIET, anchor="middle"))
            free_from = x + half + 6
    left = 0 if frame.stacked else frame.plot_left
    for content in wrapped(axis_label, frame.width - left, size) if axis_label else ():
        baseline += frame.small_line
        parts.append(text(left, baseline, content, size=size, paint=QUIET))
    return parts, baseline + 6


def _clamp(x: float, content: str, frame: Frame, size: float, weight: int) -> float:
    """Left edge of a text centred on ``x`` as far as the chart's edges let it."""
    width = text_width(content, size, weight=weight)
    return min(max(x - width / 2, 0 if frame.stacked else frame.plot_left - 20), frame.width - width)


def _clamped(x: float, y: float, content: str, frame: Frame, *, size: float, paint: Paint, weight: int) -> str:
    return text(_clamp(x, content, frame, size, weight), y, content, size=size, paint=paint, weight=weight)


def _x(value: float, axis: Axis, frame: Frame) -> float:
    return axis.place(value, frame.plot_left, frame.plot_right)
