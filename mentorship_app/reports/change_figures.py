"""Pictures of change: standardised changes around 0, before and after on the scale, the course over surveys, years."""

from collections.abc import Callable, Sequence

from mentorship_app.charts import (
    Axis,
    ChartWidth,
    DumbbellRow,
    FlowStep,
    ForestRow,
    Panel,
    Point,
    WaveLine,
    WaveMean,
    dumbbell,
    forest,
    small_multiples,
    step_flow,
    wave_lines,
    zoomed_axis,
)
from mentorship_app.charts import IntervalRow as Interval
from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.reports.change_words import about_scale, shown
from mentorship_app.reports.estimate_cells import mean_of
from mentorship_app.reports.figures import axis_for
from mentorship_app.reports.findings import headline_decimals
from mentorship_app.reports.hiding import why_withheld
from mentorship_app.reports.section import Figure, Numbering
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Estimate, Summary
from mentorship_app.surveys.datasets import ScaleInfo
from mentorship_app.surveys.outcomes import Attrition, ScaleChange, ScaleTrend, YearsOfScale

_FARTHEST = 3.0
"""Standard deviations beyond which an interval ends in an arrowhead."""


def change_forest(changes: Sequence[ScaleChange], finding: str, numbering: Numbering, words: Words) -> Figure:
    """The standardised change of every scale around 0."""
    _ = words.gettext
    rows = [_forest_row(change, words) for change in changes]
    after = words.text(changes[0].after.title)

    def drawn(number: int, width: ChartWidth) -> str:
        return forest(
            rows,
            title=finding,
            axis=around_zero([bound for row in rows for bound in (row.ci_low, row.ci_high)], _FARTHEST),
            axis_label=_("Standard deviations of the scores"),
            id_prefix=f"figure-{number}-{width.value}",
            ends=(_("Left of 0: lower at “%(survey)s”", survey=after), _("Right of 0: higher", survey=after)),
            numbers=words.number_style(1),
            width=width,
        )

    measured = _("Standardised mean change (g_av) of the same people with its 95 % interval; around 0 neither way")
    return _figure(numbering, finding, measured, drawn)


def _forest_row(change: ScaleChange, words: Words) -> ForestRow:
    paired, name = shown(change), words.text(change.scale.name)
    size = None if paired is None else paired.g_av
    if paired is None or size is None:
        why = why_withheld(change.status, change.floor, words) or words.gettext("Too few to say.")
        return ForestRow(name, why.rstrip("."))
    return ForestRow(
        name,
        estimate_words(size, 2, words),
        size.value,
        size.ci_low,
        size.ci_high,
        detail=about_scale(change.scale, words),
    )


def estimate_words(estimate: Estimate, decimals: int, words: Words) -> str:
    """``−0.57 (−0.98 to −0.13)``."""
    return words.gettext(
        "%(value)s (%(interval)s)",
        value=words.number(estimate.value, decimals),
        interval=words.interval(estimate.ci_low, estimate.ci_high, decimals),
    )


def around_zero(bounds: Sequence[float | None], farthest: float) -> Axis:
    """A round range with 0 in it; what lies farther off is cut."""
    kept = [max(-farthest, min(farthest, bound)) for bound in bounds if bound is not None]
    return zoomed_axis([*kept, 0.0])


def dumbbells(changes: Sequence[ScaleChange], numbering: Numbering, words: Words) -> list[Figure]:
    """Means before and after of the same people, one figure for all scales of one range; only what is shown."""
    by_range: dict[tuple[float, float], list[ScaleChange]] = {}
    for change in changes:
        if shown(change) is not None:
            by_range.setdefault((change.scale.low, change.scale.high), []).append(change)
    return [_dumbbell(alike, numbering, words) for alike in by_range.values()]


