"""The standard table of outcomes, in parts that fit a page: same scales, one row each.

Change with its interval; who was asked and who answered; people who moved beyond a published threshold; people at
published limits; companions that lean on no distribution.
"""

from collections.abc import Iterator, Sequence

from mentorship_app.reports.change_words import about_scale, shown
from mentorship_app.reports.estimate_cells import (
    estimate_cell,
    mean_of,
    mean_sd_cell,
    number_cell,
    people_cell,
    told_cell,
)
from mentorship_app.reports.findings import printed_decimals
from mentorship_app.reports.hiding import why_withheld
from mentorship_app.reports.section import Numbering
from mentorship_app.reports.share_tables import limit_words
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Estimate, Summary
from mentorship_app.surveys.outcomes import LimitChange, Moves, ScaleChange

FEW_PAIRS = 20
"""Below this many pairs the middle of the scores stands beside their mean."""

_P_DECIMALS = 3
_LEAST_P = 0.001


def change_table(changes: Sequence[ScaleChange], key: str, numbering: Numbering, words: Words) -> Table:
    """Pairs, means with SD at both surveys, mean change and its standardised size, each with its interval."""
    _ = words.gettext
    before, after = (words.text(side.title) for side in (changes[0].before, changes[0].after))
    return Table(
        caption=_(
            "Table %(number)s. Change from “%(before)s” to “%(after)s”, the same people",
            number=numbering.next_table(),
            before=before,
            after=after,
        ),
        columns=(
            Column(_("Scale"), is_number=False),
            Column(_("Answered both")),
            Column(_("%(survey)s, mean (SD)", survey=before)),
            Column(_("%(survey)s, mean (SD)", survey=after)),
            Column(_("Mean change (95 % interval)")),
            Column(_("Standardised, g_av (95 % interval)")),
        ),
        rows=tuple(_change_row(change, before, after, words) for change in changes),
        key=f"{key}.change",
    )


def _change_row(change: ScaleChange, before: str, after: str, words: Words) -> Row:
    _ = words.gettext
    name, about, paired = words.text(change.scale.name), about_scale(change.scale, words), shown(change)
    if paired is None:
        return Row(name, (Cell(),) * 5, note=f"{about}. {why_withheld(change.status, change.floor, words)}")
    decimals = printed_decimals(change.scale)
    cells = (
        people_cell(_("Answered both"), paired.n, change.after.eligible, words),
        mean_sd_cell(before, paired.before, decimals, words),
        mean_sd_cell(after, paired.after, decimals, words),
        estimate_cell(_("Mean change"), mean_of(paired.change), decimals, words),
        estimate_cell(_("Standardised change, g_av"), paired.g_av, 2, words),
    )
    return Row(name, cells, note=about)


def people_table(changes: Sequence[ScaleChange], key: str, numbering: Numbering, words: Words) -> Table:
    """Of whom the change is told: asked, with a score before, after, and at both."""
    _ = words.gettext
    before, after = (words.text(side.title) for side in (changes[0].before, changes[0].after))
    rows = []
    for change in changes:
        paired = shown(change)
        cells = (
            people_cell(before, change.before.n, change.before.eligible, words),
            people_cell(after, change.after.n, change.after.eligible, words),
            number_cell(_("Both"), None if paired is None else paired.n, 0, words),
        )
        note = why_withheld(change.status, change.floor, words) if paired is None else ""
        rows.append(Row(words.text(change.scale.name), cells, note=note))
    return Table(
        caption=_("Table %(number)s. People with a score, of those asked", number=numbering.next_table()),
        columns=(Column(_("Scale"), is_number=False), Column(before), Column(after), Column(_("Both"))),
        rows=tuple(rows),
        key=f"{key}.people",
    )


def moves_table(changes: Sequence[ScaleChange], key: str, numbering: Numbering, words: Words) -> Table | None:
    """People beyond a published threshold in either direction; None for scales without one."""
    _ = words.gettext
    rows = [_moves_row(change, moves, words) for change in changes for moves in change.moves]
    if not rows:
        return None
    headings = (_("Better"), _("Within"), _("Worse"))
    return Table(
        caption=_("Table %(number)s. People who changed by more than a threshold", number=numbering.next_table()),
        columns=(Column(_("Scale"), is_number=False), Column(_("Threshold")), *(Column(one) for one in headings)),
        rows=tuple(rows),
        key=f"{key}.moves",
    )


def _moves_row(change: ScaleChange, moves: Moves, words: Words) -> Row:
    _ = words.gettext
    kinds = {
        "reliable": _("more than the measure’s own error explains"),
        "matters": _("the smallest change that is said to matter"),
    }
    sides = zip((_("Better"), _("Within"), _("Worse")), (moves.improved, moves.same, moves.worse), strict=True)
    told = tuple(told_cell(name, side, words) for name, side in sides)
    why = why_withheld(moves.status, change.floor, words) if all(cell == Cell() for cell in told) else ""
    threshold = number_cell(_("Threshold"), moves.threshold, printed_decimals(change.scale), words)
    note = ". ".join(part for part in (kinds[moves.kind], why) if part)
    return Row(words.text(change.scale.name), (threshold, *told), note=note)


