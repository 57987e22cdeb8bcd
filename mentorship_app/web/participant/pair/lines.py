"""The one line of links below each person of a pair: what the two have together, and where it stands.

A feature adds itself with one function: from the pair and the reader's enrollment to its link, or None where the reader
has nothing there. What it reads, it reads for all pairs of the page at once, with :func:`read_at_once`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast
from uuid import UUID

from flask import g

from mentorship_app.core.registry import Registry
from mentorship_app.mentoring import Pairing
from mentorship_app.programs import Enrollment

Read = TypeVar("Read")


@dataclass(frozen=True)
class Line:
    """One link with its state in words, such as "2 goals", and the name of an icon."""

    words: str
    url: str
    icon: str


WAY_OUT = "rematch"
"""The line that leads out of a pair."""

lines: Registry[Callable[[Pairing, Enrollment], Line | None]] = Registry("line of a pair")


def lines_of(pairings: Sequence[Pairing], reader: Enrollment) -> dict[UUID, tuple[Line, ...]]:
    """The links of each of these pairs, by its id, for the one who is in all of them; the way out comes last."""
    g.pairs_of_page, g.read_for_lines = tuple(pairings), {}
    return {pairing.id: _lines_of(pairing, reader) for pairing in pairings}


def _lines_of(pairing: Pairing, reader: Enrollment) -> tuple[Line, ...]:
    in_order = sorted(lines.items(), key=lambda item: item[0] == WAY_OUT)
    found = (line(pairing, reader) for _name, line in in_order)
    return tuple(line for line in found if line is not None)


def read_at_once(name: str, pairing: Pairing, read: Callable[[Sequence[Pairing]], Read]) -> Read:
    """What ``read`` finds for all pairs whose lines are being drawn: asked once, however many there are."""
    pairs: Sequence[Pairing] = g.get("pairs_of_page", ())
    if pairing not in pairs:
        return read([pairing])
    if name not in g.read_for_lines:
        g.read_for_lines[name] = read(pairs)
    return cast(Read, g.read_for_lines[name])
