"""The report or the edition that an address names, found only within the cohort in view."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, Program
from mentorship_app.reports.editions import Edition, policies
from mentorship_app.reports.editions.queries import find_edition
from mentorship_app.web.coordinator.place import Place, place, reads_reports
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class ReportHere:
    """A report's address within the cohort in view."""

    place: Place
    public_id: str


@dataclass(frozen=True)
class EditionHere:
    """An edition of the cohort in view."""

    program: Program
    cohort: Cohort
    edition: Edition


def orm() -> Session:
    """The session of this request, by its plain type."""
    return db.session()


def report_here(program_slug: str, public_id: str) -> ReportHere:
    """The program first: who may not know of it learns nothing about its reports."""
    return ReportHere(place(program_slug), public_id)


def reads_this_report(actor: Actor, here: ReportHere) -> bool:
    """Coordinators and viewers of the program; drafts are not found by viewers."""
    return reads_reports(actor, here.place)


def edition_here(program_slug: str, edition_id: str, **_more: str) -> EditionHere:
    """The edition of the address; raises NotFound. What else the address names is looked up by the view."""
    here = place(program_slug)
    return EditionHere(here.program, here.cohort, find_edition(orm(), here.cohort, edition_id))


def writes_edition(actor: Actor, here: EditionHere) -> bool:
    """Coordinators of the program."""
    return policies.can_write_editions(actor, here.program)
