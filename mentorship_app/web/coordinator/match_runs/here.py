"""The run that an address names, found only within the cohort in view."""

from dataclasses import dataclass

from mentorship_app.core.identity import Actor
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.runs import run_named
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class RunHere:
    """A run of the cohort in view."""

    place: Place
    run: MatchRun


def run_here(program_slug: str, public_id: str) -> RunHere:
    """Raises NotFound, also for a run of another cohort or program."""
    here = place(program_slug)
    return RunHere(here, run_named(db.session(), here.cohort, public_id))


def coordinates_run(actor: Actor, here: RunHere) -> bool:
    """Coordinators of the program."""
    return coordinates(actor, here.place)
