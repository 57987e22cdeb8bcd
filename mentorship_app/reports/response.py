"""How many answered, in words and with the interval of the share."""

from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.reports.context import ReportContext, answered_of
from mentorship_app.reports.tables import Cell, Number
from mentorship_app.reports.words import Words
from mentorship_app.statistics import wilson
from mentorship_app.surveys.aggregates import Dataset


def answered_headline(context: ReportContext) -> str:
    """One sentence about the survey that the report turns on."""
    words, dataset = context.words, context.spotlight
    _ = words.gettext
    answered = answered_of(dataset)
    if answered is None:
        return _("Fewer than %(floor)s people answered: too few to say anything", floor=words.number(FLOOR))
    if dataset.eligible is None:
        return words.ngettext("%(num)s person answered", "%(num)s people answered", answered)
    return words.ngettext(
        "%(num)s of %(asked)s people answered",
        "%(num)s of %(asked)s people answered",
        answered,
        asked=words.number(dataset.eligible),
    )


def answered_words(dataset: Dataset, words: Words) -> str:
    """``21 of 24``, ``886``, ``fewer than 5``."""
    answered = answered_of(dataset)
    if answered is None:
        return words.gettext("fewer than %(floor)s", floor=words.number(FLOOR))
    if dataset.eligible is None:
        return words.number(answered)
    # Unbreakable: "23 of" at the end of a line reads as another number.
    return words.count_of(answered, dataset.eligible).replace(" ", "\u00a0")


def share_interval(count: int, total: int, words: Words) -> str:
    """Wilson's interval of a share: ``59 to 88 %``."""
    rate = wilson(count, total)
    return f"{words.interval((rate.ci_low or 0) * 100, (rate.ci_high or 0) * 100, 0)}\u00a0%"


def share_cells(answered: int | None, asked: int | None, words: Words) -> tuple[Cell, Cell]:
    """Share and Wilson interval, in per cent; empty where either number is not known."""
    _ = words.gettext
    if answered is None or not asked or answered > asked:
        return Cell(), Cell()
    rate = wilson(answered, asked)
    share, low, high = (value or 0.0 for value in (rate.share, rate.ci_low, rate.ci_high))
    bounds = (Number(_("95 % interval, low, %"), low * 100), Number(_("95 % interval, high, %"), high * 100))
    interval = Cell(share_interval(answered, asked, words), bounds)
    return Cell(words.percent(share), (Number(_("Share, %"), share * 100),)), interval
