"""Progress from 0 to 10 as a small line, with the same in words."""

from dataclasses import dataclass

from markupsafe import Markup

from mentorship_app.charts import Axis, ChartWidth, NumberStyle, TrendMark, trend_line
from mentorship_app.mentoring.goals.contents import GoalContents, Progress
from mentorship_app.mentoring.goals.services import FULL
from mentorship_app.web.i18n import _, long_day, short_day

MOST_MARKS = 8
"""The line shows so many, the newest; the table all of them."""
_AXIS = Axis(0, FULL, (0, FULL / 2, FULL))


@dataclass(frozen=True)
class DrawnProgress:
    """All marks, the newest first, with the drawing, which is that for phones; none while there is a single mark."""

    marks: tuple[Progress, ...]
    finding: str
    drawings: tuple[Markup, ...]


def drawn_progress(contents: GoalContents, name: str) -> DrawnProgress | None:
    """The progress of a goal; ``name`` tells its drawings apart on a page. None where nothing is marked."""
    if contents.last is None:
        return None
    finding = _("%(value)s of 10 on %(day)s", value=contents.last.value, day=long_day(contents.last.on))
    marks = contents.progress[-MOST_MARKS:]
    drawings = (_drawing(marks, finding, name),) if len(marks) > 1 else ()
    return DrawnProgress(tuple(reversed(contents.progress)), finding, drawings)


def _drawing(marks: tuple[Progress, ...], finding: str, name: str) -> Markup:
    """For phones alone: a page holds several things, and a few marks need no more room on a wide one."""
    drawing = trend_line(
        [TrendMark(short_day(mark.on), mark.value) for mark in marks],
        title=finding,
        axis=_AXIS,
        axis_label=_("0 is the beginning, 10 is reached."),
        id_prefix=name,
        numbers=NumberStyle(0),
        width=ChartWidth.NARROW,
    )
    return Markup(drawing)  # noqa: S704  the chart escapes every text
