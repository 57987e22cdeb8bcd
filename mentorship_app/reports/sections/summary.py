"""The page to read if there is time for one: four numbers, what the answers show, how far they carry, one caution."""

from dataclasses import dataclass

from mentorship_app.charts import Mark, StripMark, number_line, scale_axis
from mentorship_app.core.i18n import N_
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.reports.context import ReportContext, answered_of
from mentorship_app.reports.figures import direction
from mentorship_app.reports.findings import (
    Verdict,
    compare,
    first_stratum,
    headline_decimals,
    plain_finding,
    scale_headline,
)
from mentorship_app.reports.hiding import count_hidden, hidden_words, withheld
from mentorship_app.reports.response import answered_headline, answered_words, share_cells, share_interval
from mentorship_app.reports.scales import by_scale
from mentorship_app.reports.section import Numbering, Part, Section
from mentorship_app.reports.tables import Cell, Number, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Summary
from mentorship_app.surveys.aggregates import Dataset, ScaleTable

FEWEST_FOR_WEIGHT = 30
"""Below this many answers the report says outright that only large differences can be seen."""

FOUR = 4
MOST_FINDINGS = 5
"""As many as fit on the page; the section on scores has all."""


@dataclass(frozen=True)
class KeyNumber:
    """A large number, what it is out of, what it counts, and its range."""

    value: str
    total: str
    label: str
    range: str


@dataclass(frozen=True)
class Finding:
    """What one scale shows: a sentence, what it rests on, and the mean on its number line."""

    headline: str
    detail: str
    picture: str


def draw(context: ReportContext, _numbering: Numbering) -> Section:
    """One page in plain words; every number in it stands in a table of the sections that follow, too."""
    words = context.words
    _ = words.gettext
    clause = plain_finding(context.spotlight, words)
    findings = [
        _finding(tables, position, words)
        for position, tables in enumerate(_about_spotlight(context)[:MOST_FINDINGS], 1)
    ]
    return Section(
        key="summary",
        name=_("Summary"),
        values={
            "headline": words.joined(part for part in (answered_headline(context), clause) if part),
            "lead": _("There was no comparison group, so no number below can be put down to the program."),
            "numbers": _key_numbers(context)[:FOUR],
            "about": _about(context),
            "findings": findings,
            "quality": _quality(context),
            "caution": _caution(context),
        },
        tables=(_pairs_table(context),) if context.mentees_paired else (),
    )


def _about_spotlight(context: ReportContext) -> list[list[tuple[Dataset, ScaleTable]]]:
    """The scales of the spotlight, each after the survey before it that had the same."""
    found = []
    for tables in by_scale(context.datasets):
        place = next((i for i, (dataset, _table) in enumerate(tables) if dataset is context.spotlight), None)
        if place is not None:
            found.append(tables[max(place - 1, 0) : place + 1])
    return found


def _key_numbers(context: ReportContext) -> list[KeyNumber]:
    """Counts of people first; means fill up where there are fewer than four."""
    words = context.words
    _ = words.gettext
    numbers = []
    if context.mentees_paired:
        numbers.append(_count(context.mentees_paired, context.mentees, _("mentees have a mentor"), words))
    latest = [dataset for dataset in context.datasets if dataset.ref != context.spotlight.ref][-1:]
    for dataset in (*latest, context.spotlight):
        label = _("answered: %(survey)s", survey=words.text(dataset.title))
        answered = answered_of(dataset)
        if answered is None:
            numbers.append(KeyNumber(f"<\u00a0{FLOOR}", "", label, _("too few to say")))
        elif dataset.eligible is None:
            numbers.append(KeyNumber(words.number(answered), "", label, _("how many were asked is not known")))
        else:
            numbers.append(_count(answered, dataset.eligible, label, words))
    if context.mentors_paired:
        numbers.append(_count(context.mentors_paired, context.mentors, _("mentors have a mentee"), words))
    return [
        *numbers,
        *(_mean(table, table.total.summary, words) for table in context.spotlight.scales if table.total.summary),
    ]


def _count(count: int, total: int, label: str, words: Words) -> KeyNumber:
    # A place may have been given up since: then there is a count, but no share.
    interval = share_interval(count, total, words) if count <= total else ""
    return KeyNumber(words.number(count), words.gettext("of %(total)s", total=words.number(total)), label, interval)


def _pairs_table(context: ReportContext) -> Table:
    """Who is paired, for the table file; the other numbers of the page stand in tables of later sections."""
    _ = context.words.gettext
    counts = (
        (_("mentees have a mentor"), context.mentees_paired, context.mentees),
        (_("mentors have a mentee"), context.mentors_paired, context.mentors),
    )
    rows = []
    for name, count, total in counts:
        share = share_cells(count, total, context.words)
        cells = (Cell(numbers=(Number(_("People"), count),)), Cell(numbers=(Number(_("Of how many"), total),)))
        rows.append(Row(name, (*cells, *share)))
    return Table(caption=_("Pairs"), columns=(), rows=tuple(rows))


def _mean(table: ScaleTable, summary: Summary, words: Words) -> KeyNumber:
    _ = words.gettext
    ends = words.interval(table.scale.low, table.scale.high, 0)
    return KeyNumber(
        words.number(summary.mean or 0, headline_decimals(table.scale)),
        _("n = %(n)s", n=words.number(summary.n)),
        _("mean on %(scale)s, %(ends)s", scale=words.text(table.scale.name), ends=ends),
        _interval(table, summary, words),
    )


