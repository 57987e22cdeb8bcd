"""Values of indicators in words: a number, what it is out of, and what to know about it."""

from dataclasses import dataclass

from mentorship_app.monitoring.indicators.definition import Unit
from mentorship_app.monitoring.values import AtLeast, Mean, Middle, NotAsked, Part, TooFew, Value
from mentorship_app.privacy.bands import ExactShare
from mentorship_app.reports.share_tables import band_words
from mentorship_app.reports.words import Words
from mentorship_app.web.i18n import _, current_locale, ngettext, number


@dataclass(frozen=True)
class Told:
    """A value as a page says it. ``total``: what it is out of; None where it counts a whole."""

    number: str
    total: int | None = None
    note: str = ""

    @property
    def line(self) -> str:
        """In the cell of a table."""
        return self.number if self.total is None else _("%(number)s of %(total)s", number=self.number, total=self.total)


def told(value: Value, unit: Unit) -> Told:
    """This value in the reader's language."""
    if isinstance(value, TooFew):
        return Told("–", note=_("Too few to say: it is told from %(floor)s on", floor=value.floor))
    if isinstance(value, NotAsked):
        return Told("–", note=_("Nothing to measure yet"))
    if isinstance(value, Part):
        return _part(value)
    if isinstance(value, AtLeast):
        return Told(f"{value.count}+", value.n, _("Counted in fives"))
    if isinstance(value, Mean):
        return _mean(value)
    return _middle(value, unit)


def _part(value: Part) -> Told:
    words = Words(current_locale())
    if isinstance(value.share, ExactShare):
        positives = value.share.positives
        return Told(str(positives), value.n, words.percent(positives / value.n) if value.n else "")
    return Told(band_words(value.share, words), value.n, _("Not exact, so that it tells of nobody"))


def _mean(value: Mean) -> Told:
    note = ngettext("%(num)s mentor; at most %(most)s", "%(num)s mentors; at most %(most)s", value.n, most=value.most)
    return Told(number(value.mean, 1), note=note)


def _middle(value: Middle, unit: Unit) -> Told:
    decimals = 0 if unit is Unit.DAYS else 1
    half = _(
        "Middle half: %(low)s to %(high)s (n = %(count)s)",
        low=number(value.low, decimals),
        high=number(value.high, decimals),
        count=value.n,
    )
    return Told(number(value.median, decimals), note=half)
