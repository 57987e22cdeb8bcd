"""The charts of a report, from released rows: on paper and a wide page in the rows of a table, on a phone above it."""

from collections.abc import Sequence

from mentorship_app.charts import Axis, ChartWidth, IntervalRow, ResponseRow, interval_dots, response_bars, scale_axis
from mentorship_app.charts import zoomed_axis as cut_axis
from mentorship_app.reports.findings import first_stratum, headline_decimals, scale_explanation, scale_headline
from mentorship_app.reports.hiding import withheld
from mentorship_app.reports.ranges import shows_any
from mentorship_app.reports.section import Figure, Numbering
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import GroupRow, ScaleInfo, ScaleTable

_CUT_BELOW = 0.6
"""An axis is cut when the intervals take up less than this share of the scale."""


def scale_figure(table: ScaleTable, numbering: Numbering, words: Words) -> Figure:
    """One scale by itself: its groups as dots with intervals, everybody as a diamond and a line."""
    scale, stratum = table.scale, first_stratum(table)
    shown = stratum.rows if stratum and shows_any(stratum) else ()
    rows = [interval_row(words.text(row.name), row, words, scale) for row in shown]
    rows.append(interval_row(words.text(table.total.name), table.total, words, scale, total=True))
    axis, is_cut = axis_for(rows, scale)
    finding = scale_headline(table, stratum, words)
    number = numbering.next_figure()
    drawn = {
        width: interval_dots(
            rows,
            title=finding,
            axis=axis,
            axis_label=_axis_label(scale, words, is_cut=is_cut),
            reference_label=_everybody(table, words),
            id_prefix=f"figure-{number}-{width.value}",
            numbers=words.number_style(headline_decimals(scale)),
            width=width,
        )
        for width in ChartWidth
    }
    notes = tuple(note for note in (scale_explanation(table, stratum, words),) if note)
    return Figure(number, finding, measure(scale, words), drawn[ChartWidth.WIDE], drawn[ChartWidth.NARROW], notes)


def response_figure(rows: Sequence[ResponseRow], numbering: Numbering, *, finding: str, measure: str) -> Figure:
    """How many people answered each survey."""
    number = numbering.next_figure()
    drawn = {
        width: response_bars(rows, title=finding, id_prefix=f"figure-{number}-{width.value}", width=width)
        for width in ChartWidth
    }
    return Figure(number, finding, measure, drawn[ChartWidth.WIDE], drawn[ChartWidth.NARROW])


def measure(scale: ScaleInfo, words: Words) -> str:
    """What the marks of a chart are, and which way is better."""
    return words.gettext("Mean with 95 %% interval. %(direction)s", direction=direction(scale, words))


def direction(scale: ScaleInfo, words: Words) -> str:
    """Which end of the scale is the better one."""
    _ = words.gettext
    if scale.better == "neither":
        return _("Neither end is better.")
    return _("Higher is better.") if scale.better == "up" else _("Lower is better.")


def interval_row(name: str, row: GroupRow, words: Words, scale: ScaleInfo, *, total: bool = False) -> IntervalRow:
    """A group as a chart draws it."""
    summary = row.summary
    if summary is None or summary.mean is None:
        return IntervalRow(name, withheld=withheld(row, words), total=total)
    ci_low, ci_high = summary.ci_low, summary.ci_high
    if ci_low is not None and ci_high is not None:
        # A mean cannot lie beyond the ends of its scale; the table keeps the interval as it was computed.
        ci_low, ci_high = max(ci_low, scale.low), min(ci_high, scale.high)
    return IntervalRow(
        name, summary.mean, ci_low, ci_high, detail=words.gettext("n = %(n)s", n=words.number(summary.n)), total=total
    )


def axis_for(rows: Sequence[IntervalRow], scale: ScaleInfo) -> tuple[Axis, bool]:
    """The number line that these rows need, and whether it leaves out a part of the scale."""
    values = [v for row in rows for v in (row.mean, row.ci_low, row.ci_high) if v is not None]
    if not values or max(values) - min(values) > _CUT_BELOW * (scale.high - scale.low):
        return scale_axis(scale.low, scale.high), False
    axis = cut_axis(values, within=(scale.low, scale.high))
    return axis, (axis.low, axis.high) != (scale.low, scale.high)


def _axis_label(scale: ScaleInfo, words: Words, *, is_cut: bool) -> str:
    _ = words.gettext
    values = {"low": words.number(scale.low), "high": words.number(scale.high)}
    if is_cut:
        return _("Mean score. The scale runs from %(low)s to %(high)s; only a part of it is drawn.", **values)
    return _("Mean score, on the whole scale from %(low)s to %(high)s.", **values)


def _everybody(table: ScaleTable, words: Words) -> str:
    summary = table.total.summary
    if summary is None or summary.mean is None or not table.groups:
        return ""
    mean = words.number(summary.mean, headline_decimals(table.scale))
    return f"{words.text(table.total.name)} {mean}"
