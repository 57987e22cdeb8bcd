"""A score outside its possible range stops the report: a table that cannot be true must not look true."""

from collections.abc import Iterator

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Summary
from mentorship_app.surveys.aggregates import Dataset, GroupRow, GroupTable, ScaleTable


class ScoreOutOfRange(Conflict):
    """A shown figure of ``scale`` cannot come from answers to that scale."""

    def __init__(self, dataset: Dataset, table: ScaleTable, words: Words) -> None:
        scale = table.scale
        super().__init__(
            N_(
                "The report was stopped: “%(scale)s” in “%(survey)s” has a score outside its possible range, "
                "%(low)s to %(high)s. Check the scale’s range, or the file that the scores came from."
            ),
            scale=words.text(scale.name),
            survey=words.text(dataset.title),
            low=words.number(scale.low),
            high=words.number(scale.high),
        )


def check_ranges(dataset: Dataset, words: Words) -> None:
    """Raises ScoreOutOfRange for the first scale with a figure that is impossible on it."""
    for table in dataset.scales:
        if any(not _is_possible(row.summary, table) for row in rows_of(table) if row.summary is not None):
            raise ScoreOutOfRange(dataset, table, words)


def rows_of(table: ScaleTable) -> Iterator[GroupRow]:
    """Everybody, those who answered before, then every group of every stratum."""
    yield table.total
    if table.paired is not None:
        yield table.paired
    for group in table.groups:
        yield from group.rows


def shows_any(group: GroupTable) -> bool:
    """Whether a grouping has at least one group that is shown."""
    return any(row.summary is not None for row in group.rows)


def _is_possible(summary: Summary, table: ScaleTable) -> bool:
    low, high = table.scale.low, table.scale.high
    placed = (summary.mean, summary.minimum, summary.maximum, summary.median)
    return all(low <= value <= high for value in placed if value is not None)
