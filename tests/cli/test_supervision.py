"""The worker lives and dies with the server."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from mentorship_app.cli import supervision
from mentorship_app.cli.supervision import Supervisor

SLEEPER = (sys.executable, "-c", "import sys; sys.stdin.read()")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); sys.stdin.read()",
)


@contextmanager
def supervised(command: tuple[str, ...]) -> Iterator[Supervisor]:
    supervisor = Supervisor(command)
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()


def wait_for(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def child_of(supervisor: Supervisor) -> int:
    wait_for(lambda: supervisor.child_pid is not None)
    pid = supervisor.child_pid
    assert pid is not None
    return pid


def test_child_ends_when_the_supervisor_stops() -> None:
    with supervised(SLEEPER) as supervisor:
        pid = child_of(supervisor)
        assert is_alive(pid)
    assert not is_alive(pid)


def test_child_that_dies_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE_SECONDS", 0.01)
    with supervised(SLEEPER) as supervisor:
        first = child_of(supervisor)
        os.kill(first, 9)
        wait_for(lambda: child_of(supervisor) != first)


def test_child_that_will_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "GRACE_SECONDS", 0.3)
    with supervised(STUBBORN) as supervisor:
        pid = child_of(supervisor)
        time.sleep(0.3)
    wait_for(lambda: not is_alive(pid))
