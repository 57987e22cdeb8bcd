"""How many had how many: one dot a pair, heaped over a number line, such as meetings in a year.

Beyond what a heap can hold each dot stands for several, and the chart's key says how many.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from mentorship_app.charts.axis import NumberStyle, zoomed_axis
from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.svg import BRAND, GRID, INK, QUIET, circle, document, line, text, text_width, wrapped

MOST_HIGH = 12
_WHOLE = NumberStyle(0)


@dataclass(frozen=True)
class Expected:
    """What was agreed on, as a line through the heaps, with its words."""

    value: float
    words: str


def dot_counts(
    heaps: Mapping[int, int],
    *,
    title: str,
    axis_label: str,
    each_dot: str,
    id_prefix: str,
    expected: Expected | None = None,
    description: str = "",
    width: ChartWidth = ChartWidth.WIDE,
) -> str:
    """The chart as SVG text: ``heaps`` say how many (value) had this number (key), 0 or more.

    ``each_dot`` is the key's sentence with ``{}`` for how many a dot stands for. Raises ``ValueError`` for no heap or a
    negative number.
    """
    if not heaps or min(heaps) < 0 or min(heaps.values()) < 0 or not sum(heaps.values()):
        raise ValueError("a heap needs somebody, and a number from 0 up")
    worth = ceil(max(heaps.values()) / MOST_HIGH)
    whole, size = (340.0, 13.0) if width is ChartWidth.NARROW else (640.0, 12.0)
    numbers = [0.0, float(max(heaps))] + ([expected.value] if expected else [])
    axis = zoomed_axis(numbers)
    left, right = 12.0, whole - 12
    radius = max(2.0, min(5.5, (right - left) / (axis.high - axis.low) / 2 - 0.5))
    heights = {number: ceil(count / worth) for number, count in heaps.items()}
    top = 24.0 if expected else 6.0
    bottom = top + max(heights.values()) * 2 * (radius + 0.75) + 6
    parts = [line(left, bottom, right, bottom, paint=GRID)]
    if expected:
        x = axis.place(expected.value, left, right)
        half = text_width(expected.words, size) / 2
        parts.append(line(x, top - 4, x, bottom, paint=QUIET, dash="4 3"))
        place = min(max(x, half), whole - half)
        parts.append(text(place, 14, expected.words, size=size, paint=INK, anchor="middle"))
    for number, height in sorted(heights.items()):
        x = axis.place(number, left, right)
        for place in range(height):
            parts.append(circle(x, bottom - (2 * place + 1) * (radius + 0.75), radius, paint=BRAND))
    baseline, free_from = bottom + size + 4, -1.0
    for tick in axis.ticks:
        content, x = _WHOLE.format_tick(tick), axis.place(tick, left, right)
        half_width = text_width(content, size) / 2
        if tick == int(tick) and x - half_width >= free_from:
            parts.append(text(x, baseline, content, size=size, paint=QUIET, anchor="middle"))
            free_from = x + half_width + 6
    for sentence in (axis_label, each_dot.format(worth)):
        for content in wrapped(sentence, whole, size):
            baseline += size + 4
            parts.append(text(0, baseline, content, size=size, paint=QUIET))
    css = f"chart-{width.value}"
    return document(whole, baseline + 6, parts, title=title, description=description, id_prefix=id_prefix, css=css)
