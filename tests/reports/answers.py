"""Small sets of answers, suppressed as the real ones are, to write reports about."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.privacy.suppression import Cell, Visibility, suppress
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.words import Words
from mentorship_app.statistics import describe
from mentorship_app.surveys.aggregates import Dataset, DatasetRef, GroupRow, GroupTable, ScaleInfo, ScaleTable

MADE_AT = datetime(2027, 7, 9, 12, 0, tzinfo=UTC)
EVERYBODY = LocalizedText(en="Everybody", fr="Ensemble")

STRAIN = ScaleInfo(
    key="strain",
    name=LocalizedText(en="Strain", fr="Tension"),
    low=0,
    high=30,
    better="down",
    validated=True,
    source=LocalizedText(en="Made up for these tests", fr="Inventée pour ces tests"),
)
HOPE = ScaleInfo(
    key="hope",
    name=LocalizedText(en="Hope", fr="Espoir"),
    low=1,
    high=5,
    better="up",
    validated=False,
    source=LocalizedText(en="Made up for these tests", fr="Inventée pour ces tests"),
)

# R1 and R2 lie apart on strain; R3 has four people, so it is hidden, and R4 with it.
LEVELS: Mapping[str, Sequence[float]] = {
    "R1": (20, 21, 22, 21, 20, 22, 21),
    "R2": (10, 11, 12, 11, 10, 12, 11, 10),
    "R3": (15, 16, 29.5, 17),
    "R4": (14, 15, 16, 15, 14),
}


def fitted(scale: ScaleInfo, levels: Mapping[str, Sequence[float]]) -> Mapping[str, Sequence[float]]:
    """Scores from 0 to 30, brought into the range of ``scale``."""
    if scale is STRAIN:
        return levels
    span = scale.high - scale.low
    return {level: [scale.low + value / 30 * span for value in values] for level, values in levels.items()}


def scale_table(scale: ScaleInfo, levels: Mapping[str, Sequence[float]]) -> ScaleTable:
    """One scale over one stratum, released by itself."""
    people = [(level, value) for level, values in levels.items() for value in values]
    members = {level: frozenset(i for i, (own, _) in enumerate(people) if own == level) for level in levels}
    cells = [Cell("total", "total", frozenset(range(len(people))))]
    cells += [Cell("level", level, group) for level, group in members.items()]
    verdict = suppress(cells)

    def row(table: str, key: str, name: LocalizedText, values: Sequence[float]) -> GroupRow:
        status = verdict[table, key]
        return GroupRow(key, name, status, describe(values) if status is Visibility.SHOWN else None)

    rows = tuple(row("level", level, LocalizedText(en=level, fr=level), values) for level, values in levels.items())
    title = LocalizedText(en="Training level", fr="Niveau de formation")
    return ScaleTable(
        scale,
        row("total", "total", EVERYBODY, [value for _, value in people]),
        (GroupTable("level", title, rows),) if levels else (),
    )


def dataset(
    levels: Mapping[str, Sequence[float]] = LEVELS,
    *,
    title: str = "Spring survey",
    eligible: int | None = 30,
    scales: Sequence[ScaleInfo] = (STRAIN,),
    number: int = 1,
) -> Dataset:
    """Answers of one survey; every scale has the same scores, as far along its range."""
    return Dataset(
        ref=DatasetRef("import", UUID(int=number)),
        title=LocalizedText(en=title, fr=f"{title} (fr)"),
        collected_on=date(2027, 4, number),
        eligible=eligible,
        answered=sum(len(values) for values in levels.values()),
        scales=tuple(scale_table(scale, fitted(scale, levels)) for scale in scales),
        source=LocalizedText(en="A questionnaire", fr="Un questionnaire"),
        notes=(),
    )


def context(*datasets: Dataset, locale: str = "en", program: str = "Internal Medicine") -> ReportContext:
    """A report about these answers."""
    return ReportContext(
        words=Words(locale),
        program=program,
        organization="Northmere",
        cohort="2026–27",
        starts_on=date(2026, 7, 1),
        ends_on=date(2027, 6, 30),
        mentees=24,
        mentors=18,
        mentees_paired=22,
        mentors_paired=15,
        today=date(2027, 7, 9),
        datasets=datasets or (dataset(),),
    )
