"""What matters to people against how well it is met: one numbered dot a need, named in a list beside the drawing.

Dots that would touch share one place and say all their numbers; names never stand among dots, so nothing collides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.charts.axis import Axis, NumberStyle
from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.svg import (
    BRAND,
    GRID,
    INK,
    QUIET,
    TRACK,
    circle,
    document,
    line,
    rect,
    text,
    text_width,
    wrapped,
)

_SIDE = 300.0
_NEAR = 20.0
_SIZE = 12.0


@dataclass(frozen=True)
class Need:
    """Its name and its means on both axes."""

    name: str
    across: float
    up: float


def quadrant(
    needs: Sequence[Need],
    *,
    title: str,
    across: Axis,
    up: Axis,
    across_label: str,
    up_label: str,
    urgent_label: str,
    id_prefix: str,
    numbers: NumberStyle | None = None,
    description: str = "",
    width: ChartWidth = ChartWidth.WIDE,
) -> str:
    """The chart as SVG text. The corner that is high and left (matters much, met little) is tinted: ``urgent_label``.

    Raises ``ValueError`` for no needs or one outside an axis.
    """
    if not needs:
        raise ValueError("a chart needs a need")
    if not all(across.low <= need.across <= across.high and up.low <= need.up <= up.high for need in needs):
        raise ValueError("a need lies outside an axis")
    numbers = numbers or NumberStyle()
    narrow = width is ChartWidth.NARROW
    whole = 340.0 if narrow else 640.0
    left, top = 34.0, 6.0 + (_SIZE + 4) * len(wrapped(up_label, whole, _SIZE))
    right, bottom = left + _SIDE, top + _SIDE
    parts = _field(across, up, left, right, top, bottom, numbers)
    for position, content in enumerate(wrapped(up_label, whole, _SIZE)):
        parts.append(text(0, 12 + position * (_SIZE + 4), content, size=_SIZE, paint=QUIET))
    dots = [(across.place(need.across, left, right), up.place(need.up, bottom, top)) for need in needs]
    for (x, y), together in _heaped(dots):
        parts += _dot(x, y, ", ".join(str(one + 1) for one in together), left, right)
    below = bottom + _SIZE + 6
    baseline = below
    for content in wrapped(across_label, _SIDE, _SIZE):
        baseline += _SIZE + 4
        parts.append(text(left, baseline, content, size=_SIZE, paint=QUIET))
    start = baseline + 10 if narrow else top - 4
    x, room = (0.0, whole) if narrow else (right + 24, whole - right - 24)
    named, lowest = _names(needs, urgent_label, x, start, room)
    css = f"chart-{width.value}"
    height = max(baseline, lowest) + 8
    return document(whole, height, [*parts, *named], title=title, description=description, id_prefix=id_prefix, css=css)


def _field(
    across: Axis, up: Axis, left: float, right: float, top: float, bottom: float, numbers: NumberStyle
) -> list[str]:
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    parts = [rect(left, top, middle_x - left, middle_y - top, paint=TRACK)]
    parts += [line(left, y, right, y, paint=GRID) for y in (top, bottom)]
    parts += [line(x, top, x, bottom, paint=GRID) for x in (left, right)]
    parts += [line(left, middle_y, right, middle_y, paint=INK), line(middle_x, top, middle_x, bottom, paint=INK)]
    for value, x, anchor in ((across.low, left, "start"), (across.high, right, "end")):
        content = numbers.format_tick(value)
        place = x if anchor == "start" else x - text_width(content, _SIZE)
        parts.append(text(place, bottom + _SIZE + 2, content, size=_SIZE, paint=QUIET))
    for value, y in ((up.low, bottom), (up.high, top + _SIZE - 2)):
        content = numbers.format_tick(value)
        parts.append(text(left - 6 - text_width(content, _SIZE), y, content, size=_SIZE, paint=QUIET))
    return parts


def _heaped(dots: Sequence[tuple[float, float]]) -> list[tuple[tuple[float, float], list[int]]]:
    """Dots that are too near to be told apart, together at the place of the first."""
    heaps: list[tuple[tuple[float, float], list[int]]] = []
    for position, (x, y) in enumerate(dots):
        for (other_x, other_y), together in heaps:
            if abs(other_x - x) < 2.4 * _NEAR and abs(other_y - y) < _NEAR:
                together.append(position)
                break
        else:
            heaps.append(((x, y), [position]))
    return heaps


def _dot(x: float, y: float, words: str, left: float, right: float) -> list[str]:
    wide = text_width(words, _SIZE, weight=700)
    after = x + 9 + wide <= right
    place = x + 9 if after else max(x - 9 - wide, left)
    return [circle(x, y, 6, paint=BRAND), text(place, y + 4, words, size=_SIZE, weight=700)]


def _names(needs: Sequence[Need], urgent: str, x: float, top: float, room: float) -> tuple[list[str], float]:
    parts: list[str] = []
    baseline = top
    indent = 8 + text_width(f"{len(needs)}", _SIZE, weight=700)
    for position, need in enumerate(needs):
        for place, content in enumerate(wrapped(need.name, room - indent, _SIZE)):
            baseline += _SIZE + 5
            if not place:
                parts.append(text(x, baseline, str(position + 1), size=_SIZE, weight=700))
            parts.append(text(x + indent, baseline, content, size=_SIZE))
    baseline += 8
    for place, content in enumerate(wrapped(urgent, room - 20, _SIZE)):
        baseline += _SIZE + 5
        if not place:
            parts.append(rect(x, baseline - 10, 12, 12, paint=TRACK, rim=QUIET))
        parts.append(text(x + 20, baseline, content, size=_SIZE, paint=QUIET))
    return parts, baseline
