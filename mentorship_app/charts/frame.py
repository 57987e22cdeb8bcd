"""What the row charts share: width, column of labels, and the words of a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from mentorship_app.charts.svg import QUIET, text, text_width, wrapped

NAME_WEIGHT = 600
TOTAL_WEIGHT = 700


class ChartWidth(Enum):
    """Drawn for a column of a page or a PDF, or for a phone. A page holds both and shows one by its width."""

    WIDE = "wide"
    NARROW = "narrow"


@dataclass(frozen=True)
class Frame:
    """Measures of one drawing. In a narrow one, names stand above their row instead of beside it."""

    width: float
    plot_left: float
    plot_right: float
    name_width: float
    name_size: float
    small_size: float
    stacked: bool

    @property
    def name_line(self) -> float:
        return self.name_size + 3

    @property
    def small_line(self) -> float:
        return self.small_size + 4


@dataclass(frozen=True)
class RowWords:
    """The name of a row in lines that fit, and the quiet line under it."""

    name: tuple[str, ...]
    detail: tuple[str, ...]
    total: bool

    def height(self, frame: Frame) -> float:
        return len(self.name) * frame.name_line + len(self.detail) * frame.small_line

    def draw(self, frame: Frame, top: float) -> list[str]:
        """The words from ``top`` downward, at the left edge."""
        weight = TOTAL_WEIGHT if self.total else NAME_WEIGHT
        parts = []
        baseline = top - 3
        for content in self.name:
            baseline += frame.name_line
            parts.append(text(0, baseline, content, size=frame.name_size, weight=weight))
        for content in self.detail:
            baseline += frame.small_line
            parts.append(text(0, baseline, content, size=frame.small_size, paint=QUIET))
        return parts


def frame_for(width: ChartWidth, names: Sequence[str], details: Sequence[str], *, margin_right: float) -> Frame:
    """Measures for these rows: the column of names is as wide as the longest needs, up to a third of the chart."""
    if width is ChartWidth.NARROW:
        return Frame(340, 12, 340 - margin_right, 340, 15, 13, stacked=True)
    longest = max(
        [text_width(name, 13, weight=TOTAL_WEIGHT) for name in names] + [text_width(detail, 11) for detail in details],
        default=0,
    )
    name_width = min(max(longest, 60), 210)
    return Frame(640, name_width + 28, 640 - margin_right, name_width, 13, 11, stacked=False)


def row_words(name: str, detail: str, frame: Frame, *, total: bool) -> RowWords:
    weight = TOTAL_WEIGHT if total else NAME_WEIGHT
    return RowWords(
        wrapped(name, frame.name_width, frame.name_size, weight=weight),
        wrapped(detail, frame.name_width, frame.small_size) if detail else (),
        total,
    )
