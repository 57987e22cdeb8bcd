"""Who would both rather have each other: what keeps a matching from being stable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorship_app.matching.solving.preferences import Preferences, preferences
from mentorship_app.matching.solving.problem import Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import NDArray

_CELLS_AT_ONCE = 1 << 21
"""How much of the arrays is looked at together, so that memory stays small."""


def blocking_pairs(problem: Problem, pairs: Collection[Pair], known: Preferences | None = None) -> tuple[Pair, ...]:
    """Every mentee and mentor, sorted, who could leave a matching and have each other (Gale & Shapley 1962).

    They are no pair, not forbidden, each ranks the other where they rank at all, and each has room or likes the other
    strictly better than one of theirs. Whom a lock ties to them nobody can leave. Empty exactly for a (weakly) stable
    matching. ``pairs`` may be any of people of the problem. ``known``: the preferences, where they are known already.
    """

    known = known or preferences(problem)
    if not known.mentees or not known.mentors:
        return ()
    of_mentees, of_mentors = _least(known, problem, pairs)
    may = _wished(known, of_mentees)
    may[known.places(problem.forbidden)] = False
    may[known.places(pairs)] = False
    at_once = max(1, _CELLS_AT_ONCE // len(known.mentors))
    for start in range(0, len(known.mentees), at_once):
        rows = slice(start, start + at_once)
        may[rows] &= known.of_mentor[rows] > of_mentors
    mentees, mentors = ([person.id for person in side] for side in (known.mentees, known.mentors))
    return tuple((mentees[row], mentors[column]) for row, column in zip(*map(_numbers, may.nonzero()), strict=True))


def _numbers(found: NDArray[np.intp]) -> list[int]:
    numbers: list[int] = found.tolist()
    return numbers


def _wished(known: Preferences, least: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Mentees × mentors: whom the mentee likes more than ``least`` says. Of rankings only the beginning is read."""
    import numpy as np  # noqa: PLC0415  only who solves needs it

    wished = np.zeros(known.fit.shape, dtype=bool)
    for row, mentee in enumerate(known.mentees):
        if mentee.ranking is None:
            wished[row] = known.fit[row] > least[row]
        elif least[row] < np.inf:
            better = len(mentee.ranking) - int(max(least[row], 0))
            wished[row, [known.mentor_at[mentor] for mentor in mentee.ranking[:better]]] = True
    return wished


def _least(
    known: Preferences, problem: Problem, pairs: Collection[Pair]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How much somebody must be liked, strictly more than this, to be worth leaving for, by each mentee and mentor.

    Who has room takes whoever they rank at all (more than -inf); who is full, only one better than the worst whom they
    may leave; who is full with locked ones, nobody.
    """
    import numpy as np  # noqa: PLC0415  only who solves needs it

    of_mentees = np.full(len(known.mentees), np.inf)
    of_mentors = np.full(len(known.mentors), np.inf)
    free = [pair for pair in pairs if pair not in problem.locked]
    rows, columns = known.places(free)
    np.minimum.at(of_mentees, rows, [known.mentee_likes(*pair) for pair in free])
    np.minimum.at(of_mentors, columns, known.of_mentor[rows, columns])
    rows, columns = known.places(pairs)
    wanted = np.array([mentee.wants for mentee in known.mentees])
    places = np.array([mentor.capacity for mentor in known.mentors])
    of_mentees[np.bincount(rows, minlength=len(wanted)) < wanted] = -np.inf
    of_mentors[np.bincount(columns, minlength=len(places)) < places] = -np.inf
    return of_mentees, of_mentors
