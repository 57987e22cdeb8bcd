"""Scores: each scale from survey to survey, then every scale of every survey by group, with its uncertainty."""

from dataclasses import dataclass

from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.drawings import Line, Titles, draw_scores
from mentorship_app.reports.findings import first_stratum, scale_explanation, scale_headline, scores_headline
from mentorship_app.reports.hiding import withheld
from mentorship_app.reports.ranges import shows_any
from mentorship_app.reports.section import Drawing, Numbering, Section
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import Dataset, GroupTable, ScaleInfo, ScaleTable


@dataclass(frozen=True)
class ScalePart:
    """One scale: a drawing for each grouping. Without any, ``headline`` stands alone and ``notes`` say why."""

    headline: str
    drawings: tuple[Drawing, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SurveyPart:
    """All scales of one survey."""

    title: str
    source: str
    notes: tuple[str, ...]
    scales: tuple[ScalePart, ...]


def draw(context: ReportContext, numbering: Numbering) -> Section:
    """All scales together, side by side where there are several surveys; then each survey, oldest first."""
    words = context.words
    repeated = [tables for tables in by_scale(context.datasets) if len(tables) > 1]
    waves = [_waves(tables, numbering, words) for tables in repeated]
    surveys = [_survey(dataset, numbering, words) for dataset in context.datasets]
    drawings = [drawing for part in surveys for scale in part.scales for drawing in scale.drawings]
    return Section(
        key="scores",
        name=words.gettext("Scores"),
        values={
            "headline": scores_headline(context.spotlight, words),
            "lead": _lead(context),
            "waves": waves,
            "surveys": surveys,
        },
        tables=(
            *(drawing.table for drawing in waves),
            *(drawing.table for drawing in drawings),
        ),
    )


def by_scale(datasets: tuple[Dataset, ...]) -> list[list[tuple[Dataset, ScaleTable]]]:
    """Each scale with its surveys, oldest first. The same key on another range is another scale."""
    found: dict[tuple[str, float, float], list[tuple[Dataset, ScaleTable]]] = {}
    for dataset in datasets:
        for table in dataset.scales:
            scale = table.scale
            found.setdefault((scale.key, scale.low, scale.high), []).append((dataset, table))
    return list(found.values())


def _lead(context: ReportContext) -> str:
    words = context.words
    _ = words.gettext
    if len(context.datasets) > 1:
        return _(
            "The headline is about one survey, %(survey)s. Differences between surveys are not tested here.",
            survey=words.text(context.spotlight.title),
        )
    return _("Mean scores with 95 % intervals. There was no comparison group, so nothing here shows an effect.")


def _waves(tables: list[tuple[Dataset, ScaleTable]], numbering: Numbering, words: Words) -> Drawing:
    _ = words.gettext
    scale = tables[-1][1].scale
    name = words.text(scale.name)
    titles = Titles(
        finding=_("%(scale)s at each survey", scale=name),
        caption=_everybody_together(scale, numbering, words),
        first_column=_("Survey"),
    )
    lines = [Line(words.text(dataset.title), table.total) for dataset, table in tables]
    return draw_scores(lines, scale, titles, numbering=numbering, words=words)


def _survey(dataset: Dataset, numbering: Numbering, words: Words) -> SurveyPart:
    title = words.text(dataset.title)
    if dataset.collected_on is not None:
        title = f"{title}, {words.day(dataset.collected_on)}"
    return SurveyPart(
        title=title,
        source=words.text(dataset.source),
        notes=tuple(words.text(note) for note in dataset.notes),
        scales=tuple(_scale(dataset, table, numbering, words) for table in dataset.scales),
    )


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
    )
    lines = [Line(words.text(row.name), row) for row in group.rows]
    total = Line(words.text(table.total.name), table.total, is_total=True)
    return draw_scores([*lines, total], table.scale, titles, numbering=numbering, words=words)
