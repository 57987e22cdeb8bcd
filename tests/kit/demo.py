"""The demo in a folder of one's own: loaded once in a run, then copied, since loading takes longer than most tests.

It is loaded by the command that ``bin/run --demo`` runs. A server started there finds it loaded and prints new links.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def demo_folder(folders: pytest.TempPathFactory, folder: Path) -> Path:
    """Make ``folder``, an installation that has the demo, from the one of this run; the first to ask makes that."""
    # Several workers share a run: each has a folder of its own in that of the run.
    shared = folders.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    loaded = shared / "demo-of-this-run"
    with (shared / "demo-of-this-run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not loaded.exists():
            _load(shared / "demo-under-way", loaded)
    shutil.copytree(loaded, folder)
    folder.chmod(0o700)
    return folder


def _load(under_way: Path, loaded: Path) -> None:
    shutil.rmtree(under_way, ignore_errors=True)
    under_way.mkdir(mode=0o700)
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SMTP_URL"}}
    done = subprocess.run(
        [sys.executable, "-m", "mentorship_app.cli", "serve", "--demo", "--prepare"],
        env=environment | {"INSTANCE_DIR": str(under_way)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    under_way.rename(loaded)