def limit_changes_table(changes: Sequence[ScaleChange], key: str, numbering: Numbering, words: Words) -> Table | None:
    """Of the same people, how many lie at a published limit or beyond it; None for scales without one."""
    _ = words.gettext
    rows = [row for change in changes for row in _limit_rows(change, words)]
    if not rows:
        return None
    before, after = (words.text(side.title) for side in (changes[0].before, changes[0].after))
    return Table(
        caption=_("Table %(number)s. People at or beyond a limit, the same people", number=numbering.next_table()),
        columns=(
            Column(_("Scale and limit"), is_number=False),
            Column(before),
            Column(after),
            Column(_("Difference of shares, % (95 % interval)")),
        ),
        rows=tuple(rows),
        key=f"{key}.limits",
    )


def _limit_rows(change: ScaleChange, words: Words) -> Iterator[Row]:
    _ = words.gettext
    before, after = (words.text(side.title) for side in (change.before, change.after))
    for limit in change.limits:
        told = told_cell(before, limit.before, words), told_cell(after, limit.after, words)
        name = f"{words.text(change.scale.name)} {limit_words(limit.cutoffs[0], words)}"
        labels = words.joined(dict.fromkeys(words.text(cutoff.label) for cutoff in limit.cutoffs))
        why = why_withheld(limit.status, change.floor, words) if Cell() in told else ""
        yield Row(name, (*told, _share_change(limit, words)), note=". ".join(part for part in (labels, why) if part))


def _share_change(limit: LimitChange, words: Words) -> Cell:
    found = limit.paired.change if limit.paired is not None else None
    if found is None:
        return Cell()
    per_cent = Estimate(100 * found.value, 100 * found.ci_low, 100 * found.ci_high)
    return estimate_cell(words.gettext("Difference of shares, %"), per_cent, 0, words)


def robust_table(changes: Sequence[ScaleChange], key: str, numbering: Numbering, words: Words) -> Table | None:
    """Companions of the change that lean on no distribution; None where no change is shown."""
    _ = words.gettext
    told = [change for change in changes if shown(change) is not None]
    if not told:
        return None
    before, after = (words.text(side.title) for side in (changes[0].before, changes[0].after))
    pairs = [paired for change in told if (paired := shown(change)) is not None]
    has_middles = any(_median(side) is not None for one in pairs for side in (one.before, one.after))
    medians = [_("%(survey)s, median", survey=title) for title in (before, after)] if has_middles else []
    headings = (_("Middle change"), _("Wilcoxon, p"), _("Permutation, p"), _("Correlation"))
    return Table(
        caption=_("Table %(number)s. The same change without a normal distribution", number=numbering.next_table()),
        columns=(Column(_("Scale"), is_number=False), *(Column(one) for one in (*medians, *headings))),
        rows=tuple(_robust_row(change, medians, words) for change in told),
        key=f"{key}.robust",
    )


def _robust_row(change: ScaleChange, medians: Sequence[str], words: Words) -> Row:
    _ = words.gettext
    paired, decimals = shown(change), printed_decimals(change.scale)
    if paired is None:
        return Row(words.text(change.scale.name), (Cell(),) * (4 + len(medians)))
    sides = zip(medians, (paired.before, paired.after), strict=False)
    middles = [number_cell(name, _median(side), decimals, words) for name, side in sides]
    middle = change.middle
    cells = (
        estimate_cell(_("Middle change"), middle.estimate if middle else None, decimals, words),
        _p_cell(_("Wilcoxon, p"), change.signed_rank.p if change.signed_rank else None, words),
        _p_cell(_("Permutation, p"), change.permutation_p, words),
        number_cell(_("Correlation"), paired.r, 2, words),
    )
    exact = "" if middle is None else _("Interval holds at %(share)s", share=words.percent(middle.confidence))
    return Row(words.text(change.scale.name), (*middles, *cells), note=exact)


def _p_cell(measure: str, p: float | None, words: Words) -> Cell:
    if p is None or p >= _LEAST_P:
        return number_cell(measure, p, _P_DECIMALS, words)
    bound = Number(words.gettext("%(measure)s, under", measure=measure), _LEAST_P, _P_DECIMALS)
    return Cell(f"<\u00a0{words.number(_LEAST_P, _P_DECIMALS)}", (bound,))


def _median(summary: Summary) -> float | None:
    return summary.median if summary.n < FEW_PAIRS else None


def other_changes_table(changes: Sequence[ScaleChange], key: str, numbering: Numbering, words: Words) -> Table | None:
    """Changes to surveys other than the latest, one row each; None where there are none."""
    _ = words.gettext
    if not changes:
        return None
    rows = []
    for change in changes:
        paired, between = shown(change), _between(change, words)
        name = f"{words.text(change.scale.name)}, {between}"
        if paired is None:
            rows.append(Row(name, (Cell(),) * 3, note=why_withheld(change.status, change.floor, words)))
            continue
        cells = (
            people_cell(_("Answered both"), paired.n, change.after.eligible, words),
            estimate_cell(_("Mean change"), mean_of(paired.change), printed_decimals(change.scale), words),
            estimate_cell(_("Standardised change, g_av"), paired.g_av, 2, words),
        )
        rows.append(Row(name, cells))
    headings = (_("Answered both"), _("Mean change (95 % interval)"), _("Standardised, g_av (95 % interval)"))
    return Table(
        caption=_("Table %(number)s. Changes to the other surveys", number=numbering.next_table()),
        columns=(Column(_("Scale and surveys"), is_number=False), *(Column(one) for one in headings)),
        rows=tuple(rows),
        key=f"{key}.others",
    )


def _between(change: ScaleChange, words: Words) -> str:
    return words.gettext(
        "%(low)s to %(high)s", low=words.text(change.before.title), high=words.text(change.after.title)
    )