def _dumbbell(changes: Sequence[ScaleChange], numbering: Numbering, words: Words) -> Figure:
    _ = words.gettext
    scale, titles = changes[0].scale, [words.text(side.title) for side in (changes[0].before, changes[0].after)]
    rows = [_dumbbell_row(change, words) for change in changes]
    ends = [
        Interval(row.name, end.mean, end.ci_low, end.ci_high) for row in rows for end in (row.before, row.after) if end
    ]
    axis, is_cut = axis_for(ends, scale)
    finding = _("Mean scores at “%(before)s” and “%(after)s”", before=titles[0], after=titles[1])

    def drawn(number: int, width: ChartWidth) -> str:
        return dumbbell(
            rows,
            title=finding,
            axis=axis,
            axis_label=_scale_words(scale, words, is_cut=is_cut),
            key=(titles[0], titles[1]),
            id_prefix=f"figure-{number}-{width.value}",
            numbers=words.number_style(headline_decimals(scale)),
            width=width,
        )

    return _figure(numbering, finding, _("Means of the same people with 95 % intervals"), drawn)


def _dumbbell_row(change: ScaleChange, words: Words) -> DumbbellRow:
    paired, decimals = shown(change), headline_decimals(change.scale)
    if paired is None:
        raise ValueError("only shown changes are drawn")
    values = [words.number(side.mean or 0, decimals) for side in (paired.before, paired.after)]
    return DumbbellRow(
        words.text(change.scale.name),
        words.gettext("%(low)s to %(high)s", low=values[0], high=values[1]),
        _point(paired.before, change.scale),
        _point(paired.after, change.scale),
        detail=about_scale(change.scale, words),
    )


def _point(summary: Summary, scale: ScaleInfo) -> Point:
    """A mean cannot lie beyond the ends of its scale; the table keeps the interval as it was computed."""
    mean = mean_of(summary)
    if mean is None:
        return Point(summary.mean or 0)
    return Point(mean.value, max(mean.ci_low, scale.low), min(mean.ci_high, scale.high))


def _scale_words(scale: ScaleInfo, words: Words, *, is_cut: bool) -> str:
    ends = words.interval(scale.low, scale.high, 0)
    if is_cut:
        return words.gettext("Part of the scale, %(ends)s", ends=ends)
    return words.gettext("Whole scale, %(ends)s", ends=ends)


def trend_figures(trends: Sequence[ScaleTrend], numbering: Numbering, words: Words) -> list[Figure]:
    """Means over the surveys in bands: one scale as lines, several of one range as small drawings beside each other."""
    by_range: dict[tuple[object, ...], list[ScaleTrend]] = {}
    for one in trends:
        if one.trend is not None and one.status is Visibility.SHOWN:
            key = (one.scale.low, one.scale.high, tuple(side.ref for side in one.waves))
            by_range.setdefault(key, []).append(one)
    return [_course(alike, numbering, words) for alike in by_range.values()]


def _course(trends: Sequence[ScaleTrend], numbering: Numbering, words: Words) -> Figure:
    _ = words.gettext
    scale, titles = trends[0].scale, [words.text(side.title) for side in trends[0].waves]
    means = [tuple(_wave_mean(mean, scale) for mean in one.trend.means) for one in trends if one.trend]
    axis, is_cut = axis_for([Interval("", one.mean, one.ci_low, one.ci_high) for line in means for one in line], scale)
    names = [words.text(one.scale.name) for one in trends]
    finding = (
        _("%(scale)s over %(count)s surveys", scale=names[0], count=words.number(len(titles)))
        if len(trends) == 1
        else _("Course of each scale over %(count)s surveys", count=words.number(len(titles)))
    )

    def drawn(number: int, width: ChartWidth) -> str:
        shared = {
            "title": finding,
            "axis": axis,
            "id_prefix": f"figure-{number}-{width.value}",
            "numbers": words.number_style(headline_decimals(scale)),
            "width": width,
        }
        label = _scale_words(scale, words, is_cut=is_cut)
        if len(trends) == 1:
            return wave_lines([WaveLine(names[0], means[0])], waves=titles, axis_label=label, **shared)  # type: ignore[arg-type]  # one dictionary for both charts
        panels = [Panel(name, line) for name, line in zip(names, means, strict=True)]
        between = _("From “%(first)s” to “%(last)s”. %(label)s", first=titles[0], last=titles[-1], label=label)
        return small_multiples(panels, axis_label=between, **shared)  # type: ignore[arg-type]  # as above

    return _figure(numbering, finding, _("Means by a mixed model of everybody’s answers, with 95 % intervals"), drawn)


