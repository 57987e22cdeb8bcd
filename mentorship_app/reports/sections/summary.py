"""The page to read if there is time for one: four numbers, what the answers show, how far they carry, one caution."""

from dataclasses import dataclass

from mentorship_app.core.i18n import N_
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.reports.change_words import changes_headline, shown
from mentorship_app.reports.context import ReportContext, answered_of
from mentorship_app.reports.findings import headline_decimals, plain_finding
from mentorship_app.reports.hiding import count_hidden, hidden_words
from mentorship_app.reports.response import answered_headline, answered_words, share_cells, share_interval
from mentorship_app.reports.section import Numbering, Part, Section
from mentorship_app.reports.summary_findings import about_findings, findings_of, told_changes
from mentorship_app.reports.tables import Cell, Number, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Summary
from mentorship_app.surveys.aggregates import ScaleTable
from mentorship_app.surveys.outcomes import Attrition

FEWEST_FOR_WEIGHT = 30
"""Below this many answers the report says outright that only large differences can be seen."""

FOUR = 4
MOST_ACTIONS = 3
MOST_SCALES = 6
"""Names of more scales than these would fill the page."""


@dataclass(frozen=True)
class KeyNumber:
    """A large number, what it is out of, what it counts, and its range."""

    value: str
    total: str
    label: str
    range: str


@dataclass(frozen=True)
class Action:
    """What will be done, who sees to it and when; empty where nobody wrote that down."""

    text: str
    owner: str
    due: str


def draw(context: ReportContext, _numbering: Numbering) -> Section:
    """One page in plain words; every number in it stands in a table of the sections that follow, too."""
    _ = context.words.gettext
    table = _people_table(context)
    return Section(
        key="summary",
        name=_("Summary"),
        values={
            "headline": _headline(context),
            "lead": _lead(context),
            "numbers": _key_numbers(context)[:FOUR],
            "about": about_findings(context),
            "findings": findings_of(context),
            "actions": _actions(context),
            "quality": _quality(context),
            "caution": _caution(context),
        },
        tables=(table,) if table is not None else (),
    )


def _headline(context: ReportContext) -> str:
    words, changes = context.words, told_changes(context)
    if changes:
        return changes_headline(changes, words)
    parts = (answered_headline(context), plain_finding(context.spotlight, words))
    return words.joined(part for part in parts if part)


def _lead(context: ReportContext) -> str:
    words = context.words
    _ = words.gettext
    if not told_changes(context):
        return _("There was no comparison group, so no number below can be put down to the program.")
    both = _both(context)
    caution = _("There was no comparison group, so no change below can be put down to the program.")
    if any(change.arms is not None for change in told_changes(context)):
        caution = _("Who has a mentor was not drawn by lot, so no change below can be put down to the program.")
    if both is None or both.both is None:
        return caution
    said = words.ngettext(
        "%(count)s person answered both “%(before)s” and “%(after)s”.",
        "%(count)s people answered both “%(before)s” and “%(after)s”.",
        both.both,
        count=_out_of(both.both, both.after.eligible, words),
        before=words.text(both.before.title),
        after=words.text(both.after.title),
    )
    return f"{said} {caution}"


def _out_of(count: int, total: int | None, words: Words) -> str:
    return words.number(count) if total is None or total < count else words.count_of(count, total)


def _both(context: ReportContext) -> Attrition | None:
    """Who of the mentees answered the first survey and the latest; None where that is not told."""
    told = [one for one in context.outcomes.attrition if not one.of_mentors and one.both is not None]
    return told[-1] if told else None


def _actions(context: ReportContext) -> list[Action]:
    words = context.words
    return [
        Action(line.text, line.owner, words.day(line.due_on) if line.due_on else "")
        for line in context.plan.this_year[:MOST_ACTIONS]
    ]


def _key_numbers(context: ReportContext) -> list[KeyNumber]:
    """Counts of people first; means fill up where there are fewer than four."""
    words = context.words
    _ = words.gettext
    numbers = []
    if context.mentees_paired:
        numbers.append(_count(context.mentees_paired, context.mentees, _("mentees have a mentor"), words))
    both = _both(context)
    for dataset in context.datasets if both is None else (context.spotlight,):
        label = words.named(_("answered"), words.text(dataset.title))
        answered = answered_of(dataset)
        if answered is None:
            numbers.append(KeyNumber(f"<\u00a0{FLOOR}", "", label, _("too few to say")))
        elif dataset.eligible is None:
            numbers.append(KeyNumber(words.number(answered), "", label, _("how many were asked is not known")))
        else:
            numbers.append(_count(answered, dataset.eligible, label, words))
    if both is not None and both.both is not None and both.after.eligible is not None:
        label = _("answered both, “%(before)s” too", before=words.text(both.before.title))
        numbers.append(_count(both.both, both.after.eligible, label, words))
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


