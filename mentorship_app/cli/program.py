"""``mentorship program``: programs from the console."""

import click

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import load_settings
from mentorship_app.core import clock
from mentorship_app.core.i18n import LOCALES
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import writing
from mentorship_app.programs.help_lines import HelpLineEntry
from mentorship_app.programs.services import create_program
from mentorship_app.web import create_app
from mentorship_app.web.factory import job_context


@click.group()
def program() -> None:
    """Create programs."""


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


def _help_line(text: str) -> HelpLineEntry:
    label, separator, number = text.rpartition("=")
    if not separator or not label.strip() or not number.strip():
        raise Failure(f"--help-line {text!r} is not in the form 'Who answers=Number'.\n  Example: 'Crisis line=9-8-8'")
    # One name for both languages; the help numbers page of the settings can tell them apart.
    return HelpLineEntry(label_en=label, label_fr=label, number=number)
