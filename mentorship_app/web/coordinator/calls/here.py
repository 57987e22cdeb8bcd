"""The list, invitation or entry for next year of an address, found within what staff look at."""

from dataclasses import dataclass

from mentorship_app.core.errors import NotFound
from mentorship_app.recruitment import Call
from mentorship_app.recruitment.invitations import Invitation, InvitationList
from mentorship_app.recruitment.invitations.queries import find_in_cohort, find_list
from mentorship_app.recruitment.next_year import FutureInterest, find_in_program
from mentorship_app.web.coordinator.place import NOT_HERE, Place, place
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class ListHere(Place):
    """A list of people that waits for a decision."""

    waiting: InvitationList

    @property
    def call(self) -> Call:
        return self.waiting.call


@dataclass(frozen=True)
class InvitationHere(Place):
    """An invitation to one of the cohort's calls."""

    invitation: Invitation


@dataclass(frozen=True)
class InterestHere(Place):
    """Somebody on the program's list for next year."""

    interest: FutureInterest


def list_here(program_slug: str, list_id: str) -> ListHere:
    """Raises NotFound for a list of another cohort, and after a day."""
    here = place(program_slug)
    waiting = find_list(db.session, here.cohort, list_id)
    if waiting is None:
        raise NotFound(NOT_HERE)
    return ListHere(here.program, here.cohort, waiting)


def invitation_here(program_slug: str, public_id: str) -> InvitationHere:
    """Raises NotFound for an invitation of another cohort."""
    here = place(program_slug)
    invitation = find_in_cohort(db.session, here.cohort, public_id)
    if invitation is None:
        raise NotFound(NOT_HERE)
    return InvitationHere(here.program, here.cohort, invitation)


def interest_here(program_slug: str, public_id: str) -> InterestHere:
    """Raises NotFound for somebody on another program's list."""
    here = place(program_slug)
    interest = find_in_program(db.session, here.program, public_id)
    if interest is None:
        raise NotFound(NOT_HERE)
    return InterestHere(here.program, here.cohort, interest)
