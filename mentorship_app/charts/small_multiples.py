"""Many measures over the same waves, each in a small drawing of its own on one common axis: the eye compares shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mentorship_app.charts.axis import Axis, NumberStyle
from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.svg import (
    BRAND,
    GRID,
    QUIET,
    TRACK,
    circle,
    document,
    line,
    polygon,
    text,
    text_width,
    wrapped,
)
from mentorship_app.charts.wave_lines import WaveMean

_BETWEEN = 22.0
_PLOT = 64.0
_SIZE = 12.0


@dataclass(frozen=True)
class Panel:
    """A measure: its name and one mean a wave, ``None`` where it may not be shown; ``note`` is a quiet line below."""

    name: str
    means: tuple[WaveMean | None, ...]
    note: str = ""


@dataclass(frozen=True)
class _Cell:
    left: float
    right: float
    top: float
    bottom: float


def small_multiples(
    panels: Sequence[Panel],
    *,
    title: str,
    axis: Axis,
    axis_label: str,
    id_prefix: str,
    numbers: NumberStyle | None = None,
    description: str = "",
    width: ChartWidth = ChartWidth.WIDE,
) -> str:
    """The chart as SVG text; first and last mean are written at their dots.

    Raises ``ValueError`` for no panels, fewer than two waves, panels of different length, or a mean outside ``axis``.
    """
    waves = {len(panel.means) for panel in panels}
    if not panels or len(waves) != 1 or min(waves) < 2:
        raise ValueError("every panel needs the same waves, two or more")
    if any(mean is not None and not axis.low <= mean.mean <= axis.high for panel in panels for mean in panel.means):
        raise ValueError("a mean lies outside the axis")
    numbers = numbers or NumberStyle()
    whole, columns = (340.0, 2) if width is ChartWidth.NARROW else (640.0, 4)
    room = (whole - _BETWEEN * (columns - 1)) / columns
    parts: list[str] = []
    top = 0.0
    for start in range(0, len(panels), columns):
        top = _line_of_panels(panels[start : start + columns], top, room, axis, numbers, parts)
    baseline = top - 4
    for content in wrapped(axis_label, whole, _SIZE) if axis_label else ():
        baseline += _SIZE + 4
        parts.append(text(0, baseline, content, size=_SIZE, paint=QUIET))
    css = f"chart-{width.value}"
    return document(whole, baseline + 6, parts, title=title, description=description, id_prefix=id_prefix, css=css)


def _line_of_panels(
    panels: Sequence[Panel], top: float, room: float, axis: Axis, numbers: NumberStyle, parts: list[str]
) -> float:
    """Panels beside each other, their drawings at one height, from ``top`` down; where the next line begins."""
    names = [wrapped(panel.name, room, _SIZE, weight=600) for panel in panels]
    notes = [wrapped(panel.note, room, _SIZE) if panel.note else () for panel in panels]
    plot_top = top + max(len(name) for name in names) * (_SIZE + 4) + 22
    bottom = plot_top + _PLOT
    for position, (panel, name, note) in enumerate(zip(panels, names, notes, strict=True)):
        left = position * (room + _BETWEEN)
        baseline = top
        for content in name:
            baseline += _SIZE + 4
            parts.append(text(left, baseline, content, size=_SIZE, weight=600))
        parts += _drawn(panel, _Cell(left, left + room, plot_top, bottom), axis, numbers)
        baseline = bottom + 20
        for content in note:
            baseline += _SIZE + 4
            parts.append(text(left, baseline, content, size=_SIZE, paint=QUIET))
    return bottom + 20 + max(len(note) for note in notes) * (_SIZE + 4) + 18


def _drawn(panel: Panel, cell: _Cell, axis: Axis, numbers: NumberStyle) -> list[str]:
    step = (cell.right - cell.left - 32) / (len(panel.means) - 1)
    dots = [
        (cell.left + 16 + place * step, axis.place(mean.mean, cell.bottom, cell.top), mean) if mean else None
        for place, mean in enumerate(panel.means)
    ]
    parts = [line(cell.left, y, cell.right, y, paint=GRID) for y in (cell.top, cell.bottom)]
    for one, other in pairwise(dots):
        if one and other:
            ends = [axis.place(bound, cell.bottom, cell.top) for bound in (one[2].ci_high, other[2].ci_high)]
            ends += [axis.place(bound, cell.bottom, cell.top) for bound in (other[2].ci_low, one[2].ci_low)]
            corners = list(zip((one[0], other[0], other[0], one[0]), ends, strict=True))
            parts.append(polygon(corners, paint=TRACK))
    parts += [line(*one[:2], *other[:2], paint=BRAND, width=2) for one, other in pairwise(dots) if one and other]
    parts += [circle(dot[0], dot[1], 3.5, paint=BRAND) for dot in dots if dot]
    shown = [dot for dot in dots if dot]
    return parts + [_value(dot, cell, numbers) for dot in dict.fromkeys((*shown[:1], *shown[-1:]))]


def _value(dot: tuple[float, float, WaveMean], cell: _Cell, numbers: NumberStyle) -> str:
    """Its number in a line of its own: above the drawing for dots in the upper half, else below, off every line."""
    x, _y, mean = dot
    content = numbers.format(mean.mean)
    half = text_width(content, _SIZE, weight=700) / 2
    place = min(max(x, cell.left + half), cell.right - half)
    above = dot[1] < (cell.top + cell.bottom) / 2
    y = cell.top - 7 if above else cell.bottom + 15
    return text(place, y, content, size=_SIZE, weight=700, anchor="middle")
