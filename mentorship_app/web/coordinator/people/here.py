"""Which person an address of these pages means."""

from dataclasses import dataclass

from mentorship_app.core.errors import NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, Enrollment, Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.programs.queries import find_enrollment
from mentorship_app.web.coordinator.place import NOT_HERE, place
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class PersonHere:
    """A person of the cohort in view."""

    program: Program
    cohort: Cohort
    enrollment: Enrollment


def person_here(program_slug: str, public_id: str) -> PersonHere:
    """The person of the address, only within the chosen cohort; raises NotFound."""
    here = place(program_slug)
    enrollment = find_enrollment(db.session, here.cohort, public_id)
    if enrollment is None:
        raise NotFound(NOT_HERE)
    return PersonHere(here.program, here.cohort, enrollment)


def coordinates_person(actor: Actor, here: PersonHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)
