"""Rows that are not shown: why, in words, and how many."""

from dataclasses import dataclass

from mentorship_app.privacy.bands import ShareBand
from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.reports.ranges import rows_of
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import Dataset, GroupRow, ShareRow


@dataclass(frozen=True)
class HiddenCount:
    """Rows of one set of answers, over all its scales: everybody and every group."""

    shown: int
    too_few: int
    """Rows of fewer people than the floor."""
    protecting: int
    """Rows that are large enough, hidden because something else could be worked out from them."""

    @property
    def all(self) -> int:
        return self.shown + self.too_few + self.protecting


def count_hidden(*datasets: Dataset) -> HiddenCount:
    """The suppression log: how many rows are shown, and how many are not, by reason."""
    rows = [row.status for dataset in datasets for table in dataset.scales for row in rows_of(table)]
    shown, too_few = rows.count(Visibility.SHOWN), rows.count(Visibility.PRIMARY)
    return HiddenCount(shown, too_few, len(rows) - shown - too_few)


def withheld(row: GroupRow, words: Words) -> str:
    """Why a row has no numbers; empty for a row that has."""
    return why_withheld(row.status, row.floor, words)


def why_withheld(status: Visibility, floor: int, words: Words) -> str:
    """Why there is nothing; empty where there is."""
    _ = words.gettext
    reasons = {
        Visibility.PRIMARY: _("Not shown: fewer than %(floor)s people answered.", floor=words.number(floor)),
        Visibility.COMPLEMENTARY: _("Not shown, to protect a smaller group."),
        Visibility.EARLIER: _("Not shown: beside results that were shown earlier, it would give a small group away."),
        Visibility.RANGE: _("Not shown: these answers are too alike for their number to be told."),
        Visibility.CONDITION: _(
            "Not shown: not everybody was asked, and the number of those who were would tell an earlier answer."
        ),
    }
    return reasons.get(status, "")


def why_banded(row: ShareRow, words: Words) -> str:
    """Why a share is told as a range; empty for one that is told exactly, or not at all."""
    if not isinstance(row.share, ShareBand):
        return ""
    if row.status is Visibility.RANGE:
        return words.gettext("A range, because nearly nobody or nearly everybody is counted here.")
    return words.gettext("A range, because an exact number would give others away.")


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
