"""Tables beside the change: the course over surveys, several years, who went missing, and who has no mentor."""

from collections.abc import Iterator, Sequence

from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.reports.estimate_cells import (
    estimate_cell,
    mean_of,
    mean_sd_cell,
    number_cell,
    people_cell,
    rate_cell,
)
from mentorship_app.reports.findings import printed_decimals
from mentorship_app.reports.hiding import why_withheld
from mentorship_app.reports.levels import is_single_need
from mentorship_app.reports.score_tables import score_columns, score_row
from mentorship_app.reports.section import Numbering
from mentorship_app.reports.share_tables import limit_words
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Estimate, Summary
from mentorship_app.surveys.datasets import Dataset, ScaleTable
from mentorship_app.surveys.outcomes import Attrition, LostShare, ScaleChange, ScaleTrend, YearChange, YearsOfScale


def trend_table(one: ScaleTrend, key: str, numbering: Numbering, words: Words) -> Table | None:
    """One scale over its surveys, by the mixed model; None where it may not be told."""
    _ = words.gettext
    if one.trend is None or one.status is not Visibility.SHOWN:
        return None
    decimals = printed_decimals(one.scale)
    rows = []
    for place, side in enumerate(one.waves):
        change = one.trend.changes[place - 1] if place else None
        complete = one.trend.complete_means[place] if one.trend.complete_means else None
        cells = (
            people_cell(_("People"), one.trend.counts[place], side.eligible, words),
            estimate_cell(_("Mean"), one.trend.means[place], decimals, words),
            estimate_cell(_("Against the first"), change, decimals, words),
            number_cell(_("Mean of those in all"), complete, decimals, words),
        )
        rows.append(Row(words.text(side.title), cells))
    headings = (_("People"), _("Mean (95 % interval)"), _("Against the first (95 % interval)"))
    return Table(
        caption=_(
            "Table %(number)s. %(scale)s over the surveys",
            number=numbering.next_table(),
            scale=words.text(one.scale.name),
        ),
        columns=(
            Column(_("Survey"), is_number=False),
            *(Column(heading) for heading in headings),
            Column(_("Mean of those in all")),
        ),
        rows=tuple(rows),
        key=f"{key}.trend.{one.scale.key}",
    )


def trend_words(one: ScaleTrend, words: Words) -> str:
    """How many answered every survey, whose means stand beside; why there is no trend where there is none."""
    name = words.text(one.scale.name)
    if one.trend is None or one.status is not Visibility.SHOWN:
        return words.named(name, why_withheld(one.status, FLOOR, words)) if one.status is not Visibility.SHOWN else ""
    return words.ngettext(
        "%(scale)s: %(num)s person answered every survey.",
        "%(scale)s: %(num)s people answered every survey.",
        one.trend.complete,
        scale=name,
    )


def years_table(years: YearsOfScale, key: str, numbering: Numbering, words: Words) -> Table:
    """The change of each year and of all together."""
    _ = words.gettext
    decimals = printed_decimals(years.scale)
    rows = [_year_row(year, decimals, words) for year in years.years]
    pooled = years.pooled
    if pooled is not None:
        counted = words.ngettext("%(num)s year, random effects", "%(num)s years, random effects", pooled.k)
        cells = (Cell(), estimate_cell(_("Mean change"), pooled.estimate, decimals, words), Cell())
        rows.append(Row(_("All years"), cells, note=counted, is_total=True))
    together = years.together
    if together is not None and years.together_status is Visibility.SHOWN:
        cells = (
            number_cell(_("Answered both"), together.n, 0, words),
            estimate_cell(_("Mean change"), mean_of(together.change), decimals, words),
            estimate_cell(_("Standardised change, g_av"), together.g_av, 2, words),
        )
        those = [year.cohort for year in years.years if year.cohort_id in years.together_of]
        named = ", ".join(those) if len(those) < len(years.years) else ""
        rows.append(Row(_("Everybody’s pairs together"), cells, note=named, is_total=True))
    headings = (_("Answered both"), _("Mean change (95 % interval)"), _("Standardised, g_av (95 % interval)"))
    return Table(
        caption=_(
            "Table %(number)s. %(scale)s: change in each year",
            number=numbering.next_table(),
            scale=words.text(years.scale.name),
        ),
        columns=(Column(_("Cohort"), is_number=False), *(Column(heading) for heading in headings)),
        rows=tuple(rows),
        key=f"{key}.years.{years.scale.key}",
    )


