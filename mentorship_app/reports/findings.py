"""Headlines, written from the numbers: what the intervals allow to be said, and nothing about causes.

Two groups are told apart only where their 95 % intervals leave a gap. That is stricter than comparing them by a test
at 5 % (Schenker & Gentleman, Am Stat 2001;55:182-186), which suits a report that compares many groups at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from mentorship_app.reports.words import Words
from mentorship_app.statistics import Summary
from mentorship_app.surveys.aggregates import Dataset, GroupRow, GroupTable, ScaleInfo, ScaleTable

_FEWEST_TO_COMPARE = 2
_WIDE_SPAN, _NARROW_SPAN = 50, 10


class Verdict(Enum):
    """What the shown intervals allow to be said about the groups of a scale."""

    TOO_FEW = "too few"  # not even everybody together can be shown
    ONE_GROUP = "one group"  # nothing to compare
    CLOSE = "close"
    APART = "apart"


@dataclass(frozen=True)
class Comparison:
    """The groups with the lowest and the highest mean, where there are two to compare."""

    verdict: Verdict
    lowest: tuple[GroupRow, Summary] | None = None
    highest: tuple[GroupRow, Summary] | None = None


def printed_decimals(scale: ScaleInfo) -> int:
    """Digits after the sign in tables: a hundredth of a point means nothing on a scale from 0 to 100."""
    return 1 if scale.high - scale.low >= _WIDE_SPAN else 2


def headline_decimals(scale: ScaleInfo) -> int:
    """Digits after the sign in headlines and charts."""
    return 2 if scale.high - scale.low <= _NARROW_SPAN else 1


def compare(table: ScaleTable, group: GroupTable | None) -> Comparison:
    """Lowest and highest shown group of one stratum."""
    total = table.total.summary
    if total is None or total.is_too_few:
        return Comparison(Verdict.TOO_FEW)
    shown = [(row, row.summary) for row in (group.rows if group else ()) if row.summary and not row.summary.is_too_few]
    if len(shown) < _FEWEST_TO_COMPARE:
        return Comparison(Verdict.ONE_GROUP)
    lowest = min(shown, key=lambda entry: entry[1].mean or 0)
    highest = max(shown, key=lambda entry: entry[1].mean or 0)
    top, bottom = lowest[1].ci_high, highest[1].ci_low
    apart = top is not None and bottom is not None and top < bottom
    return Comparison(Verdict.APART if apart else Verdict.CLOSE, lowest, highest)


def scale_headline(table: ScaleTable, group: GroupTable | None, words: Words) -> str:
    """One sentence about one scale."""
    _ = words.gettext
    scale = words.text(table.scale.name)
    decimals = headline_decimals(table.scale)
    found = compare(table, group)
    if found.verdict is Verdict.TOO_FEW:
        return _("%(scale)s: too few answers to say", scale=scale)
    if found.lowest is None or found.highest is None:
        mean = words.number(table.total.summary.mean or 0, decimals) if table.total.summary else ""
        return _("%(scale)s: mean %(mean)s", scale=scale, mean=mean)
    if found.verdict is Verdict.CLOSE:
        return _("%(scale)s: the groups are too close to call", scale=scale)
    return _(
        "%(scale)s: lowest for %(lowest)s (%(low)s), highest for %(highest)s (%(high)s)",
        scale=scale,
        lowest=words.text(found.lowest[0].name),
        low=words.number(found.lowest[1].mean or 0, decimals),
        highest=words.text(found.highest[0].name),
        high=words.number(found.highest[1].mean or 0, decimals),
    )


def scale_explanation(table: ScaleTable, group: GroupTable | None, words: Words) -> str:
    """What the headline of a scale rests on."""
    _ = words.gettext
    verdict = compare(table, group).verdict
    if verdict is Verdict.APART:
        return _("The 95 % intervals of these two groups do not meet. Why they differ, this survey cannot tell.")
    if verdict is Verdict.CLOSE:
        return _(
            "The 95 % intervals of the lowest and the highest group overlap: the groups may be alike, or may differ by "
            "as much as the intervals allow."
        )
    return ""


def scores_headline(dataset: Dataset, words: Words) -> str:
    """One sentence about all scales of a set of answers."""
    _ = words.gettext
    verdicts = [compare(table, first_stratum(table)).verdict for table in dataset.scales]
    usable = [verdict for verdict in verdicts if verdict is not Verdict.TOO_FEW]
    apart = usable.count(Verdict.APART)
    if not usable:
        return _("Too few answers to say anything about scores")
    if Verdict.CLOSE not in usable and not apart and any(table.groups for table in dataset.scales):
        return _("Some groups are too small to show, so groups are not compared")
    if Verdict.CLOSE not in usable and not apart:
        return words.ngettext("Mean score on %(num)s scale", "Mean scores on %(num)s scales", len(usable))
    if not apart:
        return _("No group stands apart on any scale: too close to call")
    if apart == len(verdicts):
        return words.ngettext("Some groups stand apart", "Some groups stand apart on every scale", len(verdicts))
    return _(
        "Some groups stand apart on %(apart)s of %(all)s scales; the rest is too close to call",
        apart=words.number(apart),
        all=words.number(len(verdicts)),
    )


def plain_finding(dataset: Dataset, words: Words) -> str:
    """What follows the number of answers in the headline of the summary: a clause, or nothing to add."""
    _ = words.gettext
    verdicts = [compare(table, first_stratum(table)).verdict for table in dataset.scales]
    apart = verdicts.count(Verdict.APART)
    if apart and apart == len(verdicts):
        return _("some groups stand apart")
    if apart:
        return _(
            "some groups stand apart on %(apart)s of %(all)s scales",
            apart=words.number(apart),
            all=words.number(len(verdicts)),
        )
    if Verdict.CLOSE in verdicts:
        return _("no group stands apart")
    if Verdict.ONE_GROUP in verdicts and any(table.groups for table in dataset.scales):
        return _("groups are too small to compare")
    return ""


def first_stratum(table: ScaleTable) -> GroupTable | None:
    """The grouping that the chart shows; further ones stand in tables."""
    groups: Sequence[GroupTable] = table.groups
    return groups[0] if groups else None
