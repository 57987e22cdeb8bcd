"""The command ``mentorship`` as somebody at a console meets it."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentorship_app.cli import COMMANDS, main
from mentorship_app.core.paths import PROJECT


def run(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environ, prog_name="mentorship")


def test_help_lists_every_command_with_what_it_does() -> None:
    result = run("--help")
    listed = result.output.split("Commands:\n")[1].splitlines()
    assert [line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "] == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    result = run(name, "--help")
    assert (result.exit_code, result.output.startswith(f"Usage: mentorship {name}")) == (0, True)


@pytest.mark.parametrize("command", ["serve", "worker", "doctor"])
def test_wrong_port_is_named_and_nothing_is_made(tmp_path: Path, command: str) -> None:
    folder = tmp_path / "instance"
    result = run(command, PORT="abc", INSTANCE_DIR=str(folder))
    assert (result.exit_code, "PORT is 'abc': expected a port number from 1 to 65535" in result.output) == (1, True)
    assert not folder.exists()


def test_unknown_option_is_a_usage_error() -> None:
    assert run("serve", "--fast").exit_code == 2


@pytest.mark.parametrize("command", ["run", "test"])
def test_scripts_explain_themselves_from_any_folder(tmp_path: Path, command: str) -> None:
    shown = subprocess.run(
        [PROJECT / "bin" / command, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith(f"Usage: bin/{command}")


def test_run_refuses_an_option_it_does_not_know(tmp_path: Path) -> None:
    refused = subprocess.run(
        [PROJECT / "bin" / "run", "--dmeo"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (refused.returncode, refused.stderr.splitlines()[0]) == (2, "bin/run does not know --dmeo.")


def test_module_runs_like_the_command() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "mentorship_app.cli", "--version"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.startswith("mentorship, version ")
