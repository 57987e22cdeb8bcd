"""``mentorship doctor``: one line a thing that the app stands on, each ok or with what to do."""

import os

import click

from mentorship_app.cli.examinations import Finding, examine_machine, examine_settings
from mentorship_app.cli.installation import load_settings
from mentorship_app.core.errors import ConfigErrors


@click.command()
def doctor() -> None:
    """Check libraries, fonts, PDF, database, disk, clock, mail, address and keys. Exit code 1 if one fails."""
    findings: list[Finding] = []
    for finding in examine_machine():
        findings.append(finding)
        show(finding)
    try:
        settings = load_settings(os.environ)
    except ConfigErrors as errors:
        wrong = [Finding("settings", problem, ok=False) for problem in errors.problems]
        for finding in wrong:
            show(finding)
        click.echo("Database, disk, mail, address and keys can be checked once the settings are right.")
        raise SystemExit(1) from errors
    for finding in examine_settings(settings):
        findings.append(finding)
        show(finding)
    failed = [finding.name for finding in findings if not finding.ok]
    if failed:
        click.echo(f"\nTo mend: {', '.join(dict.fromkeys(failed))}.")
        raise SystemExit(1)
    click.echo("\nAll is well.")


def show(finding: Finding) -> None:
    """Print one line; the word says it, the colour only repeats it."""
    verdict = click.style("ok ", fg="green") if finding.ok else click.style("FIX", fg="red", bold=True)
    click.echo(f"{verdict}  {finding.name:<17} {finding.text}")
