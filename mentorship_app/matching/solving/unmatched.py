"""Why a mentee has no mentor, or fewer than wanted: a set of mentees who can only go to too few places (Hall 1935)."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mentorship_app.matching.solving.canonical import Instance
from mentorship_app.matching.solving.problem import Unmatched

if TYPE_CHECKING:
    from mentorship_app.matching.solving.canonical import Integers, Mask, Positions


def unmatched_mentees(instance: Instance, rows: Positions, columns: Positions) -> tuple[Unmatched, ...]:
    """Everybody short of mentors in this matching, in the order of ids, each with the reason.

    ``no_mentor``: nobody is allowed, or fewer than wanted. ``crowded``: the set reached from this mentee by "could go
    to" and "is taken by"; all places there are taken, and one mentee more wants one. Mentees with a lock and the
    places they hold are left out of it. ``left_out``: a place would be there, but a goal set before, or a rule of
    mentees who go together or apart, is better served or only kept without.
    """
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    made = np.zeros(instance.allowed.shape, dtype=bool)
    made[rows, columns] = True
    had = made.sum(axis=1)
    short = np.flatnonzero(had < instance.wants)
    if len(short) == 0:
        return ()
    locked = np.zeros_like(made)
    for lock in instance.locked:
        locked[lock] = True
    reach = _Reach(instance, made, locked)
    return tuple(Unmatched(instance.mentees[row], *reach.reason(int(row), int(had[row]))) for row in short)


@dataclass(frozen=True)
class _Reached:
    """Ids in order, and how many places those mentors have; ``full``: all of them are taken."""

    mentees: list[str]
    mentors: list[str]
    places: int
    full: bool

    @cached_property
    def among(self) -> frozenset[str]:
        """The mentees as a set."""
        return frozenset(self.mentees)


class _Reach:
    """The final matching as a graph to walk in, once for all mentees."""

    def __init__(self, instance: Instance, made: Mask, locked: Mask) -> None:
        self.instance = instance
        self.made = made
        self.movable = made & ~locked
        self.places: Integers = instance.capacity - locked.sum(axis=0)
        self.full = made.sum(axis=0) >= instance.capacity
        self.known: dict[bytes, _Reached] = {}

    def reason(self, row: int, had: int) -> tuple[str, dict[str, Any]]:
        """The code of the reason and its values."""
        instance, wants = self.instance, int(self.instance.wants[row])
        several = {"mentors_had": had, "wants": wants} if wants > 1 else {}
        if not (instance.allowed[row] & ~self.made[row]).any():
            return "no_mentor", several
        reached = self._walk(row)
        if not reached.full:
            return "left_out", several
        mentees = reached.mentees.copy()
        if instance.mentees[row] not in reached.among:
            insort(mentees, instance.mentees[row])
        return "crowded", {
            "mentees": mentees,
            "mentors": reached.mentors.copy(),
            "places": reached.places,
            **several,
        }

    def _walk(self, row: int) -> _Reached:
        """Whom one mentee reaches. Two mentees who could go to the same reach the same."""
        first = self.instance.allowed[row] & ~self.made[row]
        key = first.tobytes()
        if key not in self.known:
            mentees, mentors = self._closure(first)
            self.known[key] = _Reached(
                mentees=[self.instance.mentees[k] for k in mentees.nonzero()[0]],
                mentors=[self.instance.mentors[k] for k in mentors.nonzero()[0]],
                places=int(self.places[mentors].sum()),
                full=bool(self.full[mentors].all()),
            )
        return self.known[key]

    def _closure(self, mentors: Mask) -> tuple[Mask, Mask]:
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        mentees: Mask = np.zeros(len(self.instance.mentees), dtype=bool)
        mentors, fresh = mentors.copy(), mentors
        while fresh.any():
            joined = self.movable[:, fresh].any(axis=1) & ~mentees
            mentees |= joined
            fresh = (self.instance.allowed[joined] & ~self.made[joined]).any(axis=0) & ~mentors
            mentors |= fresh
        return mentees, mentors
