"""How much fits on a page of A4, reckoned in lines: for pages that may not run over to another."""

from collections.abc import Iterable
from math import ceil

LINES = 52
"""Lines of running text on a page of a report, a little less than there are."""
LETTERS = 95
"""Letters in a line over the whole width, a little less than most lines have."""


def lines_of(text: str, *, letters: int = LETTERS) -> int:
    """Lines that a text takes; 0 for none."""
    return sum(max(1, ceil(len(line) / letters)) for line in text.splitlines() if line.strip())


def fitting(heights: Iterable[float], room: float, *, fewest: int = 0) -> int:
    """How many of these, from the first on, fit into ``room``; ``fewest`` in any case."""
    left, number = room, 0
    for height in heights:
        left -= height
        if left < 0 and number >= fewest:
            break
        number += 1
    return number
