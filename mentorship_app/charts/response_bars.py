"""Who answered: one bar per group, its length the number of people, the number written beside it.

Where the number invited is known, a pale track shows it behind the bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.charts.frame import ChartWidth, Frame, frame_for, row_words
from mentorship_app.charts.svg import BRAND, INK, QUIET, TRACK, document, line, rect, text, text_width

_BAR = 16
_ROW_PADDING = 8


@dataclass(frozen=True)
class ResponseRow:
    """A group: how many answered of how many invited, and the words beside the bar ("21 of 24").

    ``answered`` is ``None`` when the number may not be shown; ``count_text`` then says so. The total has no bar, since
    it would dwarf the others.
    """

    name: str
    count_text: str
    answered: int | None = None
    invited: int | None = None
    total: bool = False

    def __post_init__(self) -> None:
        if self.answered is not None and not 0 <= self.answered <= (self.invited or self.answered):
            raise ValueError(f"{self.answered} of {self.invited} cannot have answered in {self.name!r}")


def response_bars(
    rows: Sequence[ResponseRow],
    *,
    title: str,
    id_prefix: str,
    description: str = "",
    width: ChartWidth = ChartWidth.WIDE,
) -> str:
    """The chart as SVG text. ``title`` is the finding in words. Raises ``ValueError`` for no rows."""
    if not rows:
        raise ValueError("a chart needs a row")
    size = 15.0 if width is ChartWidth.NARROW else 13.0
    room = max((text_width(row.count_text, size, weight=700) for row in rows if row.answered is not None), default=0)
    frame = frame_for(width, [row.name for row in rows], [], margin_right=min(room + 12, 200))
    most = max((max(row.answered or 0, row.invited or 0) for row in rows if not row.total), default=0)
    parts: list[str] = []
    top = 2.0
    for row in rows:
        drawn, top = _row(row, frame, top, most)
        parts += drawn
    css = f"chart-{width.value}"
    return document(frame.width, top + 2, parts, title=title, description=description, id_prefix=id_prefix, css=css)


def _row(row: ResponseRow, frame: Frame, top: float, most: int) -> tuple[list[str], float]:
    """One row from ``top`` downward, and where the next begins."""
    words = row_words(row.name, "", frame, total=row.total)
    height = words.height(frame)
    parts = []
    if row.total and top > _BAR:
        parts.append(line(0, top + 4, frame.width, top + 4, paint=INK))
        top += 6
    if frame.stacked:
        middle = top + _ROW_PADDING + height + 4 + _BAR / 2
        bottom = middle + _BAR / 2 + _ROW_PADDING / 2
        parts += words.draw(frame, top + _ROW_PADDING)
    else:
        extent = max(_BAR, height) + 2 * _ROW_PADDING
        middle, bottom = top + extent / 2, top + extent
        parts += words.draw(frame, middle - height / 2)
    left = 0.0 if frame.stacked else frame.plot_left
    end = left
    if row.answered is not None and not row.total and most:
        scale = (frame.plot_right - left) / most
        if row.invited is not None:
            parts.append(rect(left, middle - _BAR / 2, row.invited * scale, _BAR, paint=TRACK))
        parts.append(rect(left, middle - _BAR / 2, row.answered * scale, _BAR, paint=BRAND))
        end = left + max(row.answered, row.invited or 0) * scale + 8
    hidden = row.answered is None and not row.total
    paint, weight = (QUIET, 400) if hidden else (INK, 700 if row.total else 600)
    parts.append(text(end, middle + 4.5, row.count_text, size=frame.name_size, paint=paint, weight=weight))
    return parts, bottom
