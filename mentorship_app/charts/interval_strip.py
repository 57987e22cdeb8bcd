"""One mean with its interval on a short number line: in the row of a table, or beside a sentence.

The numbers stand in words beside it, so a screen reader passes over it; a PDF, where every picture needs words, says
its ``title``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from mentorship_app.charts.axis import Axis, NumberStyle
from mentorship_app.charts.svg import BRAND, GRID, INK, QUIET, circle, document, line, polygon, ring, text, text_width

_WIDTH = 300.0
_MARGIN = 16.0
_ROW = 30.0
_HEAD = 17.0
_TICK_SIZE = 13
_SPACE_BETWEEN_TICKS = 8

_LINE_WIDTH = 200.0
_LINE_MARGIN = 14.0
_LINE_ROW = 27.0
_LINE_SIZE = 12


class Mark(Enum):
    """How a mean is drawn; told apart by shape, so that print without colour tells them apart too."""

    GROUP = "dot"
    TOTAL = "diamond"
    EARLIER = "ring"


@dataclass(frozen=True)
class StripMark:
    """A mean with the bounds of its interval, which may be missing."""

    mean: float
    ci_low: float | None = None
    ci_high: float | None = None
    mark: Mark = Mark.GROUP


def strip_row(mark: StripMark, *, axis: Axis, title: str, id_prefix: str, reference: float | None = None) -> str:
    """A row of a table: grid of ``axis`` from edge to edge, the dashed line of ``reference``, the mark."""
    parts = [line(x, 0, x, _ROW, paint=GRID) for x in (_x(tick, axis) for tick in axis.ticks)]
    if reference is not None and axis.low <= reference <= axis.high:
        x = _x(reference, axis)
        parts.append(line(x, 0, x, _ROW, paint=QUIET, dash="4 3"))
    parts += _drawn(mark, axis, _ROW / 2, left=_MARGIN, right=_WIDTH - _MARGIN)
    return document(_WIDTH, _ROW, parts, title=title, id_prefix=id_prefix, css="strip", decorative=True)


def strip_head(axis: Axis, *, title: str, id_prefix: str, numbers: NumberStyle) -> str:
    """The ticks of ``axis`` in words, to stand above rows; none touches the one before."""
    parts: list[str] = []
    free_from = -1.0
    for tick in axis.ticks:
        content, x = numbers.format_tick(tick), _x(tick, axis)
        half = text_width(content, _TICK_SIZE) / 2
        if x - half >= free_from:
            parts.append(text(x, _HEAD - 5, content, size=_TICK_SIZE, paint=QUIET, anchor="middle"))
            free_from = x + half + _SPACE_BETWEEN_TICKS
    return document(_WIDTH, _HEAD, parts, title=title, id_prefix=id_prefix, css="strip", decorative=True)


def number_line(
    marks: Sequence[StripMark],
    *,
    axis: Axis,
    title: str,
    id_prefix: str,
    numbers: NumberStyle,
    middle: float | None = None,
) -> str:
    """One to three means above one another over a line with its two ends named, and ``middle`` if there is one.

    Raises ``ValueError`` for no mean.
    """
    if not marks:
        raise ValueError("a number line needs a mark")
    left, right = _LINE_MARGIN, _LINE_WIDTH - _LINE_MARGIN
    parts: list[str] = []
    for position, mark in enumerate(marks):
        y = position * _LINE_ROW + 20
        content = numbers.format(mark.mean)
        half = text_width(content, _LINE_SIZE, weight=700) / 2
        x = min(max(axis.place(mark.mean, left, right), half), _LINE_WIDTH - half)
        weight = 400 if mark.mark is Mark.EARLIER else 700
        parts.append(text(x, y - 10, content, size=_LINE_SIZE, anchor="middle", weight=weight))
        parts.append(line(left, y, right, y, paint=GRID))
        parts += _drawn(mark, axis, y, left=left, right=right)
    bottom = len(marks) * _LINE_ROW + 13
    ends = [(axis.low, left), (axis.high, right)]
    ends += [(middle, axis.place(middle, left, right))] if middle is not None else []
    parts += [
        text(x, bottom - 3, numbers.format_tick(value), size=_LINE_SIZE - 1, paint=QUIET, anchor="middle")
        for value, x in ends
    ]
    parts += [line(x, 15, x, bottom - 15, paint=QUIET) for _value, x in ends]
    return document(_LINE_WIDTH, bottom, parts, title=title, id_prefix=id_prefix, css="strip", decorative=True)


def _drawn(mark: StripMark, axis: Axis, y: float, *, left: float, right: float) -> list[str]:
    paint = INK if mark.mark is Mark.TOTAL else QUIET if mark.mark is Mark.EARLIER else BRAND
    x = axis.place(mark.mean, left, right)
    parts = []
    if mark.ci_low is not None and mark.ci_high is not None:
        ends = (axis.place(mark.ci_low, left, right), axis.place(mark.ci_high, left, right))
        width = 2.5 if mark.mark is Mark.EARLIER else 4
        parts.append(line(ends[0], y, ends[1], y, paint=paint, width=width))
    if mark.mark is Mark.TOTAL:
        return [*parts, polygon([(x - 7, y), (x, y - 7), (x + 7, y), (x, y + 7)], paint=paint)]
    return [*parts, ring(x, y, 5, paint=paint) if mark.mark is Mark.EARLIER else circle(x, y, 6, paint=paint)]


def _x(value: float, axis: Axis) -> float:
    return axis.place(value, _MARGIN, _WIDTH - _MARGIN)
