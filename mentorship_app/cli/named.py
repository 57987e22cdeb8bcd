"""Programs and cohorts by the words that people type on the console."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.cli.failures import Failure
from mentorship_app.programs import Cohort, Program


def program_named(session: Session, slug: str) -> Program:
    """The program whose addresses begin with ``/p/<slug>``; raises Failure naming those there are."""
    program = session.scalar(select(Program).where(Program.slug == slug))
    if program is None:
        known = ", ".join(session.scalars(select(Program.slug).order_by(Program.slug))) or "none yet"
        raise Failure(f"There is no program {slug!r}. Programs: {known}.")
    return program


def cohort_named(session: Session, text: str, *, program: str | None = None) -> Cohort:
    """The cohort meant by its short name, its name or ``program/cohort``; raises Failure naming those there are.

    ``program`` (a short name) decides where several programs have such a cohort.
    """
    everything = session.scalars(select(Cohort).join(Cohort.program).order_by(Program.slug, Cohort.slug)).all()
    meant = [
        cohort
        for cohort in everything
        if text in {cohort.slug, cohort.name, _full_name(cohort)} and program in {None, cohort.program.slug}
    ]
    if len(meant) == 1:
        return meant[0]
    if meant:
        which = ", ".join(map(_full_name, meant))
        raise Failure(f"Several programs have a cohort {text!r}. Say which: --cohort with one of {which}.")
    known = ", ".join(map(_full_name, everything)) or "none yet"
    raise Failure(f"There is no cohort {text!r} here. Cohorts, each after its program: {known}.")


def _full_name(cohort: Cohort) -> str:
    return f"{cohort.program.slug}/{cohort.slug}"
