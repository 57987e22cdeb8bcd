"""Everything a report is made of, collected once and frozen: the sections never ask the database."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.mentoring import Pairing, PairingStatus
from mentorship_app.mentoring.queries import count_mentees, count_unpaired
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import Dataset, ScaleTable, list_datasets, release

_HASH_DECIMALS = 9
"""Finer than anything printed, coarser than what differs between processors."""


class NothingToReport(Conflict):
    """No wave is closed and nothing was imported."""

    def __init__(self) -> None:
        super().__init__(N_("There is nothing to report yet: close a survey first, or import scores."))


@dataclass(frozen=True)
class ReportContext:
    """The released numbers of a cohort and the words around them."""

    words: Words
    program: str
    organization: str
    cohort: str
    starts_on: date
    ends_on: date
    mentees: int
    mentors: int
    mentees_paired: int
    """Mentees with a primary mentor; 0 also where nobody is paired here."""
    mentors_paired: int
    """Mentors with at least one mentee."""
    today: date
    """The day of the report where the program is."""
    datasets: tuple[Dataset, ...]
    """Oldest first, at least one. Whatever is hidden is not in here."""

    @property
    def spotlight(self) -> Dataset:
        """What headlines are about: the latest answers of mentees that are enough to be shown, else the latest."""
        of_mentees = [dataset for dataset in self.datasets if not dataset.of_mentors]
        latest_first = (of_mentees or list(self.datasets))[::-1]
        return next((dataset for dataset in latest_first if answered_of(dataset) is not None), latest_first[0])

    @property
    def data_hash(self) -> str:
        """SHA-256 of the numbers as they may be shown; both language editions have the same."""
        return _digest({"datasets": [asdict(dataset) for dataset in self.datasets]})

    @property
    def content_hash(self) -> str:
        """SHA-256 of everything in here but the day."""
        return _digest(asdict(replace(self, today=date.min)))


def answered_of(dataset: Dataset) -> int | None:
    """How many people answered; None when they are too few to be counted aloud."""
    return dataset.answered if dataset.answered >= FLOOR else None


def collect(session: Session, cohort: Cohort, locale: str, *, now: datetime) -> ReportContext:
    """Release every data set of ``cohort`` and freeze it.

    Raises NothingToReport, and ReleaseRefused where a release would give away a small group.
    """
    refs = list_datasets(session, cohort)
    if not refs:
        raise NothingToReport
    mentees = count_mentees(session, cohort)
    return ReportContext(
        words=Words(locale),
        program=cohort.program.name,
        organization=cohort.program.organization,
        cohort=cohort.name,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        mentees=mentees,
        mentors=_mentors(session, cohort),
        mentees_paired=mentees - count_unpaired(session, cohort),
        mentors_paired=_mentors(session, cohort, Enrollment.id.in_(_leading())),
        today=clock.local_date(now, cohort.program.timezone),
        datasets=named_apart(tuple(release(session, ref, now=now) for ref in refs)),
    )


def named_apart(datasets: tuple[Dataset, ...]) -> tuple[Dataset, ...]:
    """The same, with the measure behind the name of each scale that scales of other measures share."""
    owners: dict[str, set[str]] = {}
    for dataset in datasets:
        for table in dataset.scales:
            owners.setdefault(table.scale.name.en, set()).add(table.scale.measure.key if table.scale.measure else "")

    def renamed(table: ScaleTable) -> ScaleTable:
        scale = table.scale
        if len(owners[scale.name.en]) == 1 or scale.measure is None:
            return table
        title = scale.measure.title
        name = LocalizedText(en=f"{scale.name.en} ({title.en})", fr=f"{scale.name.fr} ({title.fr})")
        return replace(table, scale=replace(scale, name=name))

    return tuple(replace(dataset, scales=tuple(map(renamed, dataset.scales))) for dataset in datasets)


def _mentors(session: Session, cohort: Cohort, *only: ColumnElement[bool]) -> int:
    """How many mentors take part, or those of them for whom ``only`` holds."""
    found = session.scalar(
        select(func.count())
        .select_from(Enrollment)
        .where(
            Enrollment.cohort_id == cohort.id,
            Enrollment.role == CohortRole.MENTOR,
            Enrollment.status == EnrollmentStatus.ACTIVE,
            *only,
        )
    )
    return found or 0


def _leading() -> Select[UUID]:
    """Whoever leads an active pair with a mentee who takes part."""
    return (
        select(Pairing.mentor_id)
        .join(Enrollment, Enrollment.id == Pairing.mentee_id)
        .where(Pairing.status == PairingStatus.ACTIVE, Enrollment.status == EnrollmentStatus.ACTIVE)
    )


def _digest(value: Mapping[str, Any]) -> str:
    text = json.dumps(_plain(value), sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        # A hash of a few possible counts could be tried out, so a count that is hidden is not hashed either.
        hidden = "answered" in value and value["answered"] < FLOOR
        return {str(key): None if hidden and key == "answered" else _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return round(value, _HASH_DECIMALS) if isinstance(value, float) else value
