"""A finding with its table and the picture in the table's rows, so that the three never part at the end of a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.charts import (
    Axis,
    ChartWidth,
    IntervalRow,
    Mark,
    ResponseRow,
    StripMark,
    bar_strip,
    interval_dots,
    response_bars,
    strip_head,
    strip_row,
)
from mentorship_app.reports.figures import axis_for, interval_row, measure
from mentorship_app.reports.findings import headline_decimals
from mentorship_app.reports.score_tables import score_columns, score_row
from mentorship_app.reports.section import Drawing, Figure, Numbering, Plot
from mentorship_app.reports.tables import Column, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import GroupRow, ScaleInfo


@dataclass(frozen=True)
class Line:
    """A row of a drawing: a group, or everybody at one survey."""

    name: str
    row: GroupRow
    is_total: bool = False


@dataclass(frozen=True)
class Titles:
    """The words around a drawing of scores."""

    finding: str
    caption: str
    first_column: str
    survey: str = ""
    notes: tuple[str, ...] = ()
    key: str = ""
    """Of the table."""


def draw_scores(
    lines: Sequence[Line], scale: ScaleInfo, titles: Titles, *, numbering: Numbering, words: Words
) -> Drawing:
    """Means with their intervals on one number line, beside their numbers."""
    number = numbering.next_figure()
    rows = [interval_row(line.name, line.row, words, scale, total=line.is_total) for line in lines]
    axis, is_cut = axis_for(rows, scale)
    style = words.number_style(headline_decimals(scale))
    narrow = interval_dots(
        rows,
        title=titles.finding,
        axis=axis,
        axis_label=_axis_words(scale, words, is_cut=is_cut),
        id_prefix=f"figure-{number}-narrow",
        numbers=style,
        width=ChartWidth.NARROW,
    )
    table = Table(
        caption=titles.caption,
        columns=(Column(titles.first_column, is_number=False), *score_columns(words)),
        rows=tuple(score_row(line.name, line.row, scale, words, total=line.is_total) for line in lines),
        survey=titles.survey,
        key=titles.key,
    )
    plot = Plot(
        _axis_words(scale, words, is_cut=is_cut),
        strip_head(axis, title=_axis_words(scale, words, is_cut=is_cut), id_prefix=f"axis-{number}", numbers=style),
        _strips(rows, table, axis, f"strip-{number}", words),
    )
    return Drawing(Figure(number, titles.finding, measure(scale, words), "", narrow, titles.notes), table, plot)


def draw_counts(
    rows: Sequence[ResponseRow], table: Table, *, finding: str, measured: str, heading: str, number: int, words: Words
) -> Drawing:
    """How many people in each group, beside their numbers; ``rows`` are those of the table, without its total."""
    most = max((row.answered or 0 for row in rows), default=0)
    strips = tuple(
        ""
        if not row.answered
        else bar_strip(
            row.answered, most=most, title=words.named(row.name, row.count_text), id_prefix=f"strip-{number}-{position}"
        )
        for position, row in enumerate(rows, 1)
    )
    narrow = response_bars(rows, title=finding, id_prefix=f"figure-{number}-narrow", width=ChartWidth.NARROW)
    # The bar of everybody would dwarf the others.
    plot = Plot(heading, "", strips + ("",) * (len(table.rows) - len(rows)))
    return Drawing(Figure(number, finding, measured, "", narrow), table, plot)


def _axis_words(scale: ScaleInfo, words: Words, *, is_cut: bool) -> str:
    _ = words.gettext
    ends = words.interval(scale.low, scale.high, 0)
    return _("Part of the scale, %(ends)s", ends=ends) if is_cut else _("Whole scale, %(ends)s", ends=ends)


def _strips(rows: Sequence[IntervalRow], table: Table, axis: Axis, prefix: str, words: Words) -> tuple[str, ...]:
    reference = next((row.mean for row in rows if row.total), None)
    return tuple(
        ""
        if row.mean is None
        else strip_row(
            StripMark(row.mean, row.ci_low, row.ci_high, Mark.TOTAL if row.total else Mark.GROUP),
            axis=axis,
            title=_spoken(printed, words),
            id_prefix=f"{prefix}-{position}",
            reference=reference,
        )
        for position, (row, printed) in enumerate(zip(rows, table.rows, strict=True), 1)
    )


def _spoken(row: Row, words: Words) -> str:
    """What a picture shows, in the words of its row: ``Year 1: 17.68 (17.03 to 18.33)``."""
    _n, mean, _sd, interval = row.cells
    return words.named(row.name, f"{mean.text} ({interval.text})")
