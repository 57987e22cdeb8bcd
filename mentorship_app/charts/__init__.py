"""One file per figure: plain data and translated words in, SVG text out; the same for the page and the PDF."""

from mentorship_app.charts.axis import Axis, NumberStyle, scale_axis, zoomed_axis
from mentorship_app.charts.bar_strip import bar_strip
from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.interval_dots import IntervalRow, interval_dots
from mentorship_app.charts.interval_strip import Mark, StripMark, number_line, strip_head, strip_row
from mentorship_app.charts.response_bars import ResponseRow, response_bars
from mentorship_app.charts.trend_line import TrendMark, trend_line

__all__ = [
    "Axis",
    "ChartWidth",
    "IntervalRow",
    "Mark",
    "NumberStyle",
    "ResponseRow",
    "StripMark",
    "TrendMark",
    "bar_strip",
    "interval_dots",
    "number_line",
    "response_bars",
    "scale_axis",
    "strip_head",
    "strip_row",
    "trend_line",
    "zoomed_axis",
]
