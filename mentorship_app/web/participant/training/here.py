"""Which module a page is about, and as whom the reader goes through it."""

from dataclasses import dataclass

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Enrollment
from mentorship_app.training.catalogue import module_called
from mentorship_app.training.definition import DONE, Module
from mentorship_app.web.extensions import db
from mentorship_app.web.participant.current import my_enrollment, my_enrollments, takes_part


@dataclass(frozen=True)
class ModuleHere:
    """A module, the reader's enrollment, and the page of it; empty on the page about the module."""

    enrollment: Enrollment
    module: Module
    step: str = ""


def module_here(key: str) -> ModuleHere:
    """Raises NotFound for a module that the reader's program does not have."""
    first = my_enrollment()
    module = module_called(db.session(), first.cohort.program, key)
    return ModuleHere(reader_of(module, first), module)


def step_here(key: str, step: str) -> ModuleHere:
    """Raises NotFound for a page that the module does not have."""
    here = module_here(key)
    if step not in {*here.module.steps, DONE}:
        raise NotFound(N_("There is no such page in this module."))
    return ModuleHere(here.enrollment, here.module, step)


def reader_of(module: Module, first: Enrollment) -> Enrollment:
    """The reader in the role that the module is for; in their first one where it is for none of theirs."""
    same = [one for one in my_enrollments() if one.cohort_id == first.cohort_id]
    return next((one for one in same if one.role in module.roles), first)


def may_learn(actor: Actor, _here: ModuleHere) -> bool:
    """People who take part in a cohort of the program."""
    return takes_part(actor)
