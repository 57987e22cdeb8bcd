"""Tables of scores: n, mean, SD and interval of each row, as the page, the PDF and the table file print them."""

from mentorship_app.reports.findings import printed_decimals
from mentorship_app.reports.hiding import withheld
from mentorship_app.reports.tables import Cell, Column, Number, Row
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Summary
from mentorship_app.surveys.aggregates import GroupRow, ScaleInfo


def score_columns(words: Words) -> tuple[Column, ...]:
    _ = words.gettext
    return Column(_("n")), Column(_("Mean")), Column(_("SD")), Column(_("95 % interval"))


def score_row(name: str, row: GroupRow, scale: ScaleInfo, words: Words, *, total: bool = False) -> Row:
    """The numbers of a group, or why there are none."""
    if row.summary is None:
        return Row(name, (Cell(),) * 4, note=withheld(row, words), is_total=total)
    return Row(name, _cells(row.summary, printed_decimals(scale), words), is_total=total)


def _cells(summary: Summary, decimals: int, words: Words) -> tuple[Cell, ...]:
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
