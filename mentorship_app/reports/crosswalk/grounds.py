"""What a program has in place beside its numbers: help, a person to turn to, rules."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.mentoring import Pairing
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.programs.outside.person import contact_to_offer


@dataclass(frozen=True)
class HelpNumber:
    """A number to call. ``verified_on``: the day on which somebody last called it; None if nobody ever did."""

    label: LocalizedText
    verified_on: date | None


@dataclass(frozen=True)
class Grounds:
    """Facts about a program that neither surveys nor what people did tell."""

    help_numbers: tuple[HelpNumber, ...] = ()
    contact_role: LocalizedText | None = None
    """What the person outside the chain of command is; None where the program names nobody."""
    comment_floor: int = 0
    """Comments of a survey are shown from so many on; 0 where that is not known."""
    has_pairs: bool = False
    """Whether pairs of the cohort were ever made here."""


def grounds_of(session: Session, cohort: Cohort) -> Grounds:
    """What is in place for ``cohort``. No names, and nothing of what people did."""
    program = cohort.program
    contact = contact_to_offer(session, program)
    return Grounds(
        help_numbers=tuple(
            HelpNumber(LocalizedText(en=line.label_en, fr=line.label_fr), line.verified_on)
            for line in program.help_lines
        ),
        contact_role=contact.role if contact is not None else None,
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
