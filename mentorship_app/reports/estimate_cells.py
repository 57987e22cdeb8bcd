"""Cells of tables about change: an estimate with its interval, a mean with its SD, people of people."""

from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.reports.share_tables import band_words
from mentorship_app.reports.tables import Cell, Number
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Estimate, Rate, Summary
from mentorship_app.surveys.outcomes import Told


def number_cell(measure: str, value: float | None, decimals: int, words: Words) -> Cell:
    """A number by itself; empty where it is not known."""
    return Cell() if value is None else Cell(words.number(value, decimals), (Number(measure, value, decimals),))


def people_cell(measure: str, count: int | None, total: int | None, words: Words) -> Cell:
    """``21 of 24``, or ``21`` where nobody knows of how many."""
    if count is None:
        return Cell()
    if total is None or total < count:
        return number_cell(measure, count, 0, words)
    whole = Number(words.gettext("%(measure)s, of how many", measure=measure), total)
    return Cell(words.count_of(count, total), (Number(measure, count), whole))


def estimate_cell(measure: str, estimate: Estimate | None, decimals: int, words: Words) -> Cell:
    """``−6.3 (−10.7 to −1.8)``."""
    if estimate is None:
        return Cell()
    _ = words.gettext
    text = _(
        "%(value)s (%(interval)s)",
        value=words.number(estimate.value, decimals),
        interval=words.interval(estimate.ci_low, estimate.ci_high, decimals),
    )
    ends = (
        Number(_("%(measure)s, low", measure=measure), estimate.ci_low, decimals),
        Number(_("%(measure)s, high", measure=measure), estimate.ci_high, decimals),
    )
    # Unbreakable: half an interval at the end of a line reads as another number.
    return Cell(text.replace(" ", "\u00a0"), (Number(measure, estimate.value, decimals), *ends))


def mean_of(summary: Summary) -> Estimate | None:
    """The mean of a group with its interval; None where it has none."""
    if summary.mean is None or summary.ci_low is None or summary.ci_high is None:
        return None
    return Estimate(summary.mean, summary.ci_low, summary.ci_high)


def mean_sd_cell(place: str, summary: Summary, decimals: int, words: Words) -> Cell:
    """``53.1 (14.6)``; ``place`` goes before what is measured."""
    if summary.mean is None:
        return Cell()
    _ = words.gettext
    numbers = (Number(words.named(place, _("Mean")), summary.mean, decimals),)
    if summary.sd is None:
        return Cell(words.number(summary.mean, decimals), numbers)
    text = f"{words.number(summary.mean, decimals)} ({words.number(summary.sd, decimals)})"
    return Cell(text, (*numbers, Number(words.named(place, _("SD")), summary.sd, decimals)))


def told_cell(place: str, told: Told, words: Words) -> Cell:
    """``9 of 20, 45 %``, ``under 20 % of 12``, or nothing."""
    _ = words.gettext
    if isinstance(told, ExactShare):
        share = told.positives / told.n
        text = _("%(count)s, %(share)s", count=words.count_of(told.positives, told.n), share=words.percent(share))
        return Cell(
            text,
            (
                Number(words.named(place, _("People")), told.positives),
                Number(words.named(place, _("Of how many")), told.n),
                Number(words.named(place, _("Share, %")), 100 * share),
            ),
        )
    if isinstance(told, ShareBand):
        return Cell(
            _("%(band)s of %(total)s", band=band_words(told, words), total=words.number(told.n)),
            (
                Number(words.named(place, _("Of how many")), told.n),
                Number(words.named(place, _("Share, lower end, %")), told.low),
                Number(words.named(place, _("Share, upper end, %")), told.high),
            ),
        )
    return Cell()


def rate_cell(place: str, rate: Rate, words: Words) -> Cell:
    """``30 % (9 of 30)``."""
    _ = words.gettext
    if rate.share is None:
        return Cell()
    text = _("%(value)s (%(interval)s)", value=words.percent(rate.share), interval=words.count_of(rate.count, rate.n))
    return Cell(
        text,
        (
            Number(words.named(place, _("Share, %")), 100 * rate.share),
            Number(words.named(place, _("People")), rate.count),
            Number(words.named(place, _("Of how many")), rate.n),
        ),
    )
