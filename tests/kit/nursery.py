"""A process that has imported the app and copies itself: each copy is ``mentorship serve`` or its worker.

Importing takes longer than starting a server, and is done twice, since the worker is a process of its own. From the
command line on a copy does what the real command does, with one difference: its worker comes from here as well,
through ``relay``, which the server watches and ends as it would its worker. The real command is started by
``tests/cli/test_serve.py``.

Copies are made by a process without threads, since a copy of one with threads may find a lock that nobody will open.
"""

import contextlib
import functools
import gc
import json
import os
import selectors
import signal
import socket
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from mentorship_app.cli import main, serve
from mentorship_app.cli import worker as _worker  # noqa: F401  imported for the copies
from mentorship_app.cli.supervision import WORKER, Supervisor
from mentorship_app.core.i18n import translations
from mentorship_app.web.config import LOCALES
from tests.kit import relay
from tests.kit.compiled import keep_compiled

MOST_BYTES = 65_536
STANDARD_FILES = (0, 1, 2)


@dataclass(frozen=True)
class Request:
    """What a copy is to be."""

    arguments: list[str]
    environment: dict[str, str]
    folder: str
    files: list[int]


@dataclass
class Nursery:
    """Makes a copy for whoever comes to ``door``, tells its pid and later its exit code."""

    door: socket.socket
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    _pids: dict[socket.socket, int] = field(default_factory=dict)
    """The copies that live, by the line to whoever asked for them."""

    def next_copy(self) -> Request | None:
        """Returns in each copy, with what it is to be; and here with None, when our standard input ends."""
        self._selector.register(0, selectors.EVENT_READ)
        self._selector.register(self.door, selectors.EVENT_READ)
        while True:
            for key, _events in self._selector.select():
                if key.fileobj == 0:
                    return None
                if key.fileobj is not self.door:
                    self._look_after(key)
                elif (request := self._copy()) is not None:
                    return request

    def end_all(self) -> None:
        """Tell the copies to end."""
        for pid in self._pids.values():
            os.kill(pid, signal.SIGTERM)

    def _copy(self) -> Request | None:
        line, _address = self.door.accept()
        request = _read(line)
        pid = os.fork()
        if pid == 0:
            self._selector.close()
            for other in (self.door, line, *self._pids):
                other.close()
            return request
        for file in request.files:
            os.close(file)
        line.sendall(b"%d\n" % pid)
        self._pids[line] = pid
        self._selector.register(line, selectors.EVENT_READ)
        self._selector.register(os.pidfd_open(pid), selectors.EVENT_READ, data=line)
        return None

    def _look_after(self, key: selectors.SelectorKey) -> None:
        """A copy has ended, or whoever asked for it is gone."""
        if isinstance(key.fileobj, socket.socket):
            self._selector.unregister(key.fileobj)
            os.kill(self._pids[key.fileobj], signal.SIGTERM)
            return
        line: socket.socket = key.data
        self._selector.unregister(key.fileobj)
        os.close(key.fd)
        code = os.waitstatus_to_exitcode(os.waitpid(self._pids.pop(line), 0)[1])
        with contextlib.suppress(KeyError):
            self._selector.unregister(line)
        with line, contextlib.suppress(BrokenPipeError):
            line.sendall(b"%d\n" % code)


def _read(line: socket.socket) -> Request:
    text, files, _flags, _address = socket.recv_fds(line, MOST_BYTES, len(STANDARD_FILES))
    while not text.endswith(b"\n"):
        text += line.recv(MOST_BYTES)
    return Request(**json.loads(text), files=files)


def become(request: Request) -> None:
    """Take the place in the system that a process started by the command would have."""
    os.setsid()
    for file, number in zip(request.files, STANDARD_FILES, strict=True):
        os.dup2(file, number)
        os.close(file)
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environment)
    sys.argv[1:] = request.arguments


def begin() -> Request | None:
    """Import, then wait; returns as ``Nursery.next_copy`` does."""
    door, templates = socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2])
    keep_compiled(templates)
    for locale in LOCALES:
        translations(locale)
    command = (sys.executable, "-S", "-E", relay.__file__, door.getsockname(), *WORKER[3:])
    setattr(serve, Supervisor.__name__, functools.partial(Supervisor, command))
    assert threading.active_count() == 1
    # What is there now stays: copies need not look through it, and share its memory.
    gc.collect()
    gc.freeze()
    nursery = Nursery(door)
    request = nursery.next_copy()
    if request is None:
        nursery.end_all()
    else:
        become(request)
    return request


if __name__ == "__main__" and begin():
    main(prog_name="mentorship")
