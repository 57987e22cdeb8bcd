"""The app as it is really served: its own process tree, its own port, its own folder, its own worker."""

import atexit
import contextlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from mentorship_app.core.paths import PROJECT
from tests.kit.compiled import kept_in
from tests.kit.relay import Asked

START_SECONDS = 60
MAIL_SECONDS = 30
LINK = re.compile(r"https?://\S+")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass
class RunningApp:
    """A server that answers at ``url``; ``output`` is what it printed while starting."""

    url: str
    folder: Path
    process: Asked
    output: str = ""
    seen_mails: set[object] = field(default_factory=set)

    @property
    def setup_code(self) -> str:
        """The one-time code that the console showed."""
        found = re.search(r"set-up code:\s+(\S+)", self.output)
        assert found, self.output
        return found.group(1)

    def sign_in_links(self) -> dict[str, str]:
        """The links that the demo printed, by person."""
        return dict(re.findall(r"Sign in as (.+?):\s+(\S+)", self.output))

    def next_mail(self, to: str, about: str = "") -> str:
        """The oldest mail to ``to`` not given before whose subject holds ``about``; waits for the worker."""
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            with contextlib.closing(sqlite3.connect(self.folder / "mentorship.db")) as database:
                rows = database.execute(
                    "SELECT id, subject, body FROM local_mail WHERE to_email = ? ORDER BY at", (to,)
                ).fetchall()
            for key, subject, body in rows:
                if key not in self.seen_mails and about in subject:
                    self.seen_mails.add(key)
                    return str(body)
            select_pause()
        raise AssertionError(f"no mail to {to} about {about!r}")

    def link_in_mail(self, to: str, about: str = "") -> str:
        """The first address in that mail."""
        found = LINK.search(self.next_mail(to, about))
        assert found
        return found.group().rstrip(".")


def select_pause() -> None:
    """Let another process go on for a moment before looking again."""
    with contextlib.suppress(TimeoutError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as nobody:
        nobody.settimeout(0.1)
        nobody.bind(("127.0.0.1", 0))
        nobody.recv(1)


@cache
def _nursery() -> str:
    """The address of this worker's nursery, which ends with it, however it ends."""
    folder = tempfile.TemporaryDirectory(prefix="nursery-")
    atexit.register(folder.cleanup)
    with socket.socket(socket.AF_UNIX) as door:
        address = f"{folder.name}/door"
        door.bind(address)
        door.listen()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.kit.nursery", str(door.fileno()), str(kept_in())],
            stdin=subprocess.PIPE,
            cwd=PROJECT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            pass_fds=[door.fileno()],
            # A Ctrl+C is for the tests; the nursery sees their end.
            start_new_session=True,
        )
    atexit.register(process.communicate)
    return address


@contextlib.contextmanager
def running_app(folder: Path, *arguments: str, **environ: str) -> Iterator[RunningApp]:
    """``mentorship serve`` in ``folder`` until the end of the block; both of its processes end with it."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SMTP_URL"}},
        "INSTANCE_DIR": str(folder),
        "PORT": str(port),
        "BASE_URL": f"http://localhost:{port}",
        "PYTHONUNBUFFERED": "1",
        **environ,
    }
    log = folder.parent / f"{folder.name}-server.log"
    with log.open("w") as sink, Path(os.devnull).open() as nothing:
        process = Asked(
            _nursery(), ("serve", *arguments), environment, (nothing.fileno(), sink.fileno(), sink.fileno())
        )
    served = RunningApp(environment["BASE_URL"], folder, process)
    try:
        _wait_until_it_answers(served, log)
        yield served
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)
        process.close()


def _wait_until_it_answers(served: RunningApp, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if served.process.has_ended():
            break
        with contextlib.suppress(URLError, OSError), urlopen(served.url + "/health", timeout=2) as answer:  # noqa: S310  our own address
            if answer.status == 200:
                served.output = log.read_text()
                return
        select_pause()
    raise AssertionError(f"the server did not start:\n{log.read_text()}")
