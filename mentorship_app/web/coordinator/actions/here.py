"""The action that an address names, found only within the cohort in view."""

from dataclasses import dataclass

from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.monitoring.board import Entry, find_entry
from mentorship_app.monitoring.kinds import Scope
from mentorship_app.programs import Cohort, Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.web.access import current_actor
from mentorship_app.web.coordinator.place import NOT_HERE, place
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class ActionHere:
    """An action whose cause is there now."""

    program: Program
    cohort: Cohort
    scope: Scope
    entry: Entry


def scope_of(cohort: Cohort) -> Scope:
    """Where the visitor looks for causes."""
    return Scope(db.session(), cohort, clock.now(), current_actor().account_id)


def action_here(program_slug: str, key: str) -> ActionHere:
    """The action of the address; raises NotFound, also once its cause is gone."""
    here = place(program_slug)
    scope = scope_of(here.cohort)
    entry = find_entry(scope, key)
    if entry is None:
        raise NotFound(NOT_HERE)
    return ActionHere(here.program, here.cohort, scope, entry)


def coordinates_action(actor: Actor, here: ActionHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)