def _people_table(context: ReportContext) -> Table | None:
    """Who is paired and who answered both, for the table file; the other numbers stand in tables of later sections."""
    words, both = context.words, _both(context)
    _ = words.gettext
    counts: list[tuple[str, int, int]] = []
    if context.mentees_paired:
        counts.append((_("mentees have a mentor"), context.mentees_paired, context.mentees))
    if context.mentors_paired:
        counts.append((_("mentors have a mentee"), context.mentors_paired, context.mentors))
    if both is not None and both.both is not None and both.after.eligible is not None:
        counts.append((_("answered both surveys"), both.both, both.after.eligible))
    rows = []
    for name, count, total in counts:
        share = share_cells(count, total, words)
        cells = (Cell(numbers=(Number(_("People"), count),)), Cell(numbers=(Number(_("Of how many"), total),)))
        rows.append(Row(name, (*cells, *share)))
    if not rows:
        return None
    return Table(caption=_("Pairs and answers"), columns=(), rows=tuple(rows), key="summary.people")


def _mean(table: ScaleTable, summary: Summary, words: Words) -> KeyNumber:
    _ = words.gettext
    ends = words.interval(table.scale.low, table.scale.high, 0)
    return KeyNumber(
        words.number(summary.mean or 0, headline_decimals(table.scale)),
        _("n = %(n)s", n=words.number(summary.n)),
        _("mean on %(scale)s, %(ends)s", scale=words.text(table.scale.name), ends=ends),
        words.interval(summary.ci_low, summary.ci_high, headline_decimals(table.scale))
        if summary.ci_low is not None and summary.ci_high is not None
        else "",
    )


def _quality(context: ReportContext) -> list[tuple[str, str]]:
    """The box that says how far these data carry."""
    words = context.words
    _ = words.gettext
    response = words.joined(words.named(words.text(d.title), answered_words(d, words)) for d in context.datasets)
    hidden = hidden_words(count_hidden(*context.datasets), words)
    return [
        (_("Response"), response),
        (_("Comparison group"), _compared_with(context)),
        (_("Rows hidden to protect people"), hidden[:1].upper() + hidden[1:]),
        (_("Scales"), _scales(context)),
        (_("Change from survey to survey"), _change_known(context)),
        (_("Same numbers, same file"), _("Data fingerprint %(hash)s", hash=fingerprint(context))),
    ]


def _compared_with(context: ReportContext) -> str:
    _ = context.words.gettext
    if any(change.arms is not None for change in told_changes(context)):
        return _("Those without a mentor. Who has one was not drawn by lot")
    return _("None. Time of year and training are not adjusted for")


def _scales(context: ReportContext) -> str:
    words = context.words
    names = list(dict.fromkeys(words.text(table.scale.name) for d in context.datasets for table in d.scales))
    if len(names) <= MOST_SCALES:
        return words.listed(names)
    measures = dict.fromkeys(
        words.text(table.scale.measure.title) for d in context.datasets for table in d.scales if table.scale.measure
    )
    counted = words.ngettext("%(num)s scale", "%(num)s scales", len(names))
    if not measures or len(measures) > MOST_SCALES:
        return counted
    return words.named(counted, words.listed(list(measures)))


def _change_known(context: ReportContext) -> str:
    """Of how many pairs the change is told, at the least and at the most; or that it is not."""
    words = context.words
    pairs = [paired.n for change in told_changes(context) if (paired := shown(change)) is not None]
    if not pairs:
        return words.gettext("Not told: too few answers could be set beside an earlier one of the same person")
    if min(pairs) == max(pairs):
        return words.ngettext("Of %(num)s person who answered both", "Of %(num)s people who answered both", pairs[0])
    least, most = words.number(min(pairs)), words.number(max(pairs))
    return words.gettext("Of %(low)s to %(high)s people who answered both", low=least, high=most)


def fingerprint(context: ReportContext) -> str:
    """The first twelve digits of the data hash, in fours."""
    digits = context.data_hash[:12]
    return " ".join(digits[start : start + 4] for start in range(0, 12, 4))


def _caution(context: ReportContext) -> str:
    words = context.words
    _ = words.gettext
    if told_changes(context):
        return _(
            "People who start far from their usual level tend to drift back to it, and scores change with the time of "
            "year: changes like these are also seen where there is no program."
        )
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
