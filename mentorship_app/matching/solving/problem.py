"""What is solved, and what comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pair = tuple[str, str]
"""Mentee id, mentor id."""

Progress = Callable[[int, int], None]
"""Told how many steps of how many are done."""


class Goal(StrEnum):
    """What a matching is judged by, each only among those that are best by the goals before it."""

    MATCHED = "matched"
    """Most mentees with a mentor; then, where somebody wants several, most pairs."""
    WORST_OFF = "worst_off"
    """The highest smallest fit of any pair."""
    TOTAL = "total"
    """The highest sum of fits."""
    EVEN_LOAD = "even_load"
    """The smallest sum of the squares of the mentors' loads: 2 and 2 before 3 and 1."""


GOALS = tuple(Goal)


@dataclass(frozen=True)
class Mentor:
    """``ranking``: ids of the acceptable mentees, best first; None for one who goes by fit."""

    id: str
    capacity: int
    min_load: int = 0
    ranking: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Mentee:
    """``wants`` different mentors. ``ranking``: ids of the acceptable mentors, best first; None: goes by fit."""

    id: str
    wants: int = 1
    ranking: tuple[str, ...] | None = None


@dataclass(frozen=True, eq=False)
class Problem:
    """One instance. ``fit`` is finite, mentees × mentors in their order here; any unit, higher is better.

    ``forbidden`` pairs are never made, ``locked`` ones always. ``together``, ``apart``: two mentees who have the same
    mentor (or none), or never the same. The order of people does not matter: everything is sorted by id first.
    """

    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    fit: NDArray[np.float64]
    forbidden: frozenset[Pair] = frozenset()
    locked: frozenset[Pair] = frozenset()
    together: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    goals: tuple[Goal, ...] = GOALS


class Status(StrEnum):
    """How solving ended."""

    OPTIMAL = "optimal"
    STABLE = "stable"
    INFEASIBLE = "infeasible"
    """No matching keeps every lock, smallest load and rule; the certificate names a smallest set in conflict."""
    TOO_LARGE = "too_large"
    """With these side rules the instance is beyond what is solved exactly."""


@dataclass(frozen=True)
class Unmatched:
    """A mentee without a mentor (or with fewer than wanted), and why. ``reason``: a code, ``values`` fill its words.

    ``no_mentor``: nobody is allowed for them. ``crowded``: ``values`` has ``mentees`` (ids, this one among them) who
    can only go to ``mentors`` (ids), and ``places`` there are fewer than mentees, people and places with a lock left
    out. ``left_out``: there would be a place, but a goal set before, or a rule of mentees who go together or apart, is
    only served without. ``chosen_over``: in a stable matching, everybody whom they rank is full with people ranked
    higher. Who wants several has ``mentors_had`` and ``wants`` in ``values`` as well.
    """

    mentee: str
    reason: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Objective:
    """The values of a matching. ``worst_off`` is None without pairs; ``even_load`` the sum of squared loads."""

    matched: int
    worst_off: float | None
    total: float
    even_load: int


@dataclass(frozen=True)
class Solution:
    """What solving gives. ``pairs`` are sorted. ``blocking_pairs``: (mentee, mentor) who both would rather have each
    other, by ranking where there is one, else by fit."""

    status: Status
    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    objective: Objective | None
    certificate: Mapping[str, Any]
    """Plain values: for each goal its value and the bound that proves it; prices, covers, solver, version."""
    blocking_pairs: tuple[Pair, ...] = ()
