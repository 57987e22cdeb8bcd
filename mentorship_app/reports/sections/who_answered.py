"""Who answered: each survey's response, the groups behind the numbers, and how far the data can be trusted."""

from mentorship_app.charts import ResponseRow
from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.reports.context import ReportContext, answered_of
from mentorship_app.reports.figures import response_figure, withheld
from mentorship_app.reports.ranges import rows_of, shows_any
from mentorship_app.reports.section import Figure, Numbering, Section
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.statistics import wilson
from mentorship_app.surveys.aggregates import Dataset, GroupRow, GroupTable


def draw(context: ReportContext, numbering: Numbering) -> Section:
    """A table for all surveys, a figure of them if there are several, then the groups."""
    words = context.words
    groups = _shown_groups(context)
    several = [_surveys_figure(context, numbering)] if len(context.datasets) > 1 else []
    surveys = _surveys_table(context, numbering)
    parts = [(_group_figure(context, group, numbering), _group_table(context, group, numbering)) for group in groups]
    return Section(
        key="who-answered",
        name=words.gettext("Who answered"),
        values={
            "headline": _headline(context),
            "lead": _lead(context),
            "several": several,
            "surveys": surveys,
            "groups": parts,
            "quality": _quality(context),
        },
        tables=(surveys, *(table for _figure, table in parts)),
    )


def _headline(context: ReportContext) -> str:
    words, dataset = context.words, context.spotlight
    _ = words.gettext
    answered = answered_of(dataset)
    if answered is None:
        return _("Fewer than %(floor)s people answered: too few to say anything", floor=words.number(FLOOR))
    if dataset.eligible is None:
        return words.ngettext("%(num)s person answered", "%(num)s people answered", answered)
    return words.ngettext(
        "%(num)s of %(asked)s people answered",
        "%(num)s of %(asked)s people answered",
        answered,
        asked=words.number(dataset.eligible),
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
        ResponseRow(words.text(dataset.title), _answered_words(dataset, words), answered_of(dataset), dataset.eligible)
        for dataset in context.datasets
    ]
    return response_figure(
        rows,
        numbering,
        finding=words.gettext("How many answered each survey"),
        measure=words.gettext("Number of people; the pale bar is everybody who was asked"),
    )


def _answered_words(dataset: Dataset, words: Words) -> str:
    answered = answered_of(dataset)
    if answered is None:
        return words.gettext("fewer than %(floor)s", floor=words.number(FLOOR))
    return words.number(answered) if dataset.eligible is None else words.count_of(answered, dataset.eligible)


def _surveys_table(context: ReportContext, numbering: Numbering) -> Table:
    words = context.words
    _ = words.gettext
    is_known = any(dataset.eligible is not None for dataset in context.datasets)
    rates = (Column(_("Asked")), Column(_("Share")), Column(_("95 % interval"))) if is_known else ()
    return Table(
        caption=_("Table %(number)s. Answers to each survey", number=numbering.next_table()),
        columns=(Column(_("Survey"), is_number=False), Column(_("Answered")), *rates),
        rows=tuple(_survey_row(dataset, words, with_rate=is_known) for dataset in context.datasets),
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
        cells += _share_cells(answered, asked, words)
    return Row(words.text(dataset.title), tuple(cells), note=note)


def _share_cells(answered: int | None, asked: int | None, words: Words) -> tuple[Cell, Cell]:
    """Share and Wilson interval, in per cent; empty where either number is not known."""
    _ = words.gettext
    if answered is None or not asked or answered > asked:
        return Cell(), Cell()
    rate = wilson(answered, asked)
    share, low, high = (value or 0.0 for value in (rate.share, rate.ci_low, rate.ci_high))
    bounds = (Number(_("95 % interval, low, %"), low * 100), Number(_("95 % interval, high, %"), high * 100))
    interval = f"{words.interval(low * 100, high * 100, 0)}\u00a0%"
    return Cell(words.percent(share), (Number(_("Share, %"), share * 100),)), Cell(interval, bounds)


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


def _group_figure(context: ReportContext, group: GroupTable, numbering: Numbering) -> Figure:
    words = context.words
    rows = [
        ResponseRow(words.text(row.name), words.number(row.summary.n) if row.summary else withheld(row, words), _n(row))
        for row in group.rows
    ]
    title = words.text(group.title)
    return response_figure(
        rows,
        numbering,
        finding=words.gettext("Answers by group: %(grouping)s", grouping=title),
        measure=_counted_on(context),
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


def _quality(context: ReportContext) -> list[tuple[str, str]]:
    """The box that says how far these data carry."""
    words = context.words
    _ = words.gettext
    response = words.joined(words.named(words.text(d.title), _answered_words(d, words)) for d in context.datasets)
    hidden = hidden_words(context)
    scales = dict.fromkeys(words.text(table.scale.name) for d in context.datasets for table in d.scales)
    return [
        (_("Response"), response),
        (_("Comparison group"), _("None. Time of year and training are not adjusted for")),
        (_("Rows hidden to protect people"), hidden[:1].upper() + hidden[1:]),
        (_("Scales"), words.listed(list(scales))),
        (_("Same numbers, same file"), _("Data fingerprint %(hash)s", hash=fingerprint(context))),
    ]


def hidden_words(context: ReportContext) -> str:
    """How many rows are hidden, by reason, in lower case."""
    words = context.words
    rows = [row for d in context.datasets for table in d.scales for row in rows_of(table)]
    small = sum(row.status is Visibility.PRIMARY for row in rows)
    others = sum(row.status is Visibility.COMPLEMENTARY for row in rows)
    if not small and not others:
        return words.gettext("no row")
    first = words.ngettext("%(num)s with too few people", "%(num)s with too few people", small)
    second = words.ngettext(
        "%(num)s more so that nothing can be worked out", "%(num)s more so that nothing can be worked out", others
    )
    return f"{first}, {second}" if others else first


def fingerprint(context: ReportContext) -> str:
    """The first twelve digits of the data hash, in fours."""
    digits = context.data_hash[:12]
    return " ".join(digits[start : start + 4] for start in range(0, 12, 4))
