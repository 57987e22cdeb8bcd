"""Rows that are not shown: why, in words, and how many."""

from dataclasses import dataclass

from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.reports.ranges import rows_of
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import Dataset, GroupRow


@dataclass(frozen=True)
class HiddenCount:
    """Rows of one set of answers, over all its scales: everybody and every group."""

    shown: int
    too_few: int
    """Rows of fewer people than the floor."""
    protecting: int
    """Rows that are large enough, hidden because a smaller one could be worked out from them."""

    @property
    def all(self) -> int:
        return self.shown + self.too_few + self.protecting


def count_hidden(*datasets: Dataset) -> HiddenCount:
    """The suppression log: how many rows are shown, and how many are not, by reason."""
    rows = [row.status for dataset in datasets for table in dataset.scales for row in rows_of(table)]
    return HiddenCount(*(rows.count(status) for status in (Visibility.SHOWN, *_REASONS)))


_REASONS = (Visibility.PRIMARY, Visibility.COMPLEMENTARY)


def withheld(row: GroupRow, words: Words) -> str:
    """Why a row has no numbers; empty for a row that has."""
    _ = words.gettext
    if row.status is Visibility.PRIMARY:
        return _("Not shown: fewer than %(floor)s people answered.", floor=words.number(FLOOR))
    if row.status is Visibility.COMPLEMENTARY:
        return _("Not shown, to protect a smaller group.")
    return ""


def hidden_words(count: HiddenCount, words: Words) -> str:
    """How many rows are hidden, by reason; without a full stop, in lower case."""
    if not count.too_few and not count.protecting:
        return words.gettext("no row")
    few = words.ngettext(
        "%(num)s row of fewer than %(floor)s people",
        "%(num)s rows of fewer than %(floor)s people",
        count.too_few,
        floor=words.number(FLOOR),
    )
    if not count.protecting:
        return few
    more = words.ngettext(
        "%(num)s more to protect a smaller group", "%(num)s more to protect a smaller group", count.protecting
    )
    return f"{few}, {more}"
