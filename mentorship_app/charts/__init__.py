"""One file per figure: plain data and translated words in, SVG text out; the same for the page and the PDF."""

from mentorship_app.charts.axis import Axis, NumberStyle, scale_axis, zoomed_axis
from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.interval_dots import IntervalRow, interval_dots
from mentorship_app.charts.response_bars import ResponseRow, response_bars

__all__ = [
    "Axis",
    "ChartWidth",
    "IntervalRow",
    "NumberStyle",
    "ResponseRow",
    "interval_dots",
    "response_bars",
    "scale_axis",
    "zoomed_axis",
]
