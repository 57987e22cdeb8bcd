"""``mentorship match``: pairs from a problem file, and runs of matching checked and listed.

To add a command: write it as a click command in a module of ``cli/`` and name both in ``_COMMANDS``. A module is
imported only when its command runs, so that solving a file needs neither the web app nor a database.
"""

from importlib import import_module

import click

_COMMANDS = {
    "check": "match_check",
    "list": "match_runs",
    "run": "match_runs",
    "solve": "match_solve",
    "verify": "match_runs",
}
"""The module in ``cli/`` that has the command, under the same name."""


class Commands(click.Group):
    """Looks commands up by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"mentorship_app.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.command(cls=Commands)
def match() -> None:
    """Who could be paired with whom: solve problem files, check results and runs."""