def _year_row(year: YearChange, decimals: int, words: Words) -> Row:
    _ = words.gettext
    paired = year.paired if year.status is Visibility.SHOWN else None
    if paired is None:
        return Row(year.cohort, (Cell(),) * 3, note=why_withheld(year.status, FLOOR, words))
    cells = (
        number_cell(_("Answered both"), paired.n, 0, words),
        estimate_cell(_("Mean change"), mean_of(paired.change), decimals, words),
        estimate_cell(_("Standardised change, g_av"), paired.g_av, 2, words),
    )
    return Row(year.cohort, cells)


def years_words(years: YearsOfScale, words: Words) -> str:
    """Whether the years differ by more than chance, and where a further year is to be expected."""
    _ = words.gettext
    pooled = years.pooled
    if pooled is None:
        return ""
    said = (
        _("The years differ no more than chance lets them.")
        if pooled.is_alike
        else _("The years differ by more than chance: read each of them, not their mean alone.")
    )
    if pooled.next_year is None or max(map(abs, pooled.next_year)) > years.scale.high - years.scale.low:
        return said
    low, high = (words.number(end, printed_decimals(years.scale)) for end in pooled.next_year)
    further = _("The mean change of a further year is expected between %(low)s and %(high)s.", low=low, high=high)
    return f"{said} {further}"


def attrition_table(one: Attrition, key: str, numbering: Numbering, words: Words) -> Table:
    """How many answered both surveys, only the first, only the second."""
    _ = words.gettext
    before, after = words.text(one.before.title), words.text(one.after.title)
    counts = (
        (_("Answered both"), one.both),
        (_("Only “%(survey)s”", survey=before), one.only_before),
        (_("Only “%(survey)s”", survey=after), one.only_after),
    )
    rows = []
    for name, count in counts:
        note = why_withheld(one.status, FLOOR, words) if count is None else ""
        rows.append(Row(name, (number_cell(_("People"), count, 0, words),), note=note))
    return Table(
        caption=_(
            "Table %(number)s. Who answered “%(before)s” and “%(after)s”",
            number=numbering.next_table(),
            before=before,
            after=after,
        ),
        columns=(Column(_("Answered"), is_number=False), Column(_("People"))),
        rows=tuple(rows),
        key=f"{key}.attrition",
    )


def stayed_table(one: Attrition, key: str, numbering: Numbering, words: Words) -> Table | None:
    """Scores at the first survey of those who answered again and those who did not; None where they are not told."""
    _ = words.gettext
    told = [(scale, difference) for scale, difference in one.at_first if not is_single_need(scale)]
    if not told:
        return None
    stayed, gone = _("Answered again"), _("Did not")
    rows = []
    for scale, difference in told:
        decimals = printed_decimals(scale)
        cells = (
            number_cell(words.named(stayed, _("n")), difference.first.n, 0, words),
            mean_sd_cell(stayed, difference.first, decimals, words),
            number_cell(words.named(gone, _("n")), difference.second.n, 0, words),
            mean_sd_cell(gone, difference.second, decimals, words),
            estimate_cell(_("Difference"), difference.difference, decimals, words),
        )
        rows.append(Row(words.text(scale.name), cells))
    return Table(
        caption=_(
            "Table %(number)s. Scores at “%(survey)s” of those who answered again and those who did not",
            number=numbering.next_table(),
            survey=words.text(one.before.title),
        ),
        columns=(
            Column(_("Scale"), is_number=False),
            Column(_("n")),
            Column(_("Answered again, mean (SD)")),
            Column(_("n")),
            Column(_("Did not, mean (SD)")),
            Column(_("Difference (95 % interval)")),
        ),
        rows=tuple(rows),
        key=f"{key}.stayed",
    )


