"""Requirements with the results that answer them, as a report prints them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mentorship_app.programs import Cohort
from mentorship_app.reports.crosswalk.enums import Framework


@dataclass(frozen=True)
class RequirementLine:
    """One requirement of a program. ``evidence`` are keys whose results the section looks up in the context."""

    framework: Framework
    element: str
    text: str
    evidence: tuple[str, ...]
    link: str
    gap: str


def requirements_of(session: Session, cohort: Cohort) -> tuple[RequirementLine, ...]:
    """The requirements of the cohort's program, by framework and position."""
    return ()
