"""Answers from disagree to agree: one bar a question, the middle answer astride the middle of the chart.

Every part wide enough says its share, every row ends in its number of people, and a key names the parts in order:
print without colour loses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.rows import Column, column_for, lay_out
from mentorship_app.charts.svg import (
    AGAINST,
    AGAINST_MOST,
    FOR,
    FOR_MOST,
    INK,
    MIDDLE,
    ON_DEEP,
    ON_PALE,
    Paint,
    document,
    line,
    rect,
    text,
    text_width,
    wrapped,
)

FEWEST_ANSWERS, MOST_ANSWERS = 2, 7
_BAR = 20.0
_SIZE = 11.5
_KEY_SIZE = 12.0
_KEY_LINE = 18.0


@dataclass(frozen=True)
class DivergingRow:
    """A question: how many chose each answer, in order, or ``None`` where that may not be shown.

    ``words`` end the row: "n = 24", or why it is hidden.
    """

    name: str
    words: str
    counts: tuple[int, ...] | None
    detail: str = ""

    def __post_init__(self) -> None:
        if self.counts is not None and (min(self.counts, default=-1) < 0 or not sum(self.counts)):
            raise ValueError(f"row {self.name!r} needs people")
        if not self.words:
            raise ValueError(f"row {self.name!r} needs words for its number, or for why it has none")


def diverging_bars(
    rows: Sequence[DivergingRow],
    *,
    answers: Sequence[str],
    title: str,
    id_prefix: str,
    percent: str = "%",
    description: str = "",
    width: ChartWidth = ChartWidth.WIDE,
) -> str:
    """The chart as SVG text. ``answers`` name the parts from left to right; ``percent`` follows each number.

    Raises ``ValueError`` for no rows, fewer than 2 or more than 7 answers, or counts that do not match them.
    """
    if not rows:
        raise ValueError("a chart needs a row")
    if not FEWEST_ANSWERS <= len(answers) <= MOST_ANSWERS:
        raise ValueError(f"{len(answers)} answers cannot be told apart")
    if any(row.counts is not None and len(row.counts) != len(answers) for row in rows):
        raise ValueError("every row needs a count for each answer")
    paints = _paints(len(answers))
    column = column_for(width, [row.name for row in rows], [row.detail for row in rows], [row.words for row in rows])
    below, above = _reach(rows)
    left, right = column.frame.plot_left, column.frame.plot_right
    if column.frame.stacked:
        left = 0.0
    scale = (right - left) / ((below + above) or 1)
    middle = left + below * scale

    def drawn(position: int, y: float) -> list[str]:
        counts = rows[position].counts
        return _bar(counts, paints, middle, scale, y, percent) if counts else []

    head, top = _key(answers, paints, column)
    words = [(row.name, row.detail, row.words, False) for row in rows]
    parts, placed = lay_out(column, words, top, drawn)
    axis = [
        line(middle, row.middle - _BAR / 2 - 3, middle, row.middle + _BAR / 2 + 3, paint=INK)
        for row, asked in zip(placed, rows, strict=True)
        if asked.counts
    ]
    whole = [*head, *parts, *axis]
    return document(
        column.frame.width,
        placed[-1].bottom + 4,
        whole,
        title=title,
        description=description,
        id_prefix=id_prefix,
        css=f"chart-{width.value}",
    )


def _reach(rows: Sequence[DivergingRow]) -> tuple[float, float]:
    """The largest shares on either side of the middle."""
    below = above = 0.0
    for row in rows:
        if row.counts:
            n, half = sum(row.counts), len(row.counts) // 2
            astride = row.counts[half] / 2 if len(row.counts) % 2 else 0.0
            below = max(below, (sum(row.counts[:half]) + astride) / n)
            above = max(above, (sum(row.counts[-half:]) + astride) / n)
    return below, above


def _bar(
    counts: tuple[int, ...], paints: Sequence[Paint], middle: float, scale: float, y: float, percent: str
) -> list[str]:
    n, half = sum(counts), len(counts) // 2
    astride = counts[half] / 2 if len(counts) % 2 else 0.0
    x = middle - (sum(counts[:half]) + astride) / n * scale
    parts: list[str] = []
    for count, paint in zip(counts, paints, strict=True):
        long = count / n * scale
        if count:
            parts.append(rect(x, y - _BAR / 2, long, _BAR, paint=paint, rim=INK))
            content = f"{round(100 * count / n)}{percent}"
            # Astride the middle a number would stand on its line.
            is_free = abs(x + long / 2 - middle) > text_width(content, _SIZE) / 2 + 2
            if is_free and text_width(content, _SIZE) + 6 <= long:
                on = ON_DEEP if paint in (FOR_MOST, AGAINST_MOST) else ON_PALE
                parts.append(text(x + long / 2, y + 4, content, size=_SIZE, paint=on, anchor="middle", weight=600))
        x += long
    return parts


def _paints(count: int) -> list[Paint]:
    against = [AGAINST_MOST, AGAINST] if count >= 4 else [AGAINST_MOST]
    agree = [FOR, FOR_MOST] if count >= 4 else [FOR_MOST]
    half = count // 2
    # Six and seven answers share the inner shade: their order and their numbers tell them apart.
    low = [against[min(place, len(against) - 1)] for place in range(half)]
    high = [agree[max(len(agree) - half + place, 0)] for place in range(half)]
    return [*low, *([MIDDLE] if count % 2 else []), *high]


def _key(answers: Sequence[str], paints: Sequence[Paint], column: Column) -> tuple[list[str], float]:
    parts: list[str] = []
    x, top, width = 0.0, 2.0, column.frame.width
    for answer, paint in zip(answers, paints, strict=True):
        lines = wrapped(answer, width - 18, _KEY_SIZE)
        needed = 18 + max(text_width(content, _KEY_SIZE) for content in lines)
        if x and (x + needed > width or len(lines) > 1):
            x, top = 0.0, top + _KEY_LINE
        parts.append(rect(x + 0.5, top + 2, 12, 12, paint=paint, rim=INK))
        for position, content in enumerate(lines):
            parts.append(text(x + 18, top + 12 + position * _KEY_LINE, content, size=_KEY_SIZE))
        top += (len(lines) - 1) * _KEY_LINE
        x += needed + 18
    return parts, top + _KEY_LINE + 6
