"""The things that addresses of pairs name, found only within the cohort in view."""

from dataclasses import dataclass

from sqlalchemy import select

from mentorship_app.core.errors import NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring import Pairing
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.programs.queries import find_enrollment
from mentorship_app.web.coordinator.place import NOT_HERE, place
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class MenteeHere:
    """A mentee of the cohort in view."""

    program: Program
    cohort: Cohort
    mentee: Enrollment


@dataclass(frozen=True)
class PairingHere:
    """A pairing of the cohort in view."""

    program: Program
    cohort: Cohort
    pairing: Pairing


def mentee_here(program_slug: str, public_id: str) -> MenteeHere:
    """The mentee of the address; raises NotFound, also for one of another cohort or program."""
    here = place(program_slug)
    mentee = find_enrollment(db.session(), here.cohort, public_id)
    if mentee is None or mentee.role is not CohortRole.MENTEE:
        raise NotFound(NOT_HERE)
    return MenteeHere(here.program, here.cohort, mentee)


def pairing_here(program_slug: str, public_id: str) -> PairingHere:
    """The pairing of the address; raises NotFound, also for one of another cohort or program."""
    here = place(program_slug)
    pairing = db.session.scalar(
        select(Pairing).where(Pairing.public_id == public_id, Pairing.cohort_id == here.cohort.id)
    )
    if pairing is None:
        raise NotFound(NOT_HERE)
    return PairingHere(here.program, here.cohort, pairing)


def coordinates_mentee(actor: Actor, here: MenteeHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


def coordinates_pairing(actor: Actor, here: PairingHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)
