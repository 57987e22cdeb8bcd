"""``mentorship demo load`` and ``mentorship demo wipe``."""

import click
from flask import Flask

from mentorship_app.cli.demo import load as loading
from mentorship_app.cli.installation import load_settings
from mentorship_app.cli.progress import progress
from mentorship_app.jobs.queue import run_next
from mentorship_app.web import create_app
from mentorship_app.web.factory import job_context


@click.group()
def demo() -> None:
    """A fictional program to look around in."""


@demo.command()
def load() -> None:
    """Load the fictional program and print three sign-in links. Loading it twice changes nothing."""
    app = create_app(load_settings())
    load_into(app)
    for person, address in loading.sign_in_links(app):
        click.echo(f"Sign in as {person}: {address}")


@demo.command()
def wipe() -> None:
    """Delete the fictional program and its people. Your own programs are not touched."""
    app = create_app(load_settings())
    click.echo("The demo is gone." if loading.wipe(app) else "There is no demo to delete.")


def load_into(app: Flask) -> None:
    """Load the demo, with a progress bar if it takes long."""
    context = job_context(app)
    with progress("Loading the demo") as report:
        loading.load(context, report)
        while run_next(context):
            # The demo's report is a job like any other; whoever looks around at once finds it ready.
            pass
