"""Recommendations of a year and of the year before, as a report prints them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from mentorship_app.programs import Cohort
from mentorship_app.reports.recommendations.enums import Progress


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
    return Plan()
