"""The suppression log: every figure that is not shown, by survey, with the reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.privacy.bands import ShareBand
from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.hiding import why_withheld
from mentorship_app.reports.ranges import rows_of
from mentorship_app.reports.section import Numbering
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import Dataset, ShareTable
from mentorship_app.surveys.outcomes import Outcomes


@dataclass(frozen=True)
class LoggedFigure:
    """One group of one figure. ``is_range``: told, but not exactly."""

    figure: str
    group: str
    status: Visibility
    floor: int
    is_told: bool
    is_range: bool = False


def figures_of(dataset: Dataset, words: Words) -> Iterator[LoggedFigure]:
    """Every mean and every share of one set of answers, shown or not."""
    for table in dataset.scales:
        name = words.text(table.scale.name)
        for row in rows_of(table):
            yield LoggedFigure(name, words.text(row.name), row.status, row.floor, row.summary is not None)
        for limit in table.limits:
            yield from _shares(words.named(name, words.gettext("people at a limit")), limit, words)
    for question in dataset.questions:
        name = words.text(question.text)
        if question.mean is not None:
            for row in rows_of(question.mean):
                yield LoggedFigure(name, words.text(row.name), row.status, row.floor, row.summary is not None)
        for option in question.options:
            yield from _shares(words.named(name, words.text(option.name)), option, words)


def _shares(figure: str, table: ShareTable, words: Words) -> Iterator[LoggedFigure]:
    for row in (table.total, *(row for group in table.groups for row in group.rows)):
        is_range = isinstance(row.share, ShareBand)
        yield LoggedFigure(figure, words.text(row.name), row.status, row.floor, row.share is not None, is_range)


def linked_figures(outcomes: Outcomes, words: Words) -> Iterator[LoggedFigure]:
    """Every figure that links waves or years, shown or not."""
    for change in outcomes.changes:
        pair = _pair(change.before.title, change.after.title, words)
        name = words.text(change.scale.name)
        yield LoggedFigure(name, pair, change.status, change.floor, change.paired is not None)
        if change.arms is not None:
            arms = words.gettext("mentored and not, %(waves)s", waves=pair)
            yield LoggedFigure(name, arms, change.arms.status, change.floor, change.arms.difference is not None)
    for one in outcomes.trends:
        waves = ", ".join(words.text(side.title) for side in one.waves)
        yield LoggedFigure(words.text(one.scale.name), waves, one.status, FLOOR, one.trend is not None)
    for years in outcomes.years:
        for year in years.years:
            yield LoggedFigure(words.text(years.scale.name), year.cohort, year.status, FLOOR, year.paired is not None)


def _pair(before: LocalizedText, after: LocalizedText, words: Words) -> str:
    return words.gettext("%(low)s to %(high)s", low=words.text(before), high=words.text(after))


def count_table(context: ReportContext, numbering: Numbering) -> Table:
    """How many figures of each survey are shown, are ranges, and are hidden, by reason."""
    words = context.words
    _ = words.gettext
    named = [(words.text(dataset.title), list(figures_of(dataset, words))) for dataset in context.datasets]
    linked = list(linked_figures(context.outcomes, words))
    if linked:
        named.append((_("Figures that link surveys or years"), linked))
    headings = (_("Figures"), _("Shown"), _("As a range"), _("Too few"), _("Protecting others"), _("Too alike"))
    return Table(
        caption=_("Table %(number)s. Figures shown and hidden", number=numbering.next_table()),
        columns=(Column(_("Survey"), is_number=False), *(Column(heading) for heading in headings)),
        rows=tuple(_count_row(name, figures, headings, words) for name, figures in named),
        key="appendix.suppression",
    )


def _count_row(name: str, figures: list[LoggedFigure], headings: tuple[str, ...], words: Words) -> Row:
    hidden = [figure for figure in figures if not figure.is_told]
    few = sum(figure.status is Visibility.PRIMARY for figure in hidden)
    alike = sum(figure.status in {Visibility.RANGE, Visibility.CONDITION} for figure in hidden)
    ranges = sum(figure.is_range for figure in figures)
    counts = (
        len(figures),
        len(figures) - len(hidden) - ranges,
        ranges,
        few,
        len(hidden) - few - alike,
        alike,
    )
    cells = tuple(
        Cell(words.number(count), (Number(heading, count),)) for heading, count in zip(headings, counts, strict=True)
    )
    return Row(name, cells)


def log_tables(context: ReportContext, numbering: Numbering) -> tuple[Table, ...]:
    """Each hidden figure with its reason, a table for each survey that hides any."""
    words = context.words
    tables = [
        _log(words.text(dataset.title), place, list(figures_of(dataset, words)), numbering, words)
        for place, dataset in enumerate(context.datasets, 1)
    ]
    linked = list(linked_figures(context.outcomes, words))
    tables.append(_log(words.gettext("Figures that link surveys or years"), 0, linked, numbering, words))
    return tuple(table for table in tables if table is not None)


def _log(name: str, place: int, figures: list[LoggedFigure], numbering: Numbering, words: Words) -> Table | None:
    _ = words.gettext
    hidden: dict[tuple[str, str], list[str]] = {}
    for figure in figures:
        if not figure.is_told:
            why = why_withheld(figure.status, figure.floor, words)
            hidden.setdefault((figure.figure, why), []).append(figure.group)
    if not hidden:
        return None
    rows = tuple(Row(figure, (Cell(", ".join(groups)),), note=why) for (figure, why), groups in hidden.items())
    return Table(
        caption=_("Table %(number)s. Not shown: %(survey)s", number=numbering.next_table(), survey=name),
        columns=(Column(_("Scale or question"), is_number=False), Column(_("Groups"), is_number=False)),
        rows=rows,
        survey=name,
        key=f"appendix.hidden.{place}",
    )
