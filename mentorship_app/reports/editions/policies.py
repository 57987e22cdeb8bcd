"""Who may read which drawing, and who may change an edition."""

from mentorship_app.core.identity import Actor
from mentorship_app.programs import Program, policies


def can_write_editions(actor: Actor, program: Program) -> bool:
    """Coordinators of the program."""
    return policies.can_coordinate(actor, program)


def can_read_drafts(actor: Actor, program: Program) -> bool:
    """Coordinators of the program: a draft may hold words that are half written. Viewers read what is frozen."""
    return policies.can_coordinate(actor, program)
