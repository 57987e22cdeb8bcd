"""The one road from answers to numbers: a fixed list of tables for each wave or import, suppressed, with a ledger.

No caller chooses groups or filters. Each scale is a figure of its own, over those who answered that scale; everybody
and every stratum are its tables. What is shown is written into the release ledger at the close of a wave or at an
import, so that pages only ever read what was released already.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.privacy import ledger
from mentorship_app.privacy.exposure import Members
from mentorship_app.privacy.suppression import Cell, Suppression, Visibility, suppress
from mentorship_app.programs import Cohort
from mentorship_app.statistics.descriptive import Summary, describe
from mentorship_app.surveys import answer_sets
from mentorship_app.surveys.answer_sets import AnswerSet, Person, Stratum
from mentorship_app.surveys.datasets import (
    Dataset,
    DatasetRef,
    GroupRow,
    GroupTable,
    ScaleInfo,
    ScaleTable,
)
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import ScoreImport, Wave

__all__ = [
    "Dataset",
    "DatasetRef",
    "GroupRow",
    "GroupTable",
    "ScaleInfo",
    "ScaleTable",
    "list_datasets",
    "published",
    "release",
]

EVERYBODY = "total"
_ALL = LocalizedText(en="Everybody", fr="Ensemble")
_NOT_VALIDATED = LocalizedText(
    en="Written for this app and not validated: compare groups and years, not with published figures.",
    fr=(
        "Rédigé pour cette application et non validé\u00a0: comparez les groupes et les années, "
        "non les chiffres publiés ailleurs."
    ),
)
FEWEST_FOR_EXTREMES = 10
"""Lowest, highest and middle value are single people's values, so they need more people around them than a mean."""


def wave_ref(wave: Wave) -> DatasetRef:
    return DatasetRef("wave", wave.id)


def import_ref(imported: ScoreImport) -> DatasetRef:
    return DatasetRef("import", imported.id)


def list_datasets(session: Session, cohort: Cohort) -> tuple[DatasetRef, ...]:
    """Closed waves and imports of the cohort, oldest first."""
    waves = session.scalars(select(Wave).where(Wave.cohort_id == cohort.id, Wave.status == WaveStatus.CLOSED))
    imports = session.scalars(select(ScoreImport).where(ScoreImport.cohort_id == cohort.id))
    dated = [(wave.closes_on, str(wave.id), wave_ref(wave)) for wave in waves]
    dated += [
        (imported.collected_on or imported.created_at.date(), str(imported.id), import_ref(imported))
        for imported in imports
    ]
    return tuple(ref for _day, _id, ref in sorted(dated, key=lambda entry: entry[:2]))


def release(session: Session, ref: DatasetRef, *, now: datetime) -> Dataset:
    """The tables of ``ref``, written into the ledger. The same tables again are no new release.

    Raises NotFound for a wave that is not closed, ReleaseRefused when earlier releases would be given away.
    """
    drafted = _draft(session, ref)
    for figure, groups in drafted.new.items():
        ledger.record(session, ref.subject, figure, groups, now=now)
    return drafted.dataset


def published(session: Session, ref: DatasetRef) -> Dataset | None:
    """The tables of ``ref`` as far as they were released before; None when something in them is new.

    For pages that only read: a figure must not be seen while the ledger does not know of it.
    """
    drafted = _draft(session, ref)
    return None if drafted.new else drafted.dataset


@dataclass(frozen=True)
class _Draft:
    """A dataset, and by figure the groups that showing it would newly release."""

    dataset: Dataset
    new: Mapping[str, tuple[Members, ...]]


def _draft(session: Session, ref: DatasetRef) -> _Draft:
    answers = answer_sets.read(session, ref)
    earlier = ledger.earlier_releases(session, ref.subject)
    tables: list[ScaleTable] = []
    new: dict[str, tuple[Members, ...]] = {}
    for scale in answers.scales:
        people = [person for person in answers.people if person.scores.get(scale.key) is not None]
        before = earlier.get(scale.key, [])
        verdict = suppress(list(_cells(answers, people)), earlier_releases=before)
        tables.append(_table(answers, scale, people, verdict))
        if unrecorded := ledger.unrecorded(verdict.released, before):
            new[scale.key] = unrecorded
    return _Draft(_dataset(answers, tuple(tables)), new)


def _cells(answers: AnswerSet, people: list[Person]) -> Iterator[Cell]:
    yield Cell(EVERYBODY, EVERYBODY, frozenset(person.member for person in people))
    for stratum in answers.strata:
        for group in stratum.groups:
            yield Cell(stratum.key, group, _members(people, stratum, group))


def _members(people: list[Person], stratum: Stratum, group: str) -> Members:
    return frozenset(person.member for person in people if person.groups.get(stratum.key) == group)


def _table(answers: AnswerSet, scale: ScaleInfo, people: list[Person], verdict: Suppression) -> ScaleTable:
    def row(table: str, group: str, name: LocalizedText, members: list[Person]) -> GroupRow:
        status = verdict[table, group]
        return GroupRow(group, name, status, _summary(members, scale) if status is Visibility.SHOWN else None)

    groups = [
        GroupTable(
            stratum.key,
            stratum.title,
            tuple(
                row(stratum.key, key, name, [person for person in people if person.groups.get(stratum.key) == key])
                for key, name in stratum.groups.items()
            ),
        )
        for stratum in answers.strata
    ]
    return ScaleTable(scale, row(EVERYBODY, EVERYBODY, _ALL, people), tuple(groups))


def _summary(people: list[Person], scale: ScaleInfo) -> Summary:
    values = [value for person in people if (value := person.scores[scale.key]) is not None]
    summary = describe(values)
    if summary.n < FEWEST_FOR_EXTREMES:
        return replace(summary, minimum=None, maximum=None, median=None)
    return summary


def _dataset(answers: AnswerSet, tables: tuple[ScaleTable, ...]) -> Dataset:
    return Dataset(
        ref=answers.ref,
        title=answers.title,
        collected_on=answers.collected_on,
        eligible=answers.eligible,
        answered=len(answers.people),
        scales=tables,
        source=answers.source,
        notes=() if all(scale.validated for scale in answers.scales) else (_NOT_VALIDATED,),
    )
