"""Drawing in a process of its own, under limits: whatever a document does to it, worker and site stay up.

The process gets a page and pictures and nothing else: no database, no key, no setting. What it gives back is read as
plain lines and bytes, never as objects.
"""

import json
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Any

from mentorship_app.core.errors import AppError
from mentorship_app.core.i18n import N_
from mentorship_app.core.limits import Limits
from mentorship_app.core.paths import PROJECT
from mentorship_app.documents.drawing_process import ARCHIVE, PDF
from mentorship_app.documents.printing import Printed, PrintTask, Progress

logger = logging.getLogger(__name__)

_PASSED_ON = (
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
)  # fmt: skip
_NO_MEMORY = "out of memory"
_LAST_BYTES = 4000
_WHAT_TO_DO = N_(
    "The report was too large to be drawn: it took more than %(limit)s. "
    "Leave out a section or earlier years, or ask an administrator to raise %(setting)s."
)


class TooLarge(AppError):
    """The drawing went beyond one of its limits and was ended."""

    def __init__(self, limit: str, setting: str) -> None:
        super().__init__(_WHAT_TO_DO, limit=limit, setting=setting)


class DrawingFailed(Exception):
    """The process ended without a report, by a fault of ours; its last words are in the server's log."""


def print_apart(task: PrintTask, limits: Limits, progress: Progress) -> Printed:
    """As ``printing.print_here``, in a child process.

    Raises TooLarge beyond a limit, DrawingFailed when the child dies of anything else, and whatever AppError the
    drawing itself raises.
    """
    found = _Found()
    with TemporaryFile() as grumbles, _child(task, limits, grumbles) as child:
        with _ended_after(child, limits.seconds) as ended:
            _listen(child.stdout, found, progress)
            child.wait()
        last_words = _last_words(grumbles)
    if ended.is_set():
        raise TooLarge(f"{limits.seconds} s", "REPORT_SECONDS")
    if found.error is not None:
        raise AppError(found.error["message"], **found.error["values"])
    # Libraries that get no memory may go on without their fonts: such a report is none.
    if found.is_out_of_memory or child.returncode < 0 or _NO_MEMORY in last_words:
        raise TooLarge(f"{limits.memory_mb} MB", "REPORT_MEMORY_MB")
    if child.returncode != 0 or not found.is_whole:
        logger.error("drawing failed: %s", last_words)
        raise DrawingFailed(f"exit code {child.returncode}")
    return found.printed()


@contextmanager
def _child(task: PrintTask, limits: Limits, grumbles: IO[bytes]) -> Iterator["subprocess.Popen[bytes]"]:
    """The process at work; ended, whatever happens, when the block is left."""
    with TemporaryFile() as given:
        pickle.dump(task, given, protocol=pickle.HIGHEST_PROTOCOL)
        given.seek(0)
        words = (sys.executable, "-m", "mentorship_app.documents.drawing_process")
        with subprocess.Popen(  # noqa: S603  our own interpreter and module
            (*words, str(limits.memory_mb), str(limits.seconds)),
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=grumbles,
            cwd=PROJECT,
            env=_environment(),
        ) as child:
            try:
                yield child
            finally:
                child.kill()


def _environment() -> dict[str, str]:
    """What drawing needs, without the secrets that may stand in ours."""
    found = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**found, "PYTHONHASHSEED": "0"}


@contextmanager
def _ended_after(child: "subprocess.Popen[bytes]", seconds: int) -> Iterator[threading.Event]:
    """End the child after so many seconds; the event says that it came to that."""
    ended = threading.Event()

    def end() -> None:
        ended.set()
        child.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield ended
    finally:
        timer.cancel()


def _last_words(grumbles: IO[bytes]) -> str:
    """The end of what the child wrote for the log."""
    length = grumbles.seek(0, os.SEEK_END)
    grumbles.seek(max(0, length - _LAST_BYTES))
    return grumbles.read().decode(errors="replace")


@dataclass
class _Found:
    """What the child has said so far."""

    files: dict[str, bytes] = field(default_factory=dict)
    error: Mapping[str, Any] | None = None
    is_out_of_memory: bool = False
    is_whole: bool = False

    def printed(self) -> Printed:
        pictures = {name: content for name, content in self.files.items() if name not in (PDF, ARCHIVE)}
        return Printed(self.files[PDF], self.files[ARCHIVE], pictures)


def _listen(stream: IO[bytes] | None, found: _Found, progress: Progress) -> None:
    """Read until the child says no more: lines of JSON, each file's bytes behind its line."""
    assert stream is not None  # noqa: S101  it was asked for as a pipe
    while line := stream.readline():
        try:
            said = json.loads(line)
        except ValueError:
            return
        match said:
            case {"done": int(done), "of": int(total)}:
                progress(done, total)
            case {"file": str(name), "bytes": int(size)}:
                found.files[name] = stream.read(size)
            case {"message": str(), "values": dict()}:
                found.error = said
            case {"memory": True}:
                found.is_out_of_memory = True
            case {"whole": True}:
                found.is_whole = True
