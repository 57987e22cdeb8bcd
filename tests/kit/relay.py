"""Asking the nursery for a process of the app, and standing in for that process where a child is expected.

Run as a program it is the child that a server starts as its worker: signals and the end of its standard input reach the
worker, and it ends when the worker does. Nothing is imported here that takes long.
"""

import json
import os
import select
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from types import FrameType


class Asked:
    """A process that the nursery made for us. It is told to end when this is closed or gone."""

    def __init__(
        self, address: str, arguments: Sequence[str], environment: Mapping[str, str], files: Sequence[int]
    ) -> None:
        """``mentorship`` with ``arguments``; ``files`` become its standard input, output and errors."""
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(address)
        asked = {"arguments": list(arguments), "environment": dict(environment), "folder": os.getcwd()}
        socket.send_fds(self._line, [json.dumps(asked).encode() + b"\n"], files)
        self._answers = self._line.makefile("rb")
        self.pid = int(self._answers.readline())

    def has_ended(self) -> bool:
        return bool(select.select([self._line], [], [], 0)[0])

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code once it has ended, negative for a signal; raises TimeoutError after ``timeout`` seconds."""
        self._line.settimeout(timeout)
        return int(self._answers.readline() or -signal.SIGKILL)

    def close(self) -> None:
        self._answers.close()
        self._line.close()


def main() -> int:
    address, *arguments = sys.argv[1:]
    worker = Asked(address, arguments, os.environ, (0, 1, 2))

    def pass_on(number: int, _frame: FrameType | None) -> None:
        os.kill(worker.pid, number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, pass_on)
    # As a shell tells it where a signal ended the worker.
    code = worker.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