def lost_table(lost: Sequence[LostShare], key: str, numbering: Numbering, words: Words) -> Table | None:
    """Shares at a limit if nobody or everybody of those who did not answer were there too."""
    _ = words.gettext
    if not lost:
        return None
    headings = (_("Of those who answered"), _("If none of the others"), _("If all of the others"))
    rows = []
    for one in lost:
        limit = f"{words.text(one.scale.name)} {limit_words(one.cutoffs[0], words)}"
        bounds = (one.bounds.answered, one.bounds.lowest, one.bounds.highest)
        cells = tuple(rate_cell(name, rate, words) for name, rate in zip(headings, bounds, strict=True))
        labels = words.joined(dict.fromkeys(words.text(cutoff.label) for cutoff in one.cutoffs))
        rows.append(Row(f"{limit}, {words.text(one.wave.title)}", cells, note=labels))
    return Table(
        caption=_("Table %(number)s. What missing answers could change at most", number=numbering.next_table()),
        columns=(Column(_("Scale, limit and survey"), is_number=False), *(Column(heading) for heading in headings)),
        rows=tuple(rows),
        key=f"{key}.missing",
    )


def arms_table(changes: Sequence[ScaleChange], key: str, numbering: Numbering, words: Words) -> Table | None:
    """Those with a mentor and those without, at the later survey; None where nobody was without one."""
    _ = words.gettext
    rows = list(_arm_rows(changes, words))
    if not rows:
        return None
    arms = next(change.arms for change in changes if change.arms is not None)
    mentored, others = words.text(arms.mentored), words.text(arms.others)
    return Table(
        caption=_(
            "Table %(number)s. %(first)s and %(second)s at “%(survey)s”",
            number=numbering.next_table(),
            first=mentored,
            second=others,
            survey=words.text(changes[0].after.title),
        ),
        columns=(
            Column(_("Scale"), is_number=False),
            Column(_("%(group)s, mean (SD)", group=mentored)),
            Column(_("%(group)s, mean (SD)", group=others)),
            Column(_("Difference (95 % interval)")),
            Column(_("Standardised, g (95 % interval)")),
            Column(_("At equal scores before (95 % interval)")),
        ),
        rows=tuple(rows),
        key=f"{key}.arms",
    )


def _arm_rows(changes: Sequence[ScaleChange], words: Words) -> Iterator[Row]:
    _ = words.gettext
    for change in changes:
        arms, name = change.arms, words.text(change.scale.name)
        if arms is None:
            continue
        found = arms.difference if arms.status is Visibility.SHOWN else None
        if found is None:
            yield Row(name, (Cell(),) * 5, note=why_withheld(arms.status, change.floor, words))
            continue
        decimals = printed_decimals(change.scale)
        note = _("n = %(n)s", n=f"{words.number(found.first.n)} + {words.number(found.second.n)}")
        yield Row(
            name,
            (
                _counted_mean(words.text(arms.mentored), found.first, decimals, words),
                _counted_mean(words.text(arms.others), found.second, decimals, words),
                estimate_cell(_("Difference"), found.difference, decimals, words),
                estimate_cell(_("Standardised difference, g"), found.g, 2, words),
                estimate_cell(_("Difference at equal scores before"), _adjusted(change), decimals, words),
            ),
            note=note,
        )


def _counted_mean(group: str, summary: Summary, decimals: int, words: Words) -> Cell:
    """Mean and SD; the number of people, which the note of the row says, goes to the files with them."""
    cell = mean_sd_cell(group, summary, decimals, words)
    return Cell(cell.text, (Number(words.named(group, words.gettext("n")), summary.n), *cell.numbers))


def _adjusted(change: ScaleChange) -> Estimate | None:
    return change.arms.adjusted.difference if change.arms and change.arms.adjusted else None


def latest_table(
    tables: Sequence[tuple[Dataset, ScaleTable]], key: str, numbering: Numbering, words: Words
) -> Table | None:
    """Everybody’s scores at the latest survey that asked each scale, for scales whose change is not told."""
    _ = words.gettext
    if not tables:
        return None
    rows = []
    for dataset, table in tables:
        row = score_row(words.text(table.scale.name), table.total, table.scale, words)
        title = words.text(dataset.title)
        rows.append(Row(row.name, row.cells, note=". ".join(part for part in (title, row.note) if part)))
    return Table(
        caption=_("Table %(number)s. Latest scores, everybody together", number=numbering.next_table()),
        columns=(Column(_("Scale"), is_number=False), *score_columns(words)),
        rows=tuple(rows),
        key=f"{key}.latest",
    )
