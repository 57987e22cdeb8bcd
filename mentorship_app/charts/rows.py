"""What charts share that write the numbers of a row in words at its right edge, or below its name on a phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mentorship_app.charts.axis import Axis, NumberStyle
from mentorship_app.charts.frame import ChartWidth, Frame, RowWords, frame_for, row_words
from mentorship_app.charts.svg import GRID, INK, QUIET, line, text, text_width, wrapped

_PADDING = 7.0
_DRAWN = 26.0
_GAP = 16.0
_MOST_WORDS = 190.0
_BETWEEN_TICKS = 6


@dataclass(frozen=True)
class Placed:
    """A row in its place: ``middle`` of what is drawn, and the edges of the row."""

    top: float
    middle: float
    bottom: float


@dataclass(frozen=True)
class Column:
    """Frame of a chart whose rows end in words, which take ``room`` at the right edge of a wide one."""

    frame: Frame
    room: float

    @property
    def right_words(self) -> float:
        return self.frame.width - self.room + _GAP


def column_for(width: ChartWidth, names: Sequence[str], details: Sequence[str], words: Sequence[str]) -> Column:
    """Measures for rows of these names and end words."""
    if width is ChartWidth.NARROW:
        return Column(frame_for(width, names, details, margin_right=12), 0)
    room = min(max((text_width(one, 12) for one in words), default=0) + _GAP, _MOST_WORDS + _GAP)
    return Column(frame_for(width, names, details, margin_right=room), room)


def lay_out(
    column: Column,
    rows: Sequence[tuple[str, str, str, bool]],
    top: float,
    drawn: Callable[[int, float], list[str]],
    *,
    height: float = _DRAWN,
) -> tuple[list[str], list[Placed]]:
    """Draw rows of name, detail, end words and whether it is the total, from ``top`` down.

    ``drawn`` gives the marks of a row by its number and the middle of its drawing, which is ``height`` high.
    """
    parts: list[str] = []
    placed: list[Placed] = []
    for position, (name, detail, words, total) in enumerate(rows):
        if total and position:
            parts.append(line(0, top, column.frame.width, top, paint=INK))
        where = _row(column, row_words(name, detail, column.frame, total=total), words, top, height, parts)
        parts += drawn(position, where.middle)
        placed.append(where)
        top = where.bottom
    return parts, placed


def _row(column: Column, words: RowWords, ending: str, top: float, height: float, parts: list[str]) -> Placed:
    frame = column.frame
    if frame.stacked:
        lines = wrapped(ending, frame.width, frame.small_size) if ending else ()
        parts += words.draw(frame, top + _PADDING)
        baseline = top + _PADDING + words.height(frame)
        for content in lines:
            baseline += frame.small_line
            parts.append(text(0, baseline, content, size=frame.small_size, paint=INK))
        middle = baseline + 6 + height / 2
        return Placed(top, middle, middle + height / 2 + _PADDING)
    lines = wrapped(ending, column.room - _GAP + 1, 12) if ending else ()
    extent = max(height, words.height(frame), len(lines) * 16) + 2 * _PADDING
    middle = top + extent / 2
    parts += words.draw(frame, middle - words.height(frame) / 2)
    baseline = middle - len(lines) * 8 - 4
    for content in lines:
        baseline += 16
        parts.append(text(column.right_words, baseline, content, size=12, paint=INK))
    return Placed(top, middle, top + extent)


def grid(
    column: Column, axis: Axis, placed: Sequence[Placed], *, height: float = _DRAWN, zero: bool = False
) -> list[str]:
    """A line at each tick behind what is drawn, none through words; that at 0 dark if ``zero``."""
    frame, parts = column.frame, []
    spans = (
        [(row.middle - height / 2, row.middle + height / 2) for row in placed]
        if frame.stacked
        else [(placed[0].top, placed[-1].bottom)]
    )
    for tick in axis.ticks:
        x = axis.place(tick, frame.plot_left, frame.plot_right)
        paint = INK if zero and not tick else GRID
        parts += [line(x, top, x, bottom, paint=paint) for top, bottom in spans]
    return parts


def foot(
    column: Column, axis: Axis, label: str, bottom: float, numbers: NumberStyle, *, ends: tuple[str, str] = ("", "")
) -> tuple[list[str], float]:
    """Ticks in words that do not touch, the words of both ends, the name of the axis; and where the chart ends."""
    frame, size = column.frame, column.frame.small_size
    parts: list[str] = []
    baseline, free_from = bottom + frame.small_line, -1.0
    for tick in axis.ticks:
        content, x = numbers.format_tick(tick), axis.place(tick, frame.plot_left, frame.plot_right)
        half = text_width(content, size) / 2
        if x - half >= free_from:
            parts.append(text(x, baseline, content, size=size, paint=QUIET, anchor="middle"))
            free_from = x + half + _BETWEEN_TICKS
    left = 0.0 if frame.stacked else frame.plot_left
    for content in (one for one in ends if one):
        for part in wrapped(content, frame.width - left, size):
            baseline += frame.small_line
            parts.append(text(left, baseline, part, size=size, paint=INK))
    for content in wrapped(label, frame.width - left, size) if label else ():
        baseline += frame.small_line
        parts.append(text(left, baseline, content, size=size, paint=QUIET))
    return parts, baseline + 6
