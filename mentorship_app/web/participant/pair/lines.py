"""The one line of links below each person of a pair: what the two have together, and where it stands.

A feature adds itself with one function: from the pair and the reader's enrollment to its link, or None where the reader
has nothing there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mentorship_app.core.registry import Registry
from mentorship_app.mentoring import Pairing
from mentorship_app.programs import Enrollment


@dataclass(frozen=True)
class Line:
    """One link with its state in words, such as "Goals: 2 open", and the name of an icon."""

    words: str
    url: str
    icon: str


lines: Registry[Callable[[Pairing, Enrollment], Line | None]] = Registry("line of a pair")


def lines_of(pairing: Pairing, reader: Enrollment) -> tuple[Line, ...]:
    """The links of a pair for one of its two people, in order of registration."""
    found = (line(pairing, reader) for _name, line in lines.items())
    return tuple(line for line in found if line is not None)
