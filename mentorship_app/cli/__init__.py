"""The console command ``mentorship``. A command's module is imported only when that command runs.

To add one: write ``cli/<name>.py`` with a click command or group called ``<name>`` (dashes become underscores), and
name it in ``COMMANDS``.
"""

from importlib import import_module

import click

from mentorship_app import __version__
from mentorship_app.cli.failures import explained

COMMANDS = (
    "cohort",
    "coordinator",
    "demo",
    "doctor",
    "instrument",
    "match",
    "program",
    "report",
    "serve",
    "wave",
    "worker",
)


class Console(click.Group):
    """Looks commands up by name, and turns errors that a person can mend into a line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"mentorship_app.cli.{name}"), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        with explained():
            return super().invoke(ctx)


@click.command(cls=Console, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="mentorship")
def main() -> None:
    """Run and look after a mentorship program. Settings: the environment, or instance/config.env."""
