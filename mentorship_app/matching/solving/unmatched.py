"""Why a mentee has no mentor, or fewer than wanted: a set of mentees who can only go to too few places (Hall 1935)."""

from __future__ import annotations

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


class _Reach:
    """The final matching as a graph to walk in, once for all mentees."""

    def __init__(self, instance: Instance, made: Mask, locked: Mask) -> None:
        self.instance = instance
        self.made = made
        self.movable = made & ~locked
        self.places: Integers = instance.capacity - locked.sum(axis=0)
        self.full = made.sum(axis=0) >= instance.capacity
        self.known: dict[bytes, tuple[Mask, Mask]] = {}

    def reason(self, row: int, had: int) -> tuple[str, dict[str, Any]]:
        """The code of the reason and its values."""
        instance, wants = self.instance, int(self.instance.wants[row])
        several = {"mentors_had": had, "wants": wants} if wants > 1 else {}
        if not (instance.allowed[row] & ~self.made[row]).any():
            return "no_mentor", several
        mentees, mentors = self._walk(row)
        if not self.full[mentors].all():
            return "left_out", several
        return "crowded", {
            "mentees": [instance.mentees[k] for k in mentees.nonzero()[0]],
            "mentors": [instance.mentors[k] for k in mentors.nonzero()[0]],
            "places": int(self.places[mentors].sum()),
            **several,
        }

    def _walk(self, row: int) -> tuple[Mask, Mask]:
        """Mentees and mentors reached from one mentee. Two mentees who could go to the same reach the same."""
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        first = self.instance.allowed[row] & ~self.made[row]
        mentees, mentors = self.known.get(first.tobytes(), (None, None))
        if mentees is None or mentors is None:
            mentees, mentors = self._closure(first)
            self.known[first.tobytes()] = mentees, mentors
        return np.logical_or(mentees, np.arange(len(mentees)) == row), mentors

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
