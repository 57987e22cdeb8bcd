"""What addresses of requests name, found only within the cohort in view."""

from dataclasses import dataclass

from mentorship_app.core.errors import NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.mentoring.rematch.queries import find_request
from mentorship_app.programs import policies as program_policies
from mentorship_app.web.access import current_actor
from mentorship_app.web.coordinator.place import NOT_HERE, Place, place
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class RequestHere(Place):
    """A request of the cohort in view."""

    asked: RematchRequest

    @property
    def is_open(self) -> bool:
        """Whether there is still something to settle."""
        return self.asked.is_pending and self.asked.pairing.status is PairingStatus.ACTIVE


def request_here(program_slug: str, public_id: str) -> RequestHere:
    """The request of the address; raises NotFound, also for one about a pair that the reader is part of."""
    here = place(program_slug)
    found = find_request(db.session(), here.cohort, public_id, reader=current_actor().account_id)
    if found is None:
        raise NotFound(NOT_HERE)
    return RequestHere(here.program, here.cohort, found)


def coordinates_request(actor: Actor, here: RequestHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)
