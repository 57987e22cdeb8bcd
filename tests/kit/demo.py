"""The demo in a folder of one's own: loaded once in a run, then copied, since loading takes longer than most tests.

It is loaded by the command that ``bin/run --demo`` runs. A server started there finds it loaded and prints new links.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.once import made_once


def demo_folder(folders: pytest.TempPathFactory, folder: Path) -> Path:
    """Make ``folder``, an installation that has the demo, from the one of this run; the first to ask makes that."""
    loaded = made_once(folders, "demo", _load)
    shutil.copytree(loaded, folder)
    folder.chmod(0o700)
    return folder


def _load(under_way: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SMTP_URL"}}
    done = subprocess.run(
        [sys.executable, "-m", "mentorship_app.cli", "serve", "--demo", "--prepare"],
        env=environment | {"INSTANCE_DIR": str(under_way)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
