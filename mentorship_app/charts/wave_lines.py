"""One to three groups over the waves of a year: means joined by a line in a band that is their interval.

Groups differ by mark and by dash, not by colour alone, and each line is named at its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mentorship_app.charts.axis import Axis, NumberStyle
from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.svg import (
    BRAND,
    GRID,
    INK,
    QUIET,
    TRACK,
    Paint,
    circle,
    document,
    line,
    polygon,
    ring,
    text,
    text_width,
    wrapped,
)

MOST_GROUPS = 3
_HEIGHT = 190.0
_TOP = 10.0
_APART = 15.0


@dataclass(frozen=True)
class WaveMean:
    """A mean with its bounds, in the units of the axis."""

    mean: float
    ci_low: float
    ci_high: float


@dataclass(frozen=True)
class WaveLine:
    """A group with one mean a wave; ``None`` where it may not be shown, and the line breaks there."""

    name: str
    means: tuple[WaveMean | None, ...]


_STYLES: tuple[tuple[Paint, str], ...] = ((BRAND, ""), (INK, "6 4"), (QUIET, "2 4"))


def wave_lines(
    groups: Sequence[WaveLine],
    *,
    waves: Sequence[str],
    title: str,
    axis: Axis,
    axis_label: str,
    id_prefix: str,
    numbers: NumberStyle | None = None,
    description: str = "",
    width: ChartWidth = ChartWidth.WIDE,
) -> str:
    """The chart as SVG text. ``waves`` name the moments from left to right.

    Raises ``ValueError`` for no or too many groups, fewer than two waves, means that do not match them or that lie
    outside ``axis``; a band is cut at the edge of the axis.
    """
    _check(groups, waves, axis)
    numbers = numbers or NumberStyle()
    narrow = width is ChartWidth.NARROW
    whole, size = (340.0, 13.0) if narrow else (640.0, 12.0)
    left = 10 + max((text_width(numbers.format_tick(tick), size) for tick in axis.ticks), default=0.0)
    names = max((text_width(group.name, size, weight=600) for group in groups), default=0.0)
    # On a phone the names stand in a key above the drawing instead of at the ends of the lines.
    right = whole - 16 if narrow or names > whole / 3 else whole - names - 22
    key, top = _key(groups, whole, size) if right == whole - 16 else ([], _TOP)
    bottom = top + _HEIGHT
    xs = [left + 14 + (right - left - 28) * place / (len(waves) - 1) for place in range(len(waves))]
    parts = [*key]
    for tick in axis.ticks:
        y = axis.place(tick, bottom, top)
        parts.append(line(left, y, right, y, paint=GRID))
        parts.append(text(left - 6, y + 4, numbers.format_tick(tick), size=size, paint=QUIET, anchor="end"))
    drawn = [_drawn(group, _STYLES[place], place, xs, axis, bottom, top) for place, group in enumerate(groups)]
    parts += [part for bands, _lines in drawn for part in bands]
    parts += [part for _bands, lines in drawn for part in lines]
    parts += [] if key else _named(groups, axis, bottom, top, right + 8, size)
    foot, height = _foot(waves, xs, axis_label, bottom, whole, size)
    return document(
        whole,
        height,
        [*parts, *foot],
        title=title,
        description=description,
        id_prefix=id_prefix,
        css=f"chart-{width.value}",
    )


def _check(groups: Sequence[WaveLine], waves: Sequence[str], axis: Axis) -> None:
    if not 1 <= len(groups) <= MOST_GROUPS or len(waves) < 2:
        raise ValueError("a chart holds one to three groups over two waves or more")
    for group in groups:
        if len(group.means) != len(waves):
            raise ValueError(f"{group.name!r} needs a mean, or None, for each wave")
        if any(one is not None and not axis.low <= one.mean <= axis.high for one in group.means):
            raise ValueError(f"a mean of {group.name!r} lies outside the axis")


def _drawn(
    group: WaveLine,
    style: tuple[Paint, str],
    place: int,
    xs: Sequence[float],
    axis: Axis,
    bottom: float,
    top: float,
) -> tuple[list[str], list[str]]:
    """The bands, to lie behind everything, and the lines with their marks."""
    paint, dash = style
    bands, lines = [], []
    shift = (place - 1) * 3.0
    for (x, one), (other_x, other) in pairwise(zip(xs, group.means, strict=True)):
        if one is None or other is None:
            continue
        corners = [
            (x, axis.place(one.ci_high, bottom, top)),
            (other_x, axis.place(other.ci_high, bottom, top)),
            (other_x, axis.place(other.ci_low, bottom, top)),
            (x, axis.place(one.ci_low, bottom, top)),
        ]
        if not place:
            bands.append(polygon(corners, paint=TRACK))
        start, end = axis.place(one.mean, bottom, top), axis.place(other.mean, bottom, top)
        lines.append(line(x, start, other_x, end, paint=paint, width=2.5, dash=dash))
    for x, mean in zip(xs, group.means, strict=True):
        if mean is None:
            continue
        y = axis.place(mean.mean, bottom, top)
        if place:
            ends = axis.place(mean.ci_low, bottom, top), axis.place(mean.ci_high, bottom, top)
            lines.append(line(x + shift, ends[0], x + shift, ends[1], paint=paint, width=1.5))
        lines.append(_mark(x, y, place, paint))
    return bands, lines


def _mark(x: float, y: float, place: int, paint: Paint) -> str:
    if not place:
        return circle(x, y, 6, paint=paint)
    if place == 1:
        return ring(x, y, 5, paint=paint)
    return polygon([(x - 6, y + 5), (x + 6, y + 5), (x, y - 6)], paint=paint)


def _named(groups: Sequence[WaveLine], axis: Axis, bottom: float, top: float, x: float, size: float) -> list[str]:
    """The name of each line at the height of its last mean, moved apart where two would touch."""
    ends = []
    for group in groups:
        last = next((mean for mean in reversed(group.means) if mean is not None), None)
        ends.append((axis.place(last.mean, bottom, top) if last else bottom, group.name))
    parts, lowest = [], top - _APART
    ordered = sorted(ends)
    places: list[float] = []
    for y, _name in ordered:
        lowest = max(y, lowest + _APART)
        places.append(lowest)
    over = max(0.0, places[-1] - bottom)
    for y, (_place, name) in zip(places, ordered, strict=True):
        parts.append(text(x, y - over + 4, name, size=size, weight=600))
    return parts


def _key(groups: Sequence[WaveLine], whole: float, size: float) -> tuple[list[str], float]:
    parts: list[str] = []
    baseline = 2.0
    for place, group in enumerate(groups):
        for position, content in enumerate(wrapped(group.name, whole - 34, size, weight=600)):
            baseline += size + 5
            if not position:
                paint, dash = _STYLES[place]
                parts.append(line(0, baseline - 4, 26, baseline - 4, paint=paint, width=2.5, dash=dash))
                parts.append(_mark(13, baseline - 4, place, paint))
            parts.append(text(34, baseline, content, size=size, weight=600))
    return parts, baseline + 16


def _foot(
    waves: Sequence[str], xs: Sequence[float], label: str, bottom: float, whole: float, size: float
) -> tuple[list[str], float]:
    share = xs[1] - xs[0] - 8
    parts, lowest = [], bottom
    for x, wave in zip(xs, waves, strict=True):
        baseline = bottom + 6
        # Centred below its mark, even at the edges: whoever has less room gets more lines.
        for content in wrapped(wave, min(share, 2 * x, 2 * (whole - x)), size):
            baseline += size + 4
            parts.append(text(x, baseline, content, size=size, anchor="middle"))
        lowest = max(lowest, baseline)
    baseline = lowest + 6
    for content in wrapped(label, whole, size) if label else ():
        baseline += size + 4
        parts.append(text(0, baseline, content, size=size, paint=QUIET))
    return parts, baseline + 6
