"""Scores: each scale from survey to survey, then every scale of every survey by group, with its uncertainty."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from mentorship_app.core.i18n import N_
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.drawings import Line, Titles, draw_scores
from mentorship_app.reports.findings import first_stratum, scale_explanation, scale_headline, scores_headline
from mentorship_app.reports.hiding import withheld
from mentorship_app.reports.ranges import shows_any
from mentorship_app.reports.scales import by_scale
from mentorship_app.reports.score_tables import score_columns, score_row
from mentorship_app.reports.section import Drawing, Numbering, Part, Section
from mentorship_app.reports.share_tables import limit_sources, limits_table
from mentorship_app.reports.tables import Column, Table
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import Dataset, GroupTable, ScaleInfo, ScaleTable
from mentorship_app.surveys.datasets import MeasureInfo

MOST_DRAWN = 4
"""A measure with more scales than this is one table: drawings of each would bury the rest."""


@dataclass(frozen=True)
class ScalePart:
    """One scale: a drawing for each grouping. Without any, ``headline`` stands alone and ``notes`` say why."""

    headline: str
    drawings: tuple[Drawing, ...]
    notes: tuple[str, ...]
    measure: str = ""
    """Title of the measure, on the first of its scales where the survey asked several."""
    together: Table | None = None
    """All scales of a measure that has many, everybody together, in place of drawings."""
    limits: tuple[Table, ...] = ()
    sources: tuple[str, ...] = ()
    """What must stand beside the limits."""

    @property
    def tables(self) -> tuple[Table, ...]:
        together = () if self.together is None else (self.together,)
        return (*(drawing.table for drawing in self.drawings), *together, *self.limits)


@dataclass(frozen=True)
class SurveyPart:
    """All scales of one survey."""

    title: str
    source: str
    notes: tuple[str, ...]
    scales: tuple[ScalePart, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for scale in self.scales for table in scale.tables)


def draw(context: ReportContext, numbering: Numbering) -> Section:
    """All scales together, side by side where there are several surveys; then each survey, oldest first."""
    words = context.words
    repeated = [tables for tables in by_scale(context.datasets) if len(tables) > 1 and not _is_long(*tables[-1])]
    waves = [_waves(tables, numbering, words) for tables in repeated]
    surveys = [_survey(dataset, place, numbering, words) for place, dataset in enumerate(context.datasets, 1)]
    return Section(
        key="scores",
        name=words.gettext("Scores"),
        values={
            "headline": scores_headline(context.spotlight, words),
            "lead": _lead(context),
            "waves": waves,
            "about_waves": _about_waves(context),
            "surveys": surveys,
        },
        tables=(
            *(drawing.table for drawing in waves),
            *(table for part in surveys for table in part.tables),
        ),
    )


def _lead(context: ReportContext) -> str:
    words = context.words
    _ = words.gettext
    if len(context.datasets) > 1:
        return _(
            "The headline is about one survey, %(survey)s. Differences between surveys are not tested here.",
            survey=words.text(context.spotlight.title),
        )
    return _("Mean scores with 95 % intervals. There was no comparison group, so nothing here shows an effect.")


def _about_waves(context: ReportContext) -> str:
    _ = context.words.gettext
    said = _("Everybody together at each survey, whoever answered it: not everybody answered every one.")
    if not any(change.paired is not None for change in context.outcomes.changes):
        return said
    further = _("How the same people changed stands in the sections before this one.")
    return f"{said} {further}"


def _waves(tables: list[tuple[Dataset, ScaleTable]], numbering: Numbering, words: Words) -> Drawing:
    _ = words.gettext
    scale = tables[-1][1].scale
    name = words.text(scale.name)
    titles = Titles(
        finding=_("%(scale)s at each survey", scale=name),
        caption=_everybody_together(scale, numbering, words),
        first_column=_("Survey"),
        key=f"scores.waves.{scale.key}",
    )
    lines = [Line(words.text(dataset.title), table.total) for dataset, table in tables]
    return draw_scores(lines, scale, titles, numbering=numbering, words=words)


def _survey(dataset: Dataset, place: int, numbering: Numbering, words: Words) -> SurveyPart:
    title = words.text(dataset.title)
    if dataset.collected_on is not None:
        title = f"{title}, {words.day(dataset.collected_on)}"
    return SurveyPart(
        title=title,
        source=words.text(dataset.source),
        notes=tuple(words.text(note) for note in dataset.notes),
        scales=tuple(_keyed(part, place) for part in _scales(dataset, numbering, words)),
    )


def _keyed(part: ScalePart, place: int) -> ScalePart:
    """The same, the keys of its tables told apart by the place of the survey."""

    def keyed(table: Table) -> Table:
        return replace(table, key=f"scores.{place}.{table.key}")

    return replace(
        part,
        drawings=tuple(replace(drawing, table=keyed(drawing.table)) for drawing in part.drawings),
        together=None if part.together is None else keyed(part.together),
        limits=tuple(keyed(table) for table in part.limits),
    )


def _scales(dataset: Dataset, numbering: Numbering, words: Words) -> tuple[ScalePart, ...]:
    """Every scale; where there are several measures, the first scale of each says whose it is."""
    found: list[ScalePart] = []
    has_several = len({table.scale.measure for table in dataset.scales}) > 1
    for measure, grouped in groupby(dataset.scales, key=lambda table: table.scale.measure):
        tables = list(grouped)
        if measure is not None and _is_long(dataset, tables[0]):
            found.append(_measure_in_one(dataset, measure, tables, numbering, words))
            continue
        for position, table in enumerate(tables):
            part = _with_limits(_scale(dataset, table, numbering, words), dataset, [table], numbering, words)
            is_first = has_several and measure is not None and position == 0
            found.append(replace(part, measure=words.text(measure.title)) if measure and is_first else part)
    return tuple(found)


def _is_long(dataset: Dataset, table: ScaleTable) -> bool:
    """Whether the measure of a scale has too many scales in this survey to draw each."""
    measure = table.scale.measure
    return measure is not None and sum(one.scale.measure == measure for one in dataset.scales) > MOST_DRAWN


def _measure_in_one(
    dataset: Dataset, measure: MeasureInfo, tables: Sequence[ScaleTable], numbering: Numbering, words: Words
) -> ScalePart:
    """One table of all scales; their groups stand on the page of the survey's results."""
    title = words.text(measure.title)
    together = Table(
        caption=words.gettext(
            "Table %(number)s. %(scale)s, everybody together", number=numbering.next_table(), scale=title
        ),
        columns=(Column(words.gettext("Scale"), is_number=False), *score_columns(words)),
        rows=tuple(score_row(words.text(one.scale.name), one.total, one.scale, words) for one in tables),
        survey=words.text(dataset.title),
        key=measure.key,
    )
    part = ScalePart(title, (), (), together=together)
    return _with_limits(part, dataset, [table for table in tables if table.limits], numbering, words)


