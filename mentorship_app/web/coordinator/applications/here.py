"""The application or call of an address, found within the cohort that staff look at."""

from dataclasses import dataclass

from mentorship_app.core.errors import NotFound
from mentorship_app.recruitment import Call, MentorApplication
from mentorship_app.recruitment.queries import find_call, find_sent
from mentorship_app.web.coordinator.place import NOT_HERE, Place, place
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class ApplicationHere(Place):
    """A sent application of the cohort."""

    application: MentorApplication


@dataclass(frozen=True)
class CallHere(Place):
    """A call of the cohort."""

    call: Call


def application_here(program_slug: str, public_id: str) -> ApplicationHere:
    """Raises NotFound for a draft and for what belongs to another cohort or program."""
    here = place(program_slug)
    application = find_sent(db.session, here.cohort, public_id)
    if application is None:
        raise NotFound(NOT_HERE)
    return ApplicationHere(here.program, here.cohort, application)


def call_here(program_slug: str, slug: str) -> CallHere:
    """Raises NotFound for a call of another cohort or program."""
    here = place(program_slug)
    call = find_call(db.session, here.cohort, slug)
    if call is None:
        raise NotFound(NOT_HERE)
    return CallHere(here.program, here.cohort, call)
