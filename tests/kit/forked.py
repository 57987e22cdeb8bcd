"""Processes that can be killed: copies of this one, warm, so that killing many costs little time.

Each waits for its turn and does one thing. They are made before any thread is, since a copy of a process with threads
may find a lock that nobody will ever open.
"""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Waiting:
    """A process that has not begun yet."""

    pid: int
    _turn: int

    def go(self) -> None:
        """Let it begin."""
        os.write(self._turn, b"!")

    def kill(self) -> None:
        """``kill -9``; returns when it is gone. Killing one that has ended changes nothing."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def wait(self) -> int | None:
        """Until it is gone; its exit code, negative for a signal, None when that was asked before."""
        with contextlib.suppress(ChildProcessError):
            return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return None


@contextmanager
def forked(work: Callable[[], None], log: Path, *, count: int = 1) -> Iterator[list[Waiting]]:
    """``count`` processes, each of which does ``work`` when its turn comes; what they say goes into ``log``."""
    made = [_fork(work, log) for _number in range(count)]
    try:
        yield made
    finally:
        for process in made:
            process.kill()
            os.close(process._turn)


def _fork(work: Callable[[], None], log: Path) -> Waiting:
    turn, give = os.pipe()
    pid = os.fork()
    if pid:
        os.close(turn)
        return Waiting(pid, give)
    try:
        os.close(give)
        sink = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        if os.read(turn, 1):
            work()
            os._exit(0)
    except BaseException:
        # Nothing of the parent's clean-up may run here.
        import traceback  # noqa: PLC0415  only when something went wrong

        os.write(2, traceback.format_exc().encode())
    os._exit(1)
