"""Shares of people as tables: at the published limits of a scale, and of each answer to a program's own question."""

from collections.abc import Iterator, Sequence

from mentorship_app.instruments.definition import CutOff
from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.reports.hiding import why_banded, why_withheld
from mentorship_app.reports.response import share_interval
from mentorship_app.reports.score_tables import score_columns, score_row
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.statistics import wilson
from mentorship_app.surveys.aggregates import QuestionTable, ScaleTable, ShareRow, ShareTable

_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}


def limit_words(cutoff: CutOff, words: Words) -> str:
    """``≥ 50``."""
    decimals = 0 if cutoff.value == int(cutoff.value) else 2
    return f"{_SIGNS[cutoff.op]}\u00a0{words.number(cutoff.value, decimals)}"


def limits_table(table: ScaleTable, caption: str, words: Words, *, survey: str = "", key: str = "") -> Table:
    """Groups by limits: how many people have a score at the limit or beyond it."""
    columns = [_named_limit(limit, words) for limit in table.limits]
    places = [[limit.total for limit in table.limits]]
    places += [list(rows) for rows in _by_group(table.limits)]
    *groups, total = (*places[1:], places[0])
    lines = [_row(words.text(rows[0].name), rows, columns, words) for rows in groups]
    lines.append(_row(words.text(total[0].name), total, columns, words, is_total=True))
    first = words.text(table.limits[0].groups[0].title) if len(table.limits[0].groups) == 1 else words.gettext("Group")
    return Table(
        caption=caption,
        columns=(Column(first, is_number=False), *(Column(name) for name in columns)),
        rows=tuple(lines),
        survey=survey,
        key=key,
    )


def _by_group(limits: Sequence[ShareTable]) -> Iterator[tuple[ShareRow, ...]]:
    for stratum in zip(*(limit.groups for limit in limits), strict=True):
        yield from zip(*(group.rows for group in stratum), strict=True)


def _named_limit(limit: ShareTable, words: Words) -> str:
    """``≥ 50: high degree``; every label that somebody gave the limit."""
    labels = dict.fromkeys(words.text(cutoff.label) for cutoff in limit.cutoffs)
    return words.named(limit_words(limit.cutoffs[0], words), words.joined(labels))


def limit_sources(table: ScaleTable, words: Words) -> list[str]:
    """For each reading of each limit: what it is called, for whom, by whom, and whether anybody checked that."""
    return [source_of_limit(cutoff, words) for limit in table.limits for cutoff in limit.cutoffs]


def source_of_limit(cutoff: CutOff, words: Words) -> str:
    """One reading of a limit with all that must stand beside it."""
    said = words.gettext(
        "%(limit)s, %(label)s: %(population)s. Source: %(source)s.",
        limit=limit_words(cutoff, words),
        label=words.text(cutoff.label),
        population=words.text(cutoff.population),
        source=cutoff.source.rstrip("."),
    )
    return said if cutoff.verified else f"{said} {unchecked(words)}"


def unchecked(words: Words) -> str:
    """What stands beside every constant that nobody has read at its source."""
    return words.gettext("Not checked against the primary source.")


def question_table(question: QuestionTable, caption: str, words: Words, *, survey: str = "", key: str = "") -> Table:
    """An own question: groups with their means, or answers with their shares."""
    if question.mean is not None:
        return _mean_table(question.mean, caption, words, survey=survey, key=key)
    groups = [words.text(question.options[0].total.name)]
    groups += [words.text(row.name) for group in question.options[0].groups for row in group.rows]
    lines = [
        _row(
            words.text(option.name),
            [option.total, *(row for group in option.groups for row in group.rows)],
            groups,
            words,
        )
        for option in question.options
    ]
    columns = (Column(words.gettext("Answer"), is_number=False), *(Column(name) for name in groups))
    return Table(caption=caption, columns=columns, rows=tuple(lines), survey=survey, key=key)


def _mean_table(table: ScaleTable, caption: str, words: Words, *, survey: str, key: str) -> Table:
    rows = [score_row(words.text(row.name), row, table.scale, words) for group in table.groups for row in group.rows]
    rows.append(score_row(words.text(table.total.name), table.total, table.scale, words, total=True))
    first = Column(words.gettext("Group"), is_number=False)
    return Table(caption=caption, columns=(first, *score_columns(words)), rows=tuple(rows), survey=survey, key=key)


def _row(name: str, places: Sequence[ShareRow], columns: Sequence[str], words: Words, *, is_total: bool = False) -> Row:
    several = len(places) > 1
    cells = [_cell(row, column if several else "", words) for row, column in zip(places, columns, strict=True)]
    return Row(name, tuple(cells), note=_reasons(places, columns, words), is_total=is_total)


def _cell(row: ShareRow, column: str, words: Words) -> Cell:
    """``9 of 20, 45 % (26 to 66 %)``, ``under 20 % of 12``, or nothing. ``column`` goes before what is measured."""
    _ = words.gettext

    def measure(name: str) -> str:
        return words.named(column, name) if column else name

    if isinstance(row.share, ExactShare):
        positives, n = row.share.positives, row.share.n
        text = _(
            "%(count)s, %(share)s (%(interval)s)",
            count=words.count_of(positives, n).replace(" ", "\u00a0"),
            share=words.percent(positives / n),
            interval=share_interval(positives, n, words),
        )
        rate = wilson(positives, n)
        numbers = (
            Number(measure(_("People")), positives),
            Number(measure(_("Of how many")), n),
            Number(measure(_("Share, %")), 100 * positives / n),
            Number(measure(_("95 % interval, low, %")), 100 * (rate.ci_low or 0)),
            Number(measure(_("95 % interval, high, %")), 100 * (rate.ci_high or 0)),
        )
        return Cell(text, numbers)
    if isinstance(row.share, ShareBand):
        return Cell(
            _("%(band)s of %(total)s", band=band_words(row.share, words), total=words.number(row.share.n)),
            (
                Number(measure(_("Of how many")), row.share.n),
                Number(measure(_("Share, lower end, %")), row.share.low),
                Number(measure(_("Share, upper end, %")), row.share.high),
            ),
        )
    return Cell()


def band_words(band: ShareBand, words: Words) -> str:
    """``under 20 %``, ``over 80 %``, ``20 to 40 %``, ``0 to 100 %``."""
    _ = words.gettext
    if band.low == 0 and band.high < 100:
        return _("under %(share)s", share=words.percent(band.high / 100))
    if band.high == 100 and band.low > 0:
        return _("over %(share)s", share=words.percent(band.low / 100))
    return f"{words.interval(band.low, band.high, 0)}\u00a0%"


def _reasons(places: Sequence[ShareRow], columns: Sequence[str], words: Words) -> str:
    """Why something in the row is a range or missing: said once where it holds for all of it."""
    why = [
        why_banded(row, words) or (why_withheld(row.status, row.floor, words) if row.share is None else "")
        for row in places
    ]
    if len(set(why)) == 1:
        return why[0]
    by_reason: dict[str, list[str]] = {}
    for reason, column in zip(why, columns, strict=True):
        if reason:
            by_reason.setdefault(reason, []).append(column)
    return " ".join(words.named(words.listed(named), reason) for reason, named in by_reason.items())
