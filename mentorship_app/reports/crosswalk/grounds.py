"""What a program has in place beside its numbers: help, a person to turn to, resources, rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.mentoring import Pairing
from mentorship_app.monitoring.overview import overview
from mentorship_app.monitoring.values import Value
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.programs.outside.person import contact_to_offer
from mentorship_app.programs.support import SupportState, plan_for


@dataclass(frozen=True)
class HelpNumber:
    """A number to call. ``verified_on``: the day on which somebody last called it; None if nobody ever did."""

    label: LocalizedText
    verified_on: date | None


@dataclass(frozen=True)
class Support:
    """Protected time as the support plan says it, in hours a month; None where nothing is said."""

    mentor_hours: float | None
    mentee_hours: float | None
    is_agreed: bool
    is_signed: bool


@dataclass(frozen=True)
class Grounds:
    """Facts about a program that no survey tells, and its indicators as its overview shows them to viewers."""

    indicators: Mapping[str, Value] = field(default_factory=dict)
    help_numbers: tuple[HelpNumber, ...] = ()
    contact_role: LocalizedText | None = None
    """What the person outside the chain of command is; None where the program names nobody."""
    support: Support | None = None
    comment_floor: int = 0
    """Comments of a survey are shown from so many on; 0 where that is not known."""
    has_pairs: bool = False
    """Whether pairs of the cohort were ever made here."""


def grounds_of(session: Session, cohort: Cohort, *, now: datetime) -> Grounds:
    """What is in place for ``cohort``. No names, and no count that its overview does not show."""
    program = cohort.program
    contact = contact_to_offer(session, program)
    values = overview(session, program, cohort, now=now).values
    return Grounds(
        indicators={name: cells[cohort.slug] for name, cells in values.items()},
        help_numbers=tuple(
            HelpNumber(LocalizedText(en=line.label_en, fr=line.label_fr), line.verified_on)
            for line in program.help_lines
        ),
        contact_role=contact.role if contact is not None else None,
        support=_support(session, cohort),
        comment_floor=program.comment_floor,
        has_pairs=bool(
            session.scalar(
                select(
                    exists(
                        select(Pairing.id)
                        .join(Enrollment, Enrollment.id == Pairing.mentee_id)
                        .where(Enrollment.cohort_id == cohort.id)
                    )
                )
            )
        ),
    )


def _support(session: Session, cohort: Cohort) -> Support | None:
    plan = plan_for(session, cohort)
    if plan is None:
        return None
    is_agreed = plan.time_state is SupportState.AGREED
    return Support(plan.mentor_hours, plan.mentee_hours, is_agreed, plan.signature is not None)
