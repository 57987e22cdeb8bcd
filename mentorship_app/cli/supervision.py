"""The worker as a child of the server: started with it, restarted when it dies, stopped with it."""

import logging
import subprocess
import sys
import threading
import time

logger = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
HEALTHY_SECONDS = 60.0
GRACE_SECONDS = 10.0
WORKER = (sys.executable, "-m", "mentorship_app.cli", "worker", "--stop-with-parent")


class Supervisor:
    """Keeps one child process running until ``stop``.

    The child holds the reading end of a pipe as its standard input. When this process is gone, however it went, the
    pipe closes and the child stops by itself, so a killed server never leaves a worker behind.
    """

    def __init__(self, command: tuple[str, ...] = WORKER) -> None:
        self._command = command
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep_running, name="worker-supervisor", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the child: asked first, made to after ten seconds. Returns when it is gone."""
        self._stopping.set()
        with self._lock:
            child = self._child
        if child is not None:
            child.terminate()
            try:
                child.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
        self._thread.join(GRACE_SECONDS)

    @property
    def child_pid(self) -> int | None:
        with self._lock:
            return self._child.pid if self._child is not None else None

    def _keep_running(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            began = time.monotonic()
            with self._lock:
                if self._stopping.is_set():
                    return
                self._child = subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603  our own command
            code = self._child.wait()
            if self._child.stdin is not None:
                self._child.stdin.close()
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE_SECONDS if time.monotonic() - began > HEALTHY_SECONDS else pause
            logger.error("worker ended, starting it again", extra={"exit_code": code, "pause_seconds": pause})
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
