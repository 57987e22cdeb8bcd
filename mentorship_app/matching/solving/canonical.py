"""An instance laid out in one order, so that nothing depends on the order it came in.

People are sorted by id, pairs become positions, and what is locked is taken out of what is still open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentorship_app.matching.solving.problem import GOALS, Goal, Pair, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Positions = NDArray[np.intp]


class Refused(Exception):
    """An instance that is not solved exactly here. ``words`` say why and what would help; ``code`` and ``values`` name
    the same for whoever says it in another language."""

    def __init__(self, code: str, words: str, **values: int) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.values: Mapping[str, int] = values


class Impossible(Exception):
    """No matching keeps every lock, smallest load and rule."""


@dataclass(frozen=True, eq=False)
class Instance:
    """Everything by position: mentees are rows, mentors columns, both in the order of their ids."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    fit: NDArray[np.float64]
    allowed: Mask
    """Mentees × mentors: not forbidden."""
    locked: tuple[tuple[int, int], ...]
    wants: Integers
    capacity: Integers
    min_load: Integers
    together: tuple[tuple[int, int], ...]
    apart: tuple[tuple[int, int], ...]
    goals: tuple[Goal, ...]
    """All four: those asked for, then the others in their usual order as tie-breaks."""

    def pairs(self, rows: Positions, columns: Positions) -> tuple[Pair, ...]:
        """The pairs at these positions, sorted."""
        return tuple(sorted((self.mentees[j], self.mentors[i]) for j, i in zip(rows, columns, strict=True)))

    @property
    def lowest_lock(self) -> float | None:
        """The smallest fit of a locked pair; None without locks."""
        return min((float(self.fit[lock]) for lock in self.locked), default=None)


@dataclass(frozen=True, eq=False)
class Open:
    """What is left to decide once the locked pairs stand, where every mentee wants one mentor.

    ``rows``: positions of the mentees without a lock who want somebody; the matrices have these rows only.
    ``allowed``: not forbidden, and the mentor has a place left. ``held``: mentees locked to each mentor; ``room``:
    places beyond those; ``need``: what is missing to the smallest load.
    """

    rows: Positions
    fit: NDArray[np.float64]
    allowed: Mask
    held: Integers
    room: Integers
    need: Integers


def lay_out(problem: Problem) -> Instance:
    """The instance in the order of ids. ValueError for a matrix of another shape, a fit that is not finite, an id
    given twice or a pair of unknown people."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    mentee_order, mentee_at = _sorted_ids([mentee.id for mentee in problem.mentees])
    mentor_order, mentor_at = _sorted_ids([mentor.id for mentor in problem.mentors])
    fit = np.asarray(problem.fit, dtype=np.float64)
    if fit.size == 0:
        fit = fit.reshape(len(mentee_order), len(mentor_order))
    if fit.shape != (len(mentee_order), len(mentor_order)):
        raise ValueError(f"fit is {fit.shape}, not {len(mentee_order)} mentees × {len(mentor_order)} mentors")
    if not np.isfinite(fit).all():
        raise ValueError("every fit must be a finite number")
    fit = _reordered(fit, mentee_order, mentor_order)
    allowed = np.ones(fit.shape, dtype=bool)
    forbidden, locked = tuple(problem.forbidden), tuple(problem.locked)
    allowed[_positions(mentee_at, [a for a, _ in forbidden]), _positions(mentor_at, [b for _, b in forbidden])] = False
    mentees = [problem.mentees[k] for k in mentee_order]
    mentors = [problem.mentors[k] for k in mentor_order]
    return Instance(
        mentees=tuple(mentee.id for mentee in mentees),
        mentors=tuple(mentor.id for mentor in mentors),
        fit=fit,
        allowed=allowed,
        locked=tuple(
            sorted(
                zip(
                    _positions(mentee_at, [a for a, _ in locked]),
                    _positions(mentor_at, [b for _, b in locked]),
                    strict=True,
                )
            )
        ),
        wants=np.array([mentee.wants for mentee in mentees], dtype=np.int64),
        capacity=np.array([mentor.capacity for mentor in mentors], dtype=np.int64),
        min_load=np.array([mentor.min_load for mentor in mentors], dtype=np.int64),
        together=_couples(problem.together, mentee_at),
        apart=_couples(problem.apart, mentee_at),
        goals=all_goals(problem.goals),
    )


def all_goals(goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    """The goals asked for, each once, followed by the others in their usual order."""
    return tuple(dict.fromkeys((*(Goal(goal) for goal in goals), *GOALS)))


def open_part(instance: Instance) -> Open:
    """What is still open once the locks stand. Every mentee wants one mentor at most, and the locks are possible."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    free = instance.wants > 0
    held = np.zeros(len(instance.mentors), dtype=np.int64)
    for row, column in instance.locked:
        free[row] = False
        held[column] += 1
    rows = np.flatnonzero(free)
    whole = len(rows) == len(instance.mentees)
    left = instance.capacity - held
    allowed = (instance.allowed if whole else instance.allowed[rows]) & (left > 0)
    return Open(
        rows=rows,
        fit=instance.fit if whole else instance.fit[rows],
        allowed=allowed,
        held=held,
        # Places that nobody allowed can take are no places: it keeps a mentor with a thousand of them cheap.
        room=np.minimum(left, allowed.sum(axis=0, dtype=np.int64)),
        need=np.maximum(instance.min_load - held, 0),
    )


def _sorted_ids(ids: list[str]) -> tuple[list[int], dict[str, int]]:
    """Positions in the order of ids, and where each id goes."""
    order = sorted(range(len(ids)), key=ids.__getitem__)
    places = {ids[k]: place for place, k in enumerate(order)}
    if len(places) != len(ids):
        raise ValueError("an id is given twice")
    return order, places


def _reordered(fit: NDArray[np.float64], rows: list[int], columns: list[int]) -> NDArray[np.float64]:
    if rows != sorted(rows):
        fit = fit[rows]
    if columns != sorted(columns):
        fit = fit[:, columns]
    return fit


def _positions(places: dict[str, int], people: list[str]) -> list[int]:
    try:
        return [places[person] for person in people]
    except KeyError as unknown:
        raise ValueError(f"{unknown.args[0]} is nobody here") from None


def _couples(couples: frozenset[tuple[str, str]], places: dict[str, int]) -> tuple[tuple[int, int], ...]:
    """Two mentees each, both ways the same."""
    positions = (_positions(places, [a, b]) for a, b in couples)
    return tuple(sorted({(min(couple), max(couple)) for couple in positions}))
