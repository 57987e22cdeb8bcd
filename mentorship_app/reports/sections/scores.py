"""Scores: every scale of every survey, by group, with its uncertainty."""

from dataclasses import dataclass

from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.figures import direction, scale_figure, withheld
from mentorship_app.reports.findings import first_stratum, printed_decimals, scale_headline, scores_headline
from mentorship_app.reports.ranges import shows_any
from mentorship_app.reports.section import Figure, Numbering, Section
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Summary
from mentorship_app.surveys.aggregates import Dataset, GroupRow, GroupTable, ScaleInfo, ScaleTable


@dataclass(frozen=True)
class ScalePart:
    """One scale: its figure, then its tables. Without a figure, ``headline`` says why, in ``notes``."""

    headline: str
    figure: Figure | None
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SurveyPart:
    """All scales of one survey."""

    title: str
    source: str
    notes: tuple[str, ...]
    scales: tuple[ScalePart, ...]


def draw(context: ReportContext, numbering: Numbering) -> Section:
    """An overview of all scales, then each scale of each survey, oldest survey first."""
    words = context.words
    overview = _overview(context, numbering)
    surveys = [_survey(dataset, numbering, words) for dataset in context.datasets]
    return Section(
        key="scores",
        name=words.gettext("Scores"),
        values={
            "headline": scores_headline(context.spotlight, words),
            "lead": _lead(context),
            "overview": overview,
            "surveys": surveys,
        },
        tables=(overview, *(table for part in surveys for scale in part.scales for table in scale.tables)),
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
        return ScalePart(headline, None, (), (withheld(table.total, words),))
    shown = [group for group in table.groups if shows_any(group)]
    hidden = [group for group in table.groups if not shows_any(group)]
    return ScalePart(
        headline,
        scale_figure(table, numbering, words),
        tuple(_group_table(dataset, table, group, numbering, words) for group in shown),
        tuple(_hidden_grouping(group, words) for group in hidden),
    )


def _hidden_grouping(group: GroupTable, words: Words) -> str:
    return words.gettext("%(grouping)s: no group is large enough to be shown.", grouping=words.text(group.title))


def _overview(context: ReportContext, numbering: Numbering) -> Table:
    words = context.words
    _ = words.gettext
    rows = []
    for dataset, table in _by_scale(context.datasets):
        name = words.text(table.scale.name)
        label = f"{name} · {words.text(dataset.title)}" if len(context.datasets) > 1 else name
        rows.append(_row(label, table.total, table.scale, words, note=_range_note(table.scale, words)))
    return Table(
        caption=_("Table %(number)s. Everybody together, on each scale", number=numbering.next_table()),
        columns=(Column(_("Scale"), is_number=False), *_score_columns(words)),
        rows=tuple(rows),
    )


def _by_scale(datasets: tuple[Dataset, ...]) -> list[tuple[Dataset, ScaleTable]]:
    """Each scale with all its surveys, so that the same scale stands together."""
    keys = list(dict.fromkeys(table.scale.key for dataset in datasets for table in dataset.scales))
    pairs = [(dataset, table) for dataset in datasets for table in dataset.scales]
    return sorted(pairs, key=lambda pair: keys.index(pair[1].scale.key))


def _group_table(dataset: Dataset, table: ScaleTable, group: GroupTable, numbering: Numbering, words: Words) -> Table:
    _ = words.gettext
    rows = [_row(words.text(row.name), row, table.scale, words) for row in group.rows]
    total = _row(words.text(table.total.name), table.total, table.scale, words, is_total=True)
    return Table(
        caption=_(
            "Table %(number)s. %(scale)s by group: %(grouping)s",
            number=numbering.next_table(),
            scale=words.text(table.scale.name),
            grouping=words.text(group.title),
        ),
        columns=(Column(words.text(group.title), is_number=False), *_score_columns(words)),
        rows=(*rows, total),
        survey=words.text(dataset.title),
    )


def _score_columns(words: Words) -> tuple[Column, ...]:
    _ = words.gettext
    return Column(_("n")), Column(_("Mean")), Column(_("SD")), Column(_("95 % interval"))


def _range_note(scale: ScaleInfo, words: Words) -> str:
    return words.gettext(
        "%(low)s to %(high)s. %(direction)s",
        low=words.number(scale.low),
        high=words.number(scale.high),
        direction=direction(scale, words),
    )


def _row(name: str, row: GroupRow, scale: ScaleInfo, words: Words, *, note: str = "", is_total: bool = False) -> Row:
    if row.summary is None:
        return Row(name, (Cell(),) * 4, note=withheld(row, words), is_total=is_total)
    return Row(name, _score_cells(row.summary, printed_decimals(scale), words), note=note, is_total=is_total)


def _score_cells(summary: Summary, decimals: int, words: Words) -> tuple[Cell, ...]:
    _ = words.gettext
    n = Cell(words.number(summary.n), (Number(_("n"), summary.n),))
    interval = Cell()
    if summary.ci_low is not None and summary.ci_high is not None:
        interval = Cell(
            words.interval(summary.ci_low, summary.ci_high, decimals),
            (
                Number(_("95 % interval, low"), summary.ci_low, decimals),
                Number(_("95 % interval, high"), summary.ci_high, decimals),
            ),
        )
    return n, _value(_("Mean"), summary.mean, decimals, words), _value(_("SD"), summary.sd, decimals, words), interval


def _value(measure: str, value: float | None, decimals: int, words: Words) -> Cell:
    if value is None:
        return Cell()
    return Cell(words.number(value, decimals), (Number(measure, value, decimals),))
