"""The findings of the summary: what changed in the same people, else what the latest scores show."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.charts import Axis, Mark, StripMark, number_line, scale_axis, zoomed_axis
from mentorship_app.reports.change_words import about_scale, change_basis, change_headline, latest_of, shown
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.estimate_cells import mean_of
from mentorship_app.reports.figures import direction
from mentorship_app.reports.findings import Verdict, compare, first_stratum, headline_decimals, scale_headline
from mentorship_app.reports.hiding import withheld
from mentorship_app.reports.levels import Level, is_single_need, level_of
from mentorship_app.reports.scales import by_scale
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Summary
from mentorship_app.surveys.aggregates import Dataset, ScaleTable
from mentorship_app.surveys.outcomes import ScaleChange

MOST_FINDINGS = 3
"""As many as a reader keeps in mind; the sections that follow have all."""

_OF_DEAN = (Level.WELL_BEING, Level.REACTION)


@dataclass(frozen=True)
class Finding:
    """What one scale shows: a sentence, what it rests on, and the mean on its number line."""

    headline: str
    detail: str
    picture: str


def told_changes(context: ReportContext) -> tuple[ScaleChange, ...]:
    """Changes of mentees that can be told, in the order of the report: well-being, then reaction."""
    found = [change for change in latest_of(context.outcomes.changes) if shown(change) is not None]
    return tuple(
        change
        for level in _OF_DEAN
        for change in found
        if not change.of_mentors and level_of(change.scale) is level and not is_single_need(change.scale)
    )


def chosen(changes: Sequence[ScaleChange]) -> tuple[ScaleChange, ...]:
    """The first scale of each measure, then further ones: a rule that looks at no result, so that none is picked."""
    first: dict[str, ScaleChange] = {}
    for change in changes:
        first.setdefault(change.scale.measure.key if change.scale.measure else change.scale.key, change)
    rest = [change for change in changes if change not in first.values()]
    kept = (*first.values(), *rest)[:MOST_FINDINGS]
    return tuple(change for change in changes if change in kept)


def about_findings(context: ReportContext) -> str:
    """What the pictures beside the findings show."""
    changes = told_changes(context)
    return _about_changes(changes, context.words) if changes else _about_scores(context)


def findings_of(context: ReportContext) -> list[Finding]:
    """At most three."""
    words, changes = context.words, chosen(told_changes(context))
    if changes:
        return [_of_change(change, changes, place, words) for place, change in enumerate(changes, 1)]
    scales = about_spotlight(context)[:MOST_FINDINGS]
    return [_finding(tables, position, words) for position, tables in enumerate(scales, 1)]


def about_spotlight(context: ReportContext) -> list[list[tuple[Dataset, ScaleTable]]]:
    """The scales of the spotlight, each after the survey before it that had the same."""
    found = []
    for tables in by_scale(context.datasets):
        place = next((i for i, (dataset, _table) in enumerate(tables) if dataset is context.spotlight), None)
        if place is not None:
            found.append(tables[max(place - 1, 0) : place + 1])
    return found


def _about_changes(changes: Sequence[ScaleChange], words: Words) -> str:
    _ = words.gettext
    said = _("Mean change of the same people with its 95 % interval; 0 is no change.")
    if len(changes) <= MOST_FINDINGS:
        return said
    rule = _("The first scale of each measure; the sections that follow have all.")
    return f"{said} {rule}"


def _of_change(change: ScaleChange, beside: Sequence[ScaleChange], place: int, words: Words) -> Finding:
    headline = change_headline(change, words)
    about = words.gettext("Scale: %(about)s.", about=about_scale(change.scale, words))
    picture = _change_picture(change, beside, headline, place, words)
    return Finding(headline, f"{change_basis(change, words)} {about}", picture)


def _change_picture(change: ScaleChange, beside: Sequence[ScaleChange], title: str, place: int, words: Words) -> str:
    paired = shown(change)
    estimate = mean_of(paired.change) if paired else None
    if estimate is None:
        return ""
    style = words.number_style(headline_decimals(change.scale))
    mark = StripMark(estimate.value, estimate.ci_low, estimate.ci_high)
    axis = _both_ways(change, beside)
    return number_line([mark], axis=axis, title=title, id_prefix=f"finding-{place}", numbers=style, middle=0.0)


def _both_ways(change: ScaleChange, beside: Sequence[ScaleChange]) -> Axis:
    """As far down as up, and the same for scales of one range, so that pictures can be compared."""
    alike = [one for one in beside if (one.scale.low, one.scale.high) == (change.scale.low, change.scale.high)]
    found = [mean_of(paired.change) for one in alike if (paired := shown(one)) is not None]
    farthest = max(abs(end) for one in found if one is not None for end in (one.ci_low, one.ci_high))
    return zoomed_axis([-farthest, farthest]) if farthest else zoomed_axis([-1.0, 1.0])


def _about_scores(context: ReportContext) -> str:
    """What the pictures beside the findings show."""
    words = context.words
    _ = words.gettext
    latest = words.text(context.spotlight.title)
    before = next((tables[0][0] for tables in about_spotlight(context) if len(tables) > 1), None)
    if before is None:
        return _("%(survey)s. Dot: mean of everybody. Line: its 95 %% interval, on the whole scale.", survey=latest)
    return _(
        "Ring: %(before)s. Dot: %(latest)s. Means of everybody with 95 %% intervals, on the whole scale.",
        before=words.text(before.title),
        latest=latest,
    )


def _finding(tables: list[tuple[Dataset, ScaleTable]], position: int, words: Words) -> Finding:
    table = tables[-1][1]
    headline = scale_headline(table, first_stratum(table), words)
    if table.total.summary is None:
        return Finding(headline, withheld(table.total, words), "")
    means = [_said(dataset, each, words) for dataset, each in tables]
    detail = [
        words.gettext("Scale from %(ends)s.", ends=words.interval(table.scale.low, table.scale.high, 0)),
        direction(table.scale, words),
        *means,
        *_groups_said(table, words),
    ]
    return Finding(headline, " ".join(part for part in detail if part), _picture(tables, headline, position, words))


def _said(dataset: Dataset, table: ScaleTable, words: Words) -> str:
    """The mean of one survey with its interval and the people behind it."""
    summary = table.total.summary
    title = words.text(dataset.title)
    if summary is None:
        return words.named(title, withheld(table.total, words))
    return words.ngettext(
        "%(survey)s: mean %(mean)s, 95 %% interval %(interval)s, %(num)s person.",
        "%(survey)s: mean %(mean)s, 95 %% interval %(interval)s, %(num)s people.",
        summary.n,
        survey=title,
        mean=words.number(summary.mean or 0, headline_decimals(table.scale)),
        interval=_interval(table, summary, words) or words.gettext("not known"),
    )


def _groups_said(table: ScaleTable, words: Words) -> list[str]:
    """The intervals of the groups that stand apart."""
    found = compare(table, first_stratum(table))
    if found.verdict is not Verdict.APART or found.lowest is None or found.highest is None:
        return []
    (low, low_summary), (high, high_summary) = found.lowest, found.highest
    return [
        words.gettext(
            "95 %% intervals: %(lowest)s %(low)s, %(highest)s %(high)s.",
            lowest=words.text(low.name),
            low=_interval(table, low_summary, words),
            highest=words.text(high.name),
            high=_interval(table, high_summary, words),
        )
    ]


def _picture(tables: list[tuple[Dataset, ScaleTable]], title: str, position: int, words: Words) -> str:
    scale = tables[-1][1].scale
    marks = [
        StripMark(
            summary.mean,
            None if summary.ci_low is None else max(summary.ci_low, scale.low),
            None if summary.ci_high is None else min(summary.ci_high, scale.high),
            Mark.GROUP if dataset is tables[-1][0] else Mark.EARLIER,
        )
        for dataset, table in tables
        if (summary := table.total.summary) is not None and summary.mean is not None
    ]
    style = words.number_style(headline_decimals(scale))
    return number_line(
        marks, axis=scale_axis(scale.low, scale.high), title=title, id_prefix=f"finding-{position}", numbers=style
    )


def _interval(table: ScaleTable, summary: Summary, words: Words) -> str:
    if summary.ci_low is None or summary.ci_high is None:
        return ""
    return words.interval(summary.ci_low, summary.ci_high, headline_decimals(table.scale))
