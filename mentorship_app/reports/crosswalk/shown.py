"""The shape of evidence, and how the values of indicators are said."""

from collections.abc import Callable
from dataclasses import dataclass

from mentorship_app.monitoring.indicators.definition import Unit, indicators
from mentorship_app.monitoring.values import AtLeast, Mean, Middle, Part, TooFew, Value
from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.response import share_interval
from mentorship_app.reports.share_tables import band_words
from mentorship_app.reports.tables import Number
from mentorship_app.reports.words import Words


@dataclass(frozen=True)
class Evidence:
    """A result in a sentence, with the numbers in it. ``is_there``: whether it shows anything; else it is a gap."""

    text: str
    numbers: tuple[Number, ...] = ()
    is_there: bool = True


Result = Callable[[ReportContext], Evidence]


@dataclass(frozen=True)
class EvidenceKind:
    """One kind of evidence. ``title`` is a msgid; ``key`` is kept in rows and never changes."""

    key: str
    title: str
    result: Result


def nothing(text: str) -> Evidence:
    """There is nothing to show, and why."""
    return Evidence(text, is_there=False)


def of_indicator(name: str) -> Result:
    """The result of an indicator, as the overview shows it to viewers."""

    def result(context: ReportContext) -> Evidence:
        value = context.grounds.indicators.get(name)
        return indicator_evidence(value, indicators[name].unit, context.words)

    return result


def indicator_evidence(value: Value | None, unit: Unit, words: Words) -> Evidence:
    """A value in words, with what it is out of."""
    _ = words.gettext
    if isinstance(value, TooFew):
        return nothing(_("Too few to say: it is told from %(floor)s on.", floor=words.number(value.floor)))
    if isinstance(value, Part):
        return _part(value.share, words)
    if isinstance(value, AtLeast):
        numbers = (Number(_("At least"), value.count), Number(_("Of how many"), value.n))
        text = _("At least %(count)s of %(total)s.", count=words.number(value.count), total=words.number(value.n))
        return Evidence(text, numbers)
    if isinstance(value, Middle):
        return _middle(value, 0 if unit is Unit.DAYS else 1, words)
    if isinstance(value, Mean):
        text = _("Mean %(mean)s (n = %(count)s).", mean=words.number(value.mean, 1), count=words.number(value.n))
        return Evidence(text, (Number(_("Mean"), value.mean, 1), Number(_("n"), value.n)))
    return nothing(_("Nothing to measure yet."))


def _part(share: ExactShare | ShareBand, words: Words) -> Evidence:
    _ = words.gettext
    if isinstance(share, ExactShare):
        return count_evidence(share.positives, share.n, words)
    numbers = (
        Number(_("Of how many"), share.n),
        Number(_("Share, lower end, %"), share.low),
        Number(_("Share, upper end, %"), share.high),
    )
    text = _(
        "%(band)s of %(total)s; a range, so that it tells of nobody.", band=band_words(share, words), total=share.n
    )
    return Evidence(_capital(text), numbers)


def count_evidence(count: int, total: int, words: Words) -> Evidence:
    """``22 of 24, 92 % (74 to 98 %).``"""
    _ = words.gettext
    if not total or count > total:
        return nothing(_("Nothing to measure yet."))
    text = _(
        "%(count)s, %(share)s (%(interval)s).",
        count=words.count_of(count, total).replace(" ", "\u00a0"),
        share=words.percent(count / total),
        interval=share_interval(count, total, words),
    )
    numbers = (
        Number(_("People"), count),
        Number(_("Of how many"), total),
        Number(_("Share, %"), 100 * count / total),
    )
    return Evidence(text, numbers)


def _middle(value: Middle, decimals: int, words: Words) -> Evidence:
    _ = words.gettext
    text = _(
        "In the middle %(median)s; the middle half %(half)s (n = %(count)s).",
        median=words.number(value.median, decimals),
        half=words.interval(value.low, value.high, decimals),
        count=words.number(value.n),
    )
    numbers = (
        Number(_("Median"), value.median, decimals),
        Number(_("Lower quartile"), value.low, decimals),
        Number(_("Upper quartile"), value.high, decimals),
        Number(_("n"), value.n),
    )
    return Evidence(text, numbers)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
