"""What is made once in a run and then copied, although several workers share the run."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def folder_of_run(folders: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run share; each has its own within."""
    own = folders.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


def made_once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder ``name`` of this run, filled by ``make``; the first to ask makes it, the others wait."""
    shared = folder_of_run(folders)
    made, under_way = shared / f"{name}-of-this-run", shared / f"{name}-under-way"
    with (shared / f"{name}-of-this-run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(under_way, ignore_errors=True)
            under_way.mkdir(mode=0o700)
            make(under_way)
            under_way.rename(made)
    return made
