"""Everything a report is made of, collected once and frozen: the sections never ask the database."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
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
from mentorship_app.reports.burden import Burden, burden_of
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.crosswalk.grounds import Grounds, grounds_of
from mentorship_app.reports.crosswalk.queries import RequirementLine, requirements_of
from mentorship_app.reports.editions.themes import ThemeLine, themes_of
from mentorship_app.reports.head import Head, head_of
from mentorship_app.reports.reach import Reach, reach_of
from mentorship_app.reports.recommendations.queries import Plan, plan_of
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import Dataset, ScaleTable, list_datasets, release
from mentorship_app.surveys.linking import release_outcomes
from mentorship_app.surveys.outcomes import Outcomes

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
    outcomes: Outcomes = field(default_factory=Outcomes)
    """What links waves and years."""
    reach: Reach = field(default_factory=Reach)
    """What the program did."""
    burden: Burden = field(default_factory=Burden)
    """What it asked of people."""
    plan: Plan = field(default_factory=Plan)
    requirements: tuple[RequirementLine, ...] = ()
    grounds: Grounds = field(default_factory=Grounds)
    """What answers them beside results; empty where there are no requirements."""
    themes: tuple[ThemeLine, ...] = ()
    head: Head = field(default_factory=Head)
    contact: str = ""
    """Where to write with questions."""
    choice: Choice = field(default_factory=Choice)
    """What somebody wants to see, and what they wrote."""

    def said(self, key: str) -> str:
        """What people wrote at this place of the edition; empty where nobody did."""
        return self.choice.texts.get(key, "").strip()

    @property
    def spotlight(self) -> Dataset:
        """What headlines are about: the latest answers of mentees that are enough to be shown, else the latest."""
        of_mentees = [dataset for dataset in self.datasets if not dataset.of_mentors]
        latest_first = (of_mentees or list(self.datasets))[::-1]
        return next((dataset for dataset in latest_first if answered_of(dataset) is not None), latest_first[0])

    @property
    def data_hash(self) -> str:
        """SHA-256 of the answers' numbers as they may be shown; both language editions have the same."""
        numbers = {"datasets": [asdict(dataset) for dataset in self.datasets], "outcomes": asdict(self.outcomes)}
        return _digest(numbers)

    @property
    def content_hash(self) -> str:
        """SHA-256 of everything in here but the day."""
        return _digest(asdict(replace(self, today=date.min)))


def answered_of(dataset: Dataset) -> int | None:
    """How many people answered; None when they are too few to be counted aloud."""
    return dataset.answered if dataset.answered >= FLOOR else None


def collect(session: Session, cohort: Cohort, locale: str, choice: Choice, *, now: datetime) -> ReportContext:
    """Release every data set of ``cohort`` and freeze it, with all that ``choice`` wants beside.

    Raises NothingToReport, and ReleaseRefused where a release would give away a small group.
    """
    refs = list_datasets(session, cohort)
    if not refs:
        raise NothingToReport
    mentees = count_mentees(session, cohort)
    requirements = requirements_of(session, cohort)
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
        outcomes=release_outcomes(session, cohort, years=_years(session, cohort, choice), now=now),
        reach=reach_of(session, cohort, now=now),
        burden=burden_of(session, cohort),
        plan=plan_of(session, cohort),
        requirements=requirements,
        grounds=grounds_of(session, cohort) if requirements else Grounds(),
        themes=themes_of(session, choice),
        head=head_of(session, cohort.program),
        contact=cohort.program.contact_email,
        choice=choice,
    )


def _years(session: Session, cohort: Cohort, choice: Choice) -> list[Cohort]:
    """The cohorts that are to stand beside, oldest first; only earlier ones of the same program."""
    found = session.scalars(
        select(Cohort)
        .where(
            Cohort.id.in_(choice.pooled), Cohort.program_id == cohort.program_id, Cohort.starts_on < cohort.starts_on
        )
        .order_by(Cohort.starts_on, Cohort.id)
    )
    return list(found)


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
        hidden = isinstance(value.get("answered"), int) and value["answered"] < FLOOR
        return {str(key): None if hidden and key == "answered" else _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return round(value, _HASH_DECIMALS) if isinstance(value, float) else value
