"""``mentorship cohort``: cohorts from the console."""

from dataclasses import replace
from datetime import datetime

import click
from sqlalchemy.orm import Session

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import load_settings
from mentorship_app.cli.named import cohort_named, program_named
from mentorship_app.core import clock
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import writing
from mentorship_app.programs import Cohort
from mentorship_app.programs.rollover import carriers, labels, proposed_year, roll_over
from mentorship_app.programs.services import create_cohort
from mentorship_app.web import create_app
from mentorship_app.web.factory import job_context

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def cohort() -> None:
    """Create cohorts, the years of a program."""


@cohort.command()
@click.option("--program", "slug", required=True, help="The program: the word after /p/ in its addresses.")
@click.option("--name", help="As people say it, for example 2026-27.")
@click.option("--from", "starts_on", type=DAY, help="First day, for example 2026-07-01.")
@click.option("--to", "ends_on", type=DAY, help="Last day, for example 2027-06-30.")
@click.option(
    "--after",
    "old_name",
    metavar="COHORT",
    help="Make it from this cohort: name and days are proposed, and calls, dates, tasks and people come along.",
)
@click.option("--without", multiple=True, metavar="WHAT", help="Leave this behind; with --after, may be repeated.")
def create(
    slug: str,
    name: str | None,
    starts_on: datetime | None,
    ends_on: datetime | None,
    old_name: str | None,
    without: tuple[str, ...],
) -> None:
    """Create a cohort in set-up; its phases are proposed from its dates, or moved from the cohort before it."""
    settings = load_settings()
    engine = job_context(create_app(settings)).engine
    try:
        with writing(engine).begin() as session:
            if old_name is None:
                lines = _created(session, slug, name, starts_on, ends_on)
            else:
                old = cohort_named(session, old_name, program=program_named(session, slug).slug)
                lines = _rolled_over(session, old, name, starts_on, ends_on, frozenset(without))
    finally:
        engine.dispose()
    click.echo(f"The cohort is there: {settings.base_url}/p/{slug}")
    click.echo("\n".join(lines))


def _created(
    session: Session, slug: str, name: str | None, starts_on: datetime | None, ends_on: datetime | None
) -> list[str]:
    """A cohort of its own; what to say about it."""
    if name is None or starts_on is None or ends_on is None:
        raise Failure("Give --name, --from and --to; or --after with the cohort that it follows.")
    made = create_cohort(
        session,
        program_named(session, slug),
        name=name,
        starts_on=starts_on.date(),
        ends_on=ends_on.date(),
        by=SYSTEM,
        now=clock.now(),
    )
    return _phases(made)


def _rolled_over(
    session: Session,
    old: Cohort,
    name: str | None,
    starts_on: datetime | None,
    ends_on: datetime | None,
    without: frozenset[str],
) -> list[str]:
    """The cohort that follows ``old``; what to say about it. Raises Failure for something unknown to leave behind."""
    if unknown := sorted(without - set(carriers)):
        raise Failure(f"Nothing is called {', '.join(unknown)} here. What comes along: {', '.join(carriers)}.")
    year = proposed_year(old)
    year = replace(
        year,
        name=name or year.name,
        starts_on=starts_on.date() if starts_on else year.starts_on,
        ends_on=ends_on.date() if ends_on else year.ends_on,
        carry=year.carry - without,
    )
    outcome = roll_over(session, old, year, by=SYSTEM, now=clock.now())
    if not outcome.is_new:
        return [f"{outcome.name} was already made from {old.name}; nothing was changed."]
    said = [f"  {labels[key].title}: {carried.message % carried.values}" for key, carried in outcome.carried.items()]
    return [*_phases(session.get_one(Cohort, outcome.cohort_id)), *said]


def _phases(made: Cohort) -> list[str]:
    return [f"  {plan.phase:<12} {plan.starts_on} to {plan.ends_on}" for plan in made.phase_plans]
