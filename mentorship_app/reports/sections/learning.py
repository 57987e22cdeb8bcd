"""Learning: skills as people rate their own, before and after, or looking back."""

from mentorship_app.charts import ChartWidth, DumbbellRow, Point, dumbbell
from mentorship_app.core.i18n import N_
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.estimate_cells import estimate_cell, mean_of, mean_sd_cell, number_cell
from mentorship_app.reports.figures import axis_for, interval_row
from mentorship_app.reports.findings import headline_decimals, printed_decimals
from mentorship_app.reports.hiding import withheld
from mentorship_app.reports.levels import Level
from mentorship_app.reports.outcome_parts import About, Subpart, outcome_parts
from mentorship_app.reports.section import Figure, Numbering, Part, Section
from mentorship_app.reports.tables import Cell, Column, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Summary
from mentorship_app.surveys.datasets import Dataset, ScaleTable

_NOW, _BEFORE = "own_mentor_skills", "own_mentor_skills_before"

Pair = tuple[ScaleTable, ScaleTable]
"""A skill as people remember it from before, and as it is now."""


def draw(context: ReportContext, numbering: Numbering) -> Section | None:
    """Mentors and mentees; None where no survey asked about skills."""
    looking_back = _looking_back(context, numbering)
    both = [pair for dataset in context.datasets for pair in _pairs(dataset)]
    told = frozenset(table.scale.key for pair in both for table in pair)
    found = outcome_parts(context, About("learning", Level.LEARNING, None, told), numbering)
    if found is None:
        return None
    parts = [*looking_back, *found.parts]
    words = context.words
    is_changed = any(figure for part in found.parts for figure in part.figures)
    headline = found.headline if is_changed or not both else words.gettext("Skills as remembered and now")
    return Section(
        key="learning",
        name=words.gettext("Learning"),
        values={"headline": headline, "lead": found.lead, "parts": parts},
        tables=tuple(table for part in parts for table in part.tables),
        figures=tuple(figure for part in parts for figure in part.figures),
    )


def _looking_back(context: ReportContext, numbering: Numbering) -> list[Subpart]:
    """For each survey that asked for both at once: then and now."""
    words = context.words
    _ = words.gettext
    parts = []
    for place, dataset in enumerate(context.datasets):
        pairs = _pairs(dataset)
        if not pairs:
            continue
        figure = _figure(pairs, numbering, words)
        parts.append(
            Subpart(
                _("Then and now, at “%(survey)s”", survey=words.text(dataset.title)),
                _(
                    "Both were asked at once: skills as people have them now, and as they remember them from before. "
                    "People who look back often see more of a change than there was."
                ),
                figures=(figure,) if figure is not None else (),
                tables=(_table(dataset, pairs, place, numbering, words),),
            )
        )
    return parts


def _pairs(dataset: Dataset) -> list[Pair]:
    found: dict[str, dict[str, ScaleTable]] = {_NOW: {}, _BEFORE: {}}
    for table in dataset.scales:
        key = table.scale.measure.key if table.scale.measure else ""
        if key in found:
            found[key][table.scale.key.rpartition(".")[2]] = table
    return [(found[_BEFORE][name], now) for name, now in found[_NOW].items() if name in found[_BEFORE]]


def _table(dataset: Dataset, pairs: list[Pair], place: int, numbering: Numbering, words: Words) -> Table:
    _ = words.gettext
    then, now = _("As remembered, mean (SD)"), _("Now, mean (SD)")
    rows = []
    for before, after in pairs:
        name, decimals = words.text(after.scale.name), printed_decimals(after.scale)
        first, second = before.total.summary, after.total.summary
        cells = (
            number_cell(_("n"), second.n if second else None, 0, words),
            mean_sd_cell(_("As remembered"), first, decimals, words) if first else Cell(),
            mean_sd_cell(_("Now"), second, decimals, words) if second else Cell(),
            estimate_cell(_("Now"), mean_of(second), decimals, words) if second else Cell(),
        )
        rows.append(Row(name, cells, note=withheld(after.total, words)))
    return Table(
        caption=_("Table %(number)s. Skills as remembered and now", number=numbering.next_table()),
        columns=(
            Column(_("Scale"), is_number=False),
            Column(_("n")),
            Column(then),
            Column(now),
            Column(_("Now (95 % interval)")),
        ),
        rows=tuple(rows),
        survey=words.text(dataset.title),
        key=f"learning.then-and-now.{place + 1}",
    )


def _figure(pairs: list[Pair], numbering: Numbering, words: Words) -> Figure | None:
    _ = words.gettext
    told = [
        (after, first, second)
        for before, after in pairs
        if (first := before.total.summary) is not None and (second := after.total.summary) is not None
    ]
    if not told:
        return None
    scale = told[0][0].scale
    rows = [_row(table, first, second, words) for table, first, second in told]
    axis, is_cut = axis_for(
        [interval_row("", pair[place].total, words, scale) for pair in pairs for place in (0, 1)], scale
    )
    ends = words.interval(scale.low, scale.high, 0)
    label = _("Part of the scale, %(ends)s", ends=ends) if is_cut else _("Whole scale, %(ends)s", ends=ends)
    number = numbering.next_figure()
    finding = _("Skills as remembered and now")
    drawn = {
        width: dumbbell(
            rows,
            title=finding,
            axis=axis,
            axis_label=label,
            key=(_("As remembered"), _("Now")),
            id_prefix=f"figure-{number}-{width.value}",
            numbers=words.number_style(headline_decimals(scale)),
            width=width,
        )
        for width in ChartWidth
    }
    measured = _("Means of everybody with 95 % intervals")
    return Figure(number, finding, measured, drawn[ChartWidth.WIDE], drawn[ChartWidth.NARROW])


def _row(table: ScaleTable, first: Summary, second: Summary, words: Words) -> DumbbellRow:
    scale, decimals = table.scale, headline_decimals(table.scale)

    def point(summary: Summary) -> Point:
        mean = mean_of(summary)
        if mean is None:
            return Point(summary.mean or 0)
        return Point(mean.value, max(mean.ci_low, scale.low), min(mean.ci_high, scale.high))

    said = words.gettext(
        "%(low)s to %(high)s",
        low=words.number(first.mean or 0, decimals),
        high=words.number(second.mean or 0, decimals),
    )
    return DumbbellRow(words.text(scale.name), said, point(first), point(second))


PART = Part(
    key="learning",
    title=N_("Learning"),
    about=N_("Skills as people rate their own, before and after."),
    draw=draw,
    nothing=N_("No survey asked about skills."),
)
