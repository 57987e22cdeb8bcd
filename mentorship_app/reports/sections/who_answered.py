"""Who answered: each survey's response, and the groups behind the numbers."""

from mentorship_app.charts import ResponseRow
from mentorship_app.core.i18n import N_
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.reports.context import ReportContext, answered_of
from mentorship_app.reports.drawings import draw_counts
from mentorship_app.reports.figures import response_figure
from mentorship_app.reports.hiding import withheld
from mentorship_app.reports.ranges import rows_of, shows_any
from mentorship_app.reports.response import answered_headline, answered_words, share_cells
from mentorship_app.reports.section import Drawing, Figure, Numbering, Part, Section
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import Dataset, GroupRow, GroupTable


def draw(context: ReportContext, numbering: Numbering) -> Section:
    """A table for all surveys, a figure of them if there are several, then the groups."""
    words = context.words
    groups = _shown_groups(context)
    several = [_surveys_figure(context, numbering)] if len(context.datasets) > 1 else []
    surveys = _surveys_table(context, numbering)
    parts = [_group_drawing(context, group, numbering) for group in groups]
    return Section(
        key="who-answered",
        name=words.gettext("Who answered"),
        values={
            "headline": answered_headline(context),
            "lead": _lead(context),
            "several": several,
            "surveys": surveys,
            "groups": parts,
        },
        tables=(surveys, *(drawing.table for drawing in parts)),
        figures=tuple(several),
    )


def _lead(context: ReportContext) -> str:
    words, dataset = context.words, context.spotlight
    _ = words.gettext
    name = _name_of(dataset, words)
    if dataset.eligible is None:
        return _(
            "%(survey)s. How many were asked is not known, so no response rate can be given.",
            survey=name,
        )
    return _("%(survey)s. Those who did not answer may differ from those who did.", survey=name)


def _name_of(dataset: Dataset, words: Words) -> str:
    title = words.text(dataset.title)
    if dataset.collected_on is None:
        return title
    return f"{title}, {words.day(dataset.collected_on)}"


def _surveys_figure(context: ReportContext, numbering: Numbering) -> Figure:
    words = context.words
    rows = [
        ResponseRow(words.text(dataset.title), answered_words(dataset, words), answered_of(dataset), dataset.eligible)
        for dataset in context.datasets
    ]
    return response_figure(
        rows,
        numbering,
        finding=words.gettext("How many answered each survey"),
        measure=words.gettext("Number of people; the pale bar is everybody who was asked"),
    )


def _surveys_table(context: ReportContext, numbering: Numbering) -> Table:
    words = context.words
    _ = words.gettext
    is_known = any(dataset.eligible is not None for dataset in context.datasets)
    rates = (Column(_("Asked")), Column(_("Share")), Column(_("95 % interval"))) if is_known else ()
    return Table(
        caption=_("Table %(number)s. Answers to each survey", number=numbering.next_table()),
        columns=(Column(_("Survey"), is_number=False), Column(_("Answered")), *rates),
        rows=tuple(_survey_row(dataset, words, with_rate=is_known) for dataset in context.datasets),
        key="who-answered.surveys",
    )


def _survey_row(dataset: Dataset, words: Words, *, with_rate: bool) -> Row:
    _ = words.gettext
    answered, asked = answered_of(dataset), dataset.eligible
    note = words.day(dataset.collected_on) if dataset.collected_on else words.text(dataset.source)
    cells = [Cell()]
    if answered is None:
        note = _("Not shown: fewer than %(floor)s people answered.", floor=words.number(FLOOR))
    else:
        cells = [Cell(words.number(answered), (Number(_("Answered"), answered),))]
    if with_rate:
        cells.append(Cell() if asked is None else Cell(words.number(asked), (Number(_("Asked"), asked),)))
        cells += share_cells(answered, asked, words)
    return Row(words.text(dataset.title), tuple(cells), note=note)


def _shown_groups(context: ReportContext) -> list[GroupTable]:
    """Groupings with a group to show, as counted on the first scale: n is only ever shown with a scale."""
    scales = context.spotlight.scales
    return [group for group in scales[0].groups if shows_any(group)] if scales else []


def _counted_on(context: ReportContext) -> str:
    """Which scale the counts are of, unless they are the same on all."""
    words, scales = context.words, context.spotlight.scales
    if len({tuple(row.summary.n if row.summary else None for row in rows_of(table)) for table in scales}) == 1:
        return words.gettext("Number of people with a score on every scale")
    return words.gettext("Number of people with a score on %(scale)s", scale=words.text(scales[0].scale.name))


def _group_drawing(context: ReportContext, group: GroupTable, numbering: Numbering) -> Drawing:
    words = context.words
    rows = [
        ResponseRow(words.text(row.name), words.number(row.summary.n) if row.summary else withheld(row, words), _n(row))
        for row in group.rows
    ]
    return draw_counts(
        rows,
        _group_table(context, group, numbering),
        finding=words.gettext("Answers by group: %(grouping)s", grouping=words.text(group.title)),
        measured=_counted_on(context),
        heading=words.gettext("Number of people"),
        number=numbering.next_figure(),
        words=words,
    )


def _n(row: GroupRow) -> int | None:
    return row.summary.n if row.summary else None


def _group_table(context: ReportContext, group: GroupTable, numbering: Numbering) -> Table:
    words = context.words
    _ = words.gettext
    total = context.spotlight.scales[0].total
    rows = [_group_row(row, total, words) for row in group.rows]
    return Table(
        caption=_(
            "Table %(number)s. Answers by group: %(grouping)s",
            number=numbering.next_table(),
            grouping=words.text(group.title),
        ),
        columns=(Column(words.text(group.title), is_number=False), Column(_("People")), Column(_("Share of all"))),
        rows=(*rows, _group_row(total, total, words, is_total=True)),
        survey=words.text(context.spotlight.title),
        key=f"who-answered.{group.key}",
    )


def _group_row(row: GroupRow, total: GroupRow, words: Words, *, is_total: bool = False) -> Row:
    _ = words.gettext
    name = words.text(row.name)
    if row.summary is None:
        return Row(name, (Cell(), Cell()), note=withheld(row, words), is_total=is_total)
    n = row.summary.n
    people = Cell(words.number(n), (Number(_("People"), n),))
    if total.summary is None or not total.summary.n:
        return Row(name, (people, Cell()), is_total=is_total)
    share = n / total.summary.n
    return Row(
        name,
        (people, Cell(words.percent(share), (Number(_("Share of all, %"), share * 100),))),
        is_total=is_total,
    )


PART = Part(
    key="who-answered",
    title=N_("Who answered"),
    about=N_("How many were asked and answered each survey, and who they are."),
    draw=draw,
)
