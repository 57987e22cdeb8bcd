"""How many came from step to step: boxes below one another, and beside each who was lost on the way.

Suits 2 to some 8 steps, such as eligible, invited, started, completed, linked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.svg import INK, QUIET, TRACK, document, line, polygon, rect, text, wrapped

_BETWEEN = 34.0
_PADDING = 9.0


@dataclass(frozen=True)
class FlowStep:
    """A step: its words ("Invited: 28"), and what is said beside the way to it ("2 had left"), if anything."""

    words: str
    lost: str = ""


def step_flow(
    steps: Sequence[FlowStep],
    *,
    title: str,
    id_prefix: str,
    description: str = "",
    width: ChartWidth = ChartWidth.WIDE,
) -> str:
    """The chart as SVG text. Raises ``ValueError`` for fewer than two steps."""
    if len(steps) < 2:
        raise ValueError("a flow has two steps or more")
    narrow = width is ChartWidth.NARROW
    whole, size = (340.0, 14.0) if narrow else (640.0, 13.0)
    box_width = whole * (0.62 if narrow else 0.5)
    middle = box_width / 2
    parts: list[str] = []
    top = 2.0
    for position, step in enumerate(steps):
        if position:
            top = _way(step.lost, middle, top, whole, size, parts)
        top = _box(step.words, box_width, top, size, parts)
    return document(
        whole,
        top + 2,
        parts,
        title=title,
        description=description,
        id_prefix=id_prefix,
        css=f"chart-{width.value}",
    )


def _box(words: str, width: float, top: float, size: float, parts: list[str]) -> float:
    lines = wrapped(words, width - 2 * _PADDING, size, weight=600)
    height = len(lines) * (size + 4) + 2 * _PADDING - 2
    parts.append(rect(1, top, width - 2, height, paint=TRACK, rim=QUIET))
    baseline = top + _PADDING - 4
    for content in lines:
        baseline += size + 4
        parts.append(text(width / 2, baseline, content, size=size, anchor="middle", weight=600))
    return top + height


def _way(lost: str, x: float, top: float, whole: float, size: float, parts: list[str]) -> float:
    lines = wrapped(lost, whole - x - 40, size) if lost else ()
    height = max(_BETWEEN, len(lines) * (size + 4) + 12)
    bottom = top + height
    parts.append(line(x, top, x, bottom - 7, paint=INK, width=1.5))
    parts.append(polygon([(x - 5, bottom - 8), (x + 5, bottom - 8), (x, bottom - 1)], paint=INK))
    if lines:
        y = top + (height - 7) / 2
        parts.append(line(x, y, x + 26, y, paint=QUIET))
        baseline = y - len(lines) * (size + 4) / 2 - 1
        for content in lines:
            baseline += size + 4
            parts.append(text(x + 34, baseline, content, size=size, paint=QUIET))
    return bottom
