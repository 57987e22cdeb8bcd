"""``mentorship cohort``: cohorts from the console."""

from datetime import datetime

import click

from mentorship_app.cli.installation import load_settings
from mentorship_app.cli.named import program_named
from mentorship_app.core import clock
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import writing
from mentorship_app.programs.services import create_cohort
from mentorship_app.web import create_app
from mentorship_app.web.factory import job_context

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def cohort() -> None:
    """Create cohorts, the years of a program."""


@cohort.command()
@click.option("--program", "slug", required=True, help="The program: the word after /p/ in its addresses.")
@click.option("--name", required=True, help="As people say it, for example 2026-27.")
@click.option("--from", "starts_on", type=DAY, required=True, help="First day, for example 2026-07-01.")
@click.option("--to", "ends_on", type=DAY, required=True, help="Last day, for example 2027-06-30.")
def create(slug: str, name: str, starts_on: datetime, ends_on: datetime) -> None:
    """Create a cohort in set-up; its phases are proposed from its dates."""
    settings = load_settings()
    engine = job_context(create_app(settings)).engine
    try:
        with writing(engine).begin() as session:
            made = create_cohort(
                session,
                program_named(session, slug),
                name=name,
                starts_on=starts_on.date(),
                ends_on=ends_on.date(),
                by=SYSTEM,
                now=clock.now(),
            )
            lines = [f"  {plan.phase:<12} {plan.starts_on} to {plan.ends_on}" for plan in made.phase_plans]
    finally:
        engine.dispose()
    click.echo(f"The cohort is there: {settings.base_url}/p/{slug}")
    click.echo("\n".join(lines))
