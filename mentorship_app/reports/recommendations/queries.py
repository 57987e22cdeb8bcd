"""Recommendations of a year and of the year before, as a report prints them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.programs import Cohort
from mentorship_app.reports.recommendations.enums import Progress
from mentorship_app.reports.recommendations.models import Recommendation

OPEN = (Progress.PLANNED, Progress.UNDER_WAY)
"""Somebody still has something to do."""


@dataclass(frozen=True)
class RecommendationLine:
    """One recommendation."""

    text: str
    owner: str
    due_on: date | None
    progress: Progress
    outcome: str


@dataclass(frozen=True)
class Plan:
    """What is to be done, and what became of what was to be done a year ago."""

    this_year: tuple[RecommendationLine, ...] = ()
    last_year: tuple[RecommendationLine, ...] = ()
    last_cohort: str = ""
    """Name of the cohort before; empty where there is none."""


def plan_of(session: Session, cohort: Cohort) -> Plan:
    """The recommendations of ``cohort`` and of the cohort before it in the same program."""
    before = cohort_before(session, cohort)
    if before is None:
        return Plan(_lines(session, cohort))
    return Plan(_lines(session, cohort), _lines(session, before), before.name)


def recommendations_of(session: Session, cohort: Cohort) -> list[Recommendation]:
    """Those of a year, in their order."""
    found = session.scalars(
        select(Recommendation)
        .where(Recommendation.cohort_id == cohort.id)
        .order_by(Recommendation.position, Recommendation.id)
    )
    return list(found)


def cohort_before(session: Session, cohort: Cohort) -> Cohort | None:
    """The cohort that began last before this one in the same program."""
    return session.scalar(
        select(Cohort)
        .where(Cohort.program_id == cohort.program_id, Cohort.starts_on < cohort.starts_on)
        .order_by(Cohort.starts_on.desc(), Cohort.id)
        .limit(1)
    )


def find_recommendation(session: Session, cohort: Cohort, public_id: str) -> Recommendation:
    """One of this cohort or of the one before it. Raises NotFound."""
    before = cohort_before(session, cohort)
    years = [cohort.id] + ([before.id] if before else [])
    row = session.scalar(
        select(Recommendation).where(Recommendation.public_id == public_id, Recommendation.cohort_id.in_(years))
    )
    if row is None:
        raise NotFound(N_("There is no such recommendation here."))
    return row


def count_overdue(session: Session, cohort: Cohort, *, today: date) -> int:
    """Open recommendations of this cohort and of the one before it whose day has passed."""
    before = cohort_before(session, cohort)
    years = [cohort.id] + ([before.id] if before else [])
    number = session.scalar(
        select(func.count())
        .select_from(Recommendation)
        .where(Recommendation.cohort_id.in_(years), Recommendation.progress.in_(OPEN), Recommendation.due_on < today)
    )
    return number or 0


def _lines(session: Session, cohort: Cohort) -> tuple[RecommendationLine, ...]:
    return tuple(
        RecommendationLine(row.text, row.owner, row.due_on, row.progress, row.outcome)
        for row in recommendations_of(session, cohort)
    )
