"""A score outside its possible range stops the report: a table that cannot be true must not look true."""

from collections.abc import Iterable, Iterator

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Summary
from mentorship_app.surveys.aggregates import Dataset, GroupRow, GroupTable, ScaleInfo, ScaleTable
from mentorship_app.surveys.linking import impossible
from mentorship_app.surveys.outcomes import ScaleChange


class ScoreOutOfRange(Conflict):
    """A shown figure of ``scale`` cannot come from answers to that scale."""

    def __init__(self, survey: LocalizedText, scale: ScaleInfo, words: Words) -> None:
        super().__init__(
            N_(
                "The report was stopped: “%(scale)s” in “%(survey)s” has a score outside its possible range, "
                "%(low)s to %(high)s. Check the scale’s range, or the file that the scores came from."
            ),
            scale=words.text(scale.name),
            survey=words.text(survey),
            low=words.number(scale.low),
            high=words.number(scale.high),
        )


def check_ranges(dataset: Dataset, words: Words) -> None:
    """Raises ScoreOutOfRange for the first scale with a figure that is impossible on it."""
    for table in dataset.scales:
        if any(not _is_possible(row.summary, table) for row in rows_of(table) if row.summary is not None):
            raise ScoreOutOfRange(dataset.title, table.scale, words)


def check_changes(changes: Iterable[ScaleChange], words: Words) -> None:
    """The same for the change of the same people: raises ScoreOutOfRange, naming the later survey."""
    for change in changes:
        if impossible(change):
            raise ScoreOutOfRange(change.after.title, change.scale, words)


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