def _wave_mean(mean: Estimate, scale: ScaleInfo) -> WaveMean:
    value = min(max(mean.value, scale.low), scale.high)
    return WaveMean(value, max(mean.ci_low, scale.low), min(mean.ci_high, scale.high))


def years_figure(years: YearsOfScale, numbering: Numbering, words: Words) -> Figure:
    """The mean change of each year around 0, in points, and of all years together as a diamond."""
    _ = words.gettext
    decimals, scale = headline_decimals(years.scale), words.text(years.scale.name)
    rows = []
    for year in years.years:
        change = mean_of(year.paired.change) if year.paired is not None else None
        if change is None or year.paired is None:
            rows.append(
                ForestRow(year.cohort, why_withheld(year.status, FLOOR, words).rstrip(".") or _("Too few to say"))
            )
            continue
        pairs = words.ngettext("%(num)s pair", "%(num)s pairs", year.paired.n)
        rows.append(
            ForestRow(
                year.cohort, estimate_words(change, decimals, words), change.value, change.ci_low, change.ci_high, pairs
            )
        )
    whole = years.pooled.estimate if years.pooled else None
    if whole is not None:
        said = estimate_words(whole, decimals, words)
        rows.append(ForestRow(_("All years"), said, whole.value, whole.ci_low, whole.ci_high, pooled=True))
    finding = _("%(scale)s: mean change of each year", scale=scale)
    farthest = years.scale.high - years.scale.low

    def drawn(number: int, width: ChartWidth) -> str:
        return forest(
            rows,
            title=finding,
            axis=around_zero([bound for row in rows for bound in (row.ci_low, row.ci_high)], farthest),
            axis_label=_("Points of the scale, %(ends)s", ends=words.interval(years.scale.low, years.scale.high, 0)),
            id_prefix=f"figure-{number}-{width.value}",
            numbers=words.number_style(decimals),
            width=width,
        )

    return _figure(numbering, finding, _("Mean change of the same people with its 95 % interval"), drawn)


def attrition_figure(attrition: Attrition, numbering: Numbering, words: Words) -> Figure | None:
    """Who was asked, who answered, who answered again; None where the counts are not told."""
    _ = words.gettext
    both, lost = attrition.both, attrition.only_before
    if both is None or lost is None:
        return None
    before, after = words.text(attrition.before.title), words.text(attrition.after.title)
    asked, answered = attrition.before.eligible, both + lost
    steps = []
    if asked is not None and asked >= answered:
        steps.append(FlowStep(_("Asked at “%(survey)s”: %(count)s", survey=before, count=words.number(asked))))
    missing = words.ngettext("%(num)s did not answer", "%(num)s did not answer", (asked or 0) - answered)
    answer = _("Answered “%(survey)s”: %(count)s", survey=before, count=words.number(answered))
    steps.append(FlowStep(answer, missing if steps and asked != answered else ""))
    again = _("Answered “%(survey)s” too: %(count)s", survey=after, count=words.number(both))
    later = words.ngettext("%(num)s did not answer", "%(num)s did not answer", lost)
    steps.append(FlowStep(again, later if lost else ""))
    finding = words.ngettext(
        "%(num)s of %(total)s people answered again", "%(num)s of %(total)s people answered again", both,
        total=words.number(answered),
    )  # fmt: skip

    def drawn(number: int, width: ChartWidth) -> str:
        return step_flow(steps, title=finding, id_prefix=f"figure-{number}-{width.value}", width=width)

    return _figure(numbering, finding, _("Number of people"), drawn)


def _figure(numbering: Numbering, finding: str, measured: str, drawn: Callable[[int, ChartWidth], str]) -> Figure:
    number = numbering.next_figure()
    return Figure(number, finding, measured, drawn(number, ChartWidth.WIDE), drawn(number, ChartWidth.NARROW))