def _interval(table: ScaleTable, summary: Summary, words: Words) -> str:
    if summary.ci_low is None or summary.ci_high is None:
        return ""
    return words.interval(summary.ci_low, summary.ci_high, headline_decimals(table.scale))


def _about(context: ReportContext) -> str:
    """What the pictures beside the findings show."""
    words = context.words
    _ = words.gettext
    latest = words.text(context.spotlight.title)
    before = next((tables[0][0] for tables in _about_spotlight(context) if len(tables) > 1), None)
    if before is None:
        return _("%(survey)s. Dot: mean of everybody. Line: its 95 %% interval, on the whole scale.", survey=latest)
    return _(
        "Ring: %(before)s. Dot: %(latest)s. Means of everybody with 95 %% intervals, on the whole scale.",
        before=words.text(before.title),
        latest=latest,
    )


def _finding(tables: list[tuple[Dataset, ScaleTable]], position: int, words: Words) -> Finding:
    table = tables[-1][1]
    headline = scale_headline(table, first_stratum(table), words)
    if table.total.summary is None:
        return Finding(headline, withheld(table.total, words), "")
    means = [_said(dataset, each, words) for dataset, each in tables]
    detail = [
        words.gettext("Scale from %(ends)s.", ends=words.interval(table.scale.low, table.scale.high, 0)),
        direction(table.scale, words),
        *means,
        *_groups_said(table, words),
    ]
    return Finding(headline, " ".join(part for part in detail if part), _picture(tables, headline, position, words))


def _said(dataset: Dataset, table: ScaleTable, words: Words) -> str:
    """The mean of one survey with its interval and the people behind it."""
    summary = table.total.summary
    title = words.text(dataset.title)
    if summary is None:
        return words.named(title, withheld(table.total, words))
    return words.ngettext(
        "%(survey)s: mean %(mean)s, 95 %% interval %(interval)s, %(num)s person.",
        "%(survey)s: mean %(mean)s, 95 %% interval %(interval)s, %(num)s people.",
        summary.n,
        survey=title,
        mean=words.number(summary.mean or 0, headline_decimals(table.scale)),
        interval=_interval(table, summary, words) or words.gettext("not known"),
    )


def _groups_said(table: ScaleTable, words: Words) -> list[str]:
    """The intervals of the groups that stand apart."""
    found = compare(table, first_stratum(table))
    if found.verdict is not Verdict.APART or found.lowest is None or found.highest is None:
        return []
    (low, low_summary), (high, high_summary) = found.lowest, found.highest
    return [
        words.gettext(
            "95 %% intervals: %(lowest)s %(low)s, %(highest)s %(high)s.",
            lowest=words.text(low.name),
            low=_interval(table, low_summary, words),
            highest=words.text(high.name),
            high=_interval(table, high_summary, words),
        )
    ]


def _picture(tables: list[tuple[Dataset, ScaleTable]], title: str, position: int, words: Words) -> str:
    scale = tables[-1][1].scale
    marks = [
        StripMark(
            summary.mean,
            None if summary.ci_low is None else max(summary.ci_low, scale.low),
            None if summary.ci_high is None else min(summary.ci_high, scale.high),
            Mark.GROUP if dataset is tables[-1][0] else Mark.EARLIER,
        )
        for dataset, table in tables
        if (summary := table.total.summary) is not None and summary.mean is not None
    ]
    style = words.number_style(headline_decimals(scale))
    return number_line(
        marks, axis=scale_axis(scale.low, scale.high), title=title, id_prefix=f"finding-{position}", numbers=style
    )


def _quality(context: ReportContext) -> list[tuple[str, str]]:
    """The box that says how far these data carry."""
    words = context.words
    _ = words.gettext
    response = words.joined(words.named(words.text(d.title), answered_words(d, words)) for d in context.datasets)
    hidden = hidden_words(count_hidden(*context.datasets), words)
    scales = dict.fromkeys(words.text(table.scale.name) for d in context.datasets for table in d.scales)
    return [
        (_("Response"), response),
        (_("Comparison group"), _("None. Time of year and training are not adjusted for")),
        (_("Rows hidden to protect people"), hidden[:1].upper() + hidden[1:]),
        (_("Scales"), words.listed(list(scales))),
        (_("Change from survey to survey"), _("Not computed: nobody is followed from one survey to the next")),
        (_("Same numbers, same file"), _("Data fingerprint %(hash)s", hash=fingerprint(context))),
    ]


def fingerprint(context: ReportContext) -> str:
    """The first twelve digits of the data hash, in fours."""
    digits = context.data_hash[:12]
    return " ".join(digits[start : start + 4] for start in range(0, 12, 4))


def _caution(context: ReportContext) -> str:
    words = context.words
    _ = words.gettext
    if (answered_of(context.spotlight) or 0) < FEWEST_FOR_WEIGHT:
        return _("With so few answers only large differences can be seen; smaller ones can be missed.")
    return _(
        "Where groups differ, these answers do not say why. Where they are too close to call, they may still differ."
    )


PART = Part(
    key="summary",
    title=N_("Summary"),
    about=N_(
        "The page to read if there is time for one: key numbers, findings with intervals, actions, quality of data."
    ),
    draw=draw,
)
