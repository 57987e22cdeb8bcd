"""What addresses of wishes name, found only within the cohort in view."""

from dataclasses import dataclass

from mentorship_app.core.errors import NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.checkins.models import CheckInWish
from mentorship_app.mentoring.checkins.queries import find_wish
from mentorship_app.programs import policies as program_policies
from mentorship_app.web.access import current_actor
from mentorship_app.web.coordinator.place import NOT_HERE, Place, place
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class WishHere(Place):
    """A wish of the cohort in view."""

    wish: CheckInWish


def wish_here(program_slug: str, public_id: str) -> WishHere:
    """The wish of the address; raises NotFound, also for one about a pair that the reader is part of."""
    here = place(program_slug)
    found = find_wish(db.session(), here.cohort, public_id, reader=current_actor().account_id)
    if found is None:
        raise NotFound(NOT_HERE)
    return WishHere(here.program, here.cohort, found)


def coordinates_wish(actor: Actor, here: WishHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)
