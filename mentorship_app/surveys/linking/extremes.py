"""Lowest, highest and middle value are single people's values, and need more people around them than a mean."""

from dataclasses import replace

from mentorship_app.statistics import PairedChange, Summary
from mentorship_app.surveys.datasets import FEWEST_FOR_EXTREMES


def without_extremes(summary: Summary) -> Summary:
    """The same without single people's values, where too few people stand around them."""
    if summary.n >= FEWEST_FOR_EXTREMES:
        return summary
    return replace(summary, minimum=None, maximum=None, median=None)


def shown(change: PairedChange) -> PairedChange:
    """A paired change as it may be told."""
    return replace(
        change,
        before=without_extremes(change.before),
        after=without_extremes(change.after),
        change=without_extremes(change.change),
    )
