"""Who may do what in a program: pure questions of an actor and a program."""

from mentorship_app.core.identity import Actor, StaffRole
from mentorship_app.programs.models import Program


def can_coordinate(actor: Actor, program: Program) -> bool:
    """Run the program: people, phases, calls, pairs, waves. Administrators look after the server, not the people."""
    return actor.has(StaffRole.COORDINATOR, program.id)


def can_read_reports(actor: Actor, program: Program) -> bool:
    """Read aggregates and reports, and nothing else."""
    return can_coordinate(actor, program) or actor.has(StaffRole.VIEWER, program.id)


def can_see_program(actor: Actor, program: Program) -> bool:
    """Know that the program exists at all."""
    return can_read_reports(actor, program) or actor.is_administrator
