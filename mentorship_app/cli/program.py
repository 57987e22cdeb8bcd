"""``mentorship program``: programs from the console, from their beginning to their end."""

import click

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import load_settings
from mentorship_app.cli.named import program_named
from mentorship_app.core import clock
from mentorship_app.core.i18n import LOCALES
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import reading, writing
from mentorship_app.programs.help_lines import HelpLineEntry
from mentorship_app.programs.services import create_program
from mentorship_app.surveys.ending import end_program
from mentorship_app.surveys.keys import lasting_keys
from mentorship_app.web import create_app
from mentorship_app.web.factory import job_context


@click.group()
def program() -> None:
    """Create programs, and end them."""


@program.command()
@click.option("--name", required=True, help="What people call the program.")
@click.option("--organization", required=True, help="The hospital or school.")
@click.option("--email", required=True, help="Address for questions; it stands under every mail.")
@click.option(
    "--help-line",
    "help_lines",
    multiple=True,
    required=True,
    help="A number to call in distress that you have just checked, as 'Who answers=Number'; may be repeated.",
)
@click.option("--timezone", help="IANA time zone, for example America/Toronto.  [default: that of the installation]")
@click.option("--language", type=click.Choice(LOCALES), default="en", show_default=True)
def create(
    name: str, organization: str, email: str, help_lines: tuple[str, ...], timezone: str | None, language: str
) -> None:
    """Create a program. Give it a cohort next: mentorship cohort create."""
    settings = load_settings()
    entries = [_help_line(text) for text in help_lines]
    engine = job_context(create_app(settings)).engine
    try:
        with writing(engine).begin() as session:
            made = create_program(
                session,
                name=name,
                organization=organization,
                locale=language,
                timezone=timezone or settings.timezone,
                contact_email=email,
                help_lines=entries,
                by=SYSTEM,
                now=clock.now(),
            )
            slug = made.slug
    finally:
        engine.dispose()
    click.echo(f"The program is there: {settings.base_url}/p/{slug}")
    click.echo(f"Next: mentorship cohort create --program {slug} --name 2026-27 --from 2026-07-01 --to 2027-06-30")


@program.command()
@click.argument("slug")
@click.option("--name", "typed", help="The program's name, to confirm without being asked.")
def end(slug: str, typed: str | None) -> None:
    """End the program SLUG for good: close its cohorts and destroy the key that links answers to people.

    Results and reports stay. Close every check-in first. Delete copies of the key file too.
    """
    context = job_context(create_app(load_settings()))
    try:
        with reading(context.engine).begin() as session:
            found = program_named(session, slug)
            name, ended_at, keys = found.name, found.ended_at, lasting_keys(found)
        if ended_at is None:
            _confirm(name, typed)
            with writing(context.engine).begin() as session:
                end_program(session, program_named(session, slug), by=SYSTEM, now=clock.now())
        # The worker would do it too; whoever ends a program from here may have none running.
        for key in keys:
            context.keyring.destroy(key)
    finally:
        context.engine.dispose()
    click.echo(f"“{name}” has ended. Nobody can tell any more whose an answer to a survey was.")
    click.echo("Copies of the key file keep the key: delete them too.")


def _confirm(name: str, typed: str | None) -> None:
    if typed is None:
        click.echo(f"This ends “{name}” for good. Nobody, the person included, can find their own answers afterwards.")
        typed = click.prompt("Type its name to go on", default="", show_default=False)
    if " ".join(typed.split()).casefold() != " ".join(name.split()).casefold():
        raise Failure(f"That is not its name, {name!r}. Nothing was changed.")


def _help_line(text: str) -> HelpLineEntry:
    label, separator, number = text.rpartition("=")
    if not separator or not label.strip() or not number.strip():
        raise Failure(f"--help-line {text!r} is not in the form 'Who answers=Number'.\n  Example: 'Crisis line=9-8-8'")
    # One name for both languages; the help numbers page of the settings can tell them apart.
    return HelpLineEntry(label_en=label, label_fr=label, number=number)
