"""The shape of evidence, and how what was counted of a program becomes some."""

from collections.abc import Callable
from dataclasses import dataclass

from mentorship_app.monitoring.values import Middle, NotAsked, Part, TooFew
from mentorship_app.privacy.bands import ExactShare
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.reach_words import middle_row, share_row, told_words, why
from mentorship_app.reports.reaching.told import Protecting, Step, Told
from mentorship_app.reports.response import share_interval
from mentorship_app.reports.tables import Number, Row
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


def of_step(steps: tuple[Step, ...], key: str, words: Words) -> Evidence:
    """One step of a flow of people."""
    return told_evidence(next((step.value for step in steps if step.key == key), NotAsked()), words)


def told_evidence(told: Told, words: Words, *, decimals: int = 0) -> Evidence:
    """A count as the sections tell it, no finer."""
    if isinstance(told, TooFew | Protecting | NotAsked):
        return nothing(why(told, words))
    if isinstance(told, Part) and isinstance(told.share, ExactShare) and told.n:
        return count_evidence(told.share.positives, told.n, words)
    row = middle_row("", told, words, decimals=decimals) if isinstance(told, Middle) else share_row("", told, words)
    said, reason = told_words(told, words, decimals=decimals), why(told, words)
    return Evidence(f"{said[:1].upper()}{said[1:]}. {reason}".strip(), numbers_of(row))


def numbers_of(row: Row) -> tuple[Number, ...]:
    """Every number in the cells of a row."""
    return tuple(number for cell in row.cells for number in cell.numbers)


def count_evidence(count: int, total: int, words: Words) -> Evidence:
    """``22 of 24, 92 % (74 to 98 %).``"""
    _ = words.gettext
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
