"""A progress bar that only appears once the wait is worth one."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

PATIENCE_SECONDS = 2.0

Report = Callable[[int, int], None]
"""Called with the number done and the total."""


@contextmanager
def progress(label: str) -> Iterator[Report]:
    """Give a function that reports how far the work is; nothing is drawn during the first two seconds.

    The bar goes to the error stream, so that a command's output can still be piped.
    """
    began = time.monotonic()
    shown = False

    def report(done: int, total: int) -> None:
        nonlocal shown
        if time.monotonic() - began < PATIENCE_SECONDS:
            return
        shown = True
        filled = 30 * done // total if total else 30
        click.echo(f"\r{label} [{'#' * filled:<30}] {done} of {total}", nl=False, err=True)

    yield report
    if shown:
        click.echo(err=True)
