"""The task that an address names."""

from dataclasses import dataclass

from mentorship_app.core.errors import NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.programs.year import YearTask
from mentorship_app.programs.year.queries import find_task
from mentorship_app.web.coordinator.place import NOT_HERE, place
from mentorship_app.web.coordinator.row_ids import row_id
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class TaskHere:
    """A task of a cohort of the program in view."""

    program: Program
    cohort: Cohort
    task: YearTask


def task_here(program_slug: str, task_id: str) -> TaskHere:
    """The task of the address; raises NotFound for one of another cohort."""
    here = place(program_slug)
    task = find_task(db.session, here.cohort, row_id(task_id))
    if task is None:
        raise NotFound(NOT_HERE)
    return TaskHere(here.program, here.cohort, task)


def coordinates_task(actor: Actor, here: TaskHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)
