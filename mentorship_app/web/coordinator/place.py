"""Where a staff page is: which program, which of its cohorts. Found from the address, checked against the actor."""

from dataclasses import dataclass

from flask import g, session
from sqlalchemy import select

from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, Phase, Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.web.access import current_actor
from mentorship_app.web.extensions import db

NOT_HERE = N_("There is no such page, or it belongs to another program.")


@dataclass(frozen=True)
class Place:
    """A program and the cohort that staff look at; a program always has at least one."""

    program: Program
    cohort: Cohort


def place(program_slug: str) -> Place:
    """The program of the address and its chosen cohort. Raises NotFound, also for a program of others."""
    program = db.session.scalar(select(Program).where(Program.slug == program_slug))
    if program is None or not program_policies.can_see_program(current_actor(), program):
        raise NotFound(NOT_HERE)
    cohort = chosen_cohort(program)
    g.program, g.cohort = program, cohort
    return Place(program, cohort)


def chosen_cohort(program: Program) -> Cohort:
    """The cohort that this visitor chose, else the one that runs; raises NotFound in a program without any."""
    chosen = session.get("cohorts", {}).get(program.slug)
    for cohort in program.cohorts:
        if cohort.slug == chosen:
            return cohort
    today = clock.local_date(clock.now(), program.timezone)
    running = [cohort for cohort in program.cohorts if cohort.phase is not Phase.CLOSED]
    # This year's before next year's, which may already be recruiting.
    this_year = [cohort for cohort in running if cohort.starts_on <= today <= cohort.ends_on]
    candidates = this_year or running or list(program.cohorts)
    if not candidates:
        raise NotFound(N_("This program has no cohort yet. Create one with: mentorship cohort create"))
    return candidates[0]


def choose_cohort(program: Program, slug: str) -> None:
    """Remember which cohort this visitor looks at."""
    if slug not in {cohort.slug for cohort in program.cohorts}:
        raise NotFound(NOT_HERE)
    session["cohorts"] = {**session.get("cohorts", {}), program.slug: slug}


def coordinates(actor: Actor, here: Place) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


def reads_reports(actor: Actor, here: Place) -> bool:
    """Coordinators and viewers of the program."""
    return program_policies.can_read_reports(actor, here.program)