def _with_limits(
    part: ScalePart, dataset: Dataset, tables: Sequence[ScaleTable], numbering: Numbering, words: Words
) -> ScalePart:
    limited = [table for table in tables if table.limits]
    return replace(
        part,
        limits=tuple(_limits(dataset, table, numbering, words) for table in limited),
        sources=tuple(dict.fromkeys(source for table in limited for source in limit_sources(table, words))),
    )


def _limits(dataset: Dataset, table: ScaleTable, numbering: Numbering, words: Words) -> Table:
    caption = words.gettext(
        "Table %(number)s. %(scale)s: people at or beyond a limit",
        number=numbering.next_table(),
        scale=words.text(table.scale.name),
    )
    return limits_table(table, caption, words, survey=words.text(dataset.title), key=f"{table.scale.key}.limits")


def _scale(dataset: Dataset, table: ScaleTable, numbering: Numbering, words: Words) -> ScalePart:
    headline = scale_headline(table, first_stratum(table), words)
    if table.total.summary is None:
        return ScalePart(headline, (), (withheld(table.total, words),))
    shown = [group for group in table.groups if shows_any(group)]
    hidden = [group for group in table.groups if not shows_any(group)]
    drawings = [_grouping(dataset, table, group, numbering, words) for group in shown]
    return ScalePart(
        headline,
        tuple(drawings or [_everybody(dataset, table, numbering, words)]),
        tuple(_hidden_grouping(group, words) for group in hidden),
    )


def _everybody(dataset: Dataset, table: ScaleTable, numbering: Numbering, words: Words) -> Drawing:
    titles = Titles(
        finding=scale_headline(table, first_stratum(table), words),
        caption=_everybody_together(table.scale, numbering, words),
        first_column=words.gettext("Survey"),
        survey=words.text(dataset.title),
        key=table.scale.key,
    )
    lines = [Line(words.text(dataset.title), table.total, is_total=True)]
    return draw_scores(lines, table.scale, titles, numbering=numbering, words=words)


def _everybody_together(scale: ScaleInfo, numbering: Numbering, words: Words) -> str:
    return words.gettext(
        "Table %(number)s. %(scale)s, everybody together",
        number=numbering.next_table(),
        scale=words.text(scale.name),
    )


def _hidden_grouping(group: GroupTable, words: Words) -> str:
    return words.gettext("%(grouping)s: no group is large enough to be shown.", grouping=words.text(group.title))


def _grouping(dataset: Dataset, table: ScaleTable, group: GroupTable, numbering: Numbering, words: Words) -> Drawing:
    _ = words.gettext
    explanation = scale_explanation(table, group, words)
    titles = Titles(
        finding=scale_headline(table, group, words),
        caption=_(
            "Table %(number)s. %(scale)s by group: %(grouping)s",
            number=numbering.next_table(),
            scale=words.text(table.scale.name),
            grouping=words.text(group.title),
        ),
        first_column=words.text(group.title),
        survey=words.text(dataset.title),
        notes=(explanation,) if explanation else (),
        key=f"{table.scale.key}.{group.key}",
    )
    lines = [Line(words.text(row.name), row) for row in group.rows]
    total = Line(words.text(table.total.name), table.total, is_total=True)
    return draw_scores([*lines, total], table.scale, titles, numbering=numbering, words=words)


PART = Part(
    key="scores",
    title=N_("Scores"),
    about=N_("Every scale of every survey, by group, with its uncertainty."),
    draw=draw,
)
