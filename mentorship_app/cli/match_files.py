"""The files that ``mentorship match`` reads and writes: whole or not at all, ``-`` for the standard streams."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from mentorship_app.matching.problem_file import MOST_BYTES, Malformed

STREAM = "-"


class Unusable(click.ClickException):
    """Files that cannot be used, with a line for each reason. Exit code 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:  # noqa: ARG002  click's signature
        click.echo(self.format_message(), err=True)


def read(path: str) -> bytes:
    """The content, one byte too much where it is too large; raises Unusable."""
    try:
        if path == STREAM:
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with open(path, "rb") as source:
            return source.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from error


def unusable(error: Malformed) -> Unusable:
    """The lines of a malformed file."""
    return Unusable("\n".join(error.told()))


def write(path: str, text: str) -> None:
    """The whole file, or none and what was there before; raises Unusable."""
    content = text.encode()
    if path == STREAM:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    # A link stays one; a device is written to, never replaced.
    target = Path(path).resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)
            return
        part.write_bytes(content)
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Unusable(f"{path}: {error.strerror}") from error
