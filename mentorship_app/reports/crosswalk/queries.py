"""Requirements with the results that answer them, as a report prints them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.programs import Cohort, Program
from mentorship_app.reports.crosswalk.enums import Framework
from mentorship_app.reports.crosswalk.models import Requirement

_NO_SUCH = N_("There is no such requirement here.")


@dataclass(frozen=True)
class RequirementLine:
    """One requirement of a program. ``evidence`` are keys whose results the section looks up in the context."""

    framework: Framework
    element: str
    text: str
    evidence: tuple[str, ...]
    link: str
    gap: str


def requirements_in(session: Session, program: Program) -> Sequence[Requirement]:
    """The requirements of a program, by framework in the order of :class:`Framework`, then by position."""
    found = session.scalars(
        select(Requirement)
        .where(Requirement.program_id == program.id)
        .order_by(Requirement.position, Requirement.created_at, Requirement.id)
    )
    order = list(Framework)
    return sorted(found, key=lambda requirement: order.index(requirement.framework))


def requirement_called(session: Session, program: Program, public_id: str) -> Requirement:
    """One of them; raises NotFound, also for one of another program."""
    mine = Requirement.program_id == program.id
    found = session.scalar(select(Requirement).where(mine, Requirement.public_id == public_id))
    if found is None:
        raise NotFound(_NO_SUCH)
    return found


def line_of(requirement: Requirement) -> RequirementLine:
    """A requirement as a report prints it."""
    return RequirementLine(
        framework=requirement.framework,
        element=requirement.element,
        text=requirement.text,
        evidence=tuple(requirement.evidence),
        link=requirement.link,
        gap=requirement.gap,
    )


def requirements_of(session: Session, cohort: Cohort) -> tuple[RequirementLine, ...]:
    """The requirements of the cohort's program, by framework and position."""
    return tuple(line_of(requirement) for requirement in requirements_in(session, cohort.program))
