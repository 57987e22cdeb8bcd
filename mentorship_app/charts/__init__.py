"""One file per figure: plain data and translated words in, SVG text out; the same for the page and the PDF."""

from mentorship_app.charts.axis import Axis, NumberStyle, scale_axis, zoomed_axis
from mentorship_app.charts.bar_strip import bar_strip
from mentorship_app.charts.diverging_bars import DivergingRow, diverging_bars
from mentorship_app.charts.dot_counts import Expected, dot_counts
from mentorship_app.charts.dumbbell import DumbbellRow, Point, dumbbell
from mentorship_app.charts.forest import ForestRow, forest
from mentorship_app.charts.frame import ChartWidth
from mentorship_app.charts.interval_dots import IntervalRow, interval_dots
from mentorship_app.charts.interval_strip import Mark, StripMark, number_line, strip_head, strip_row
from mentorship_app.charts.place_map import PlaceRow, place_map, squares_are_worth
from mentorship_app.charts.quadrant import Need, quadrant
from mentorship_app.charts.response_bars import ResponseRow, response_bars
from mentorship_app.charts.small_multiples import Panel, small_multiples
from mentorship_app.charts.step_flow import FlowStep, step_flow
from mentorship_app.charts.trend_line import TrendMark, trend_line
from mentorship_app.charts.wave_lines import WaveLine, WaveMean, wave_lines

__all__ = [
    "Axis",
    "ChartWidth",
    "DivergingRow",
    "DumbbellRow",
    "Expected",
    "FlowStep",
    "ForestRow",
    "IntervalRow",
    "Mark",
    "Need",
    "NumberStyle",
    "Panel",
    "PlaceRow",
    "Point",
    "ResponseRow",
    "StripMark",
    "TrendMark",
    "WaveLine",
    "WaveMean",
    "bar_strip",
    "diverging_bars",
    "dot_counts",
    "dumbbell",
    "forest",
    "interval_dots",
    "number_line",
    "place_map",
    "quadrant",
    "response_bars",
    "scale_axis",
    "small_multiples",
    "squares_are_worth",
    "step_flow",
    "strip_head",
    "strip_row",
    "trend_line",
    "wave_lines",
    "zoomed_axis",
]
