"""What another pair would cost the others: the problem solved once more with that pair fixed.

For the worker alone. What comes out are plain values of readable criteria, though the true problem is solved each time;
two who must not be paired are in none of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mentorship_app.matching.facts import Facts, Pair
from mentorship_app.matching.scoring import readable_fit_matrix
from mentorship_app.matching.settings import Settings
from mentorship_app.matching.solving.optimum import solve
from mentorship_app.matching.solving.problem import Problem, Solution, Status

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_WORK = 40_000_000
"""Pairs looked at over all times the problem is solved: about half a minute on a small server."""
SIDE_RULES = 40
"""How many times the work solving is where mentees go together or apart."""
BEST = 3
"""Where not every other mentor can be tried, so many of each mentee are: those with the best fit."""
MOST_MOVES = 5
"""So many people who would move are named."""
DIGITS = 6

SOLVED = frozenset({Status.OPTIMAL, Status.STABLE})


@dataclass(frozen=True)
class Alternative:
    """One other mentor for a mentee, and what that would mean for everybody else."""

    mentor: str
    fit: float
    """0–1, of the mentee with this mentor."""
    is_possible: bool = True
    """Whether locks, rules and places leave any solution with this pair."""
    lost: int = 0
    """How many more of the others would have no mentor; below 0: how many fewer."""
    worst: tuple[float | None, float | None] = (None, None)
    """The smallest fit among the others now, and then."""
    mean: tuple[float | None, float | None] = (None, None)
    """The mean fit of the others now, and then."""
    moved: int = 0
    """How many of the others would have another mentor, or none."""
    moves: tuple[tuple[str, str, str], ...] = ()
    """Some of them: mentee, mentor now, mentor then; empty for none."""

    def as_json(self) -> dict[str, Any]:
        """Plain values; :func:`alternatives_of` reads them back."""
        return vars(self) | {
            "worst": list(self.worst),
            "mean": list(self.mean),
            "moves": [list(move) for move in self.moves],
        }


def alternatives(problem: Problem, facts: Facts, settings: Settings, solution: Solution) -> dict[str, Any]:
    """For each mentee whose pair is not locked the other allowed mentors, best readable fit first.

    ``each``: how many of each mentee were tried; None for all. 0 where the cohort is too large to try any.
    """
    each = _how_many(problem)
    if not solution.pairs or each == 0:
        return {"each": 0, "of": {}}
    trial = _Trial(problem, settings, solution, _Fits(facts, readable_fit_matrix(facts, settings)))
    return {
        "each": each,
        "of": {
            mentee.id: [trial.of(mentee.id, mentor).as_json() for mentor in trial.others(mentee.id)[:each]]
            for mentee in problem.mentees
            if mentee.id not in trial.tied
        },
    }


def alternatives_of(stored: Mapping[str, Any], mentee: str) -> tuple[Alternative, ...]:
    """What :func:`alternatives` found for one mentee, best fit first; empty where nothing was tried."""
    return tuple(
        Alternative(
            **one
            | {
                "worst": tuple(one["worst"]),
                "mean": tuple(one["mean"]),
                "moves": tuple((who, before, after) for who, before, after in one["moves"]),
            }
        )
        for one in stored.get("of", {}).get(mentee, ())
    )


def _how_many(problem: Problem) -> int | None:
    """How many other mentors of each mentee are tried: all (None), a few, or none."""
    once = len(problem.mentees) * len(problem.mentors)
    most = MOST_WORK // SIDE_RULES if problem.together or problem.apart else MOST_WORK
    if once * once <= most:
        return None
    return next((few for few in range(BEST, 0, -1) if once * len(problem.mentees) * few <= most), 0)


class _Fits:
    """Readable fits by two ids."""

    def __init__(self, facts: Facts, table: NDArray[np.float64]) -> None:
        self._row = {mentee.id: place for place, mentee in enumerate(facts.mentees)}
        self._column = {mentor.id: place for place, mentor in enumerate(facts.mentors)}
        self._table = table

    def __getitem__(self, pair: Pair) -> float:
        return float(self._table[self._row[pair[0]], self._column[pair[1]]])


class _Trial:
    """The problem, ready to be solved again with one pair more that is fixed."""

    def __init__(self, problem: Problem, settings: Settings, solution: Solution, fits: _Fits) -> None:
        self.problem = problem
        self.mode = settings.mode.value
        self.fits = fits
        self.now = dict(solution.pairs)
        self.tied = {mentee for mentee, _mentor in problem.locked}
        taken = Counter(mentor for _mentee, mentor in problem.locked)
        self.open = [one.id for one in problem.mentors if one.capacity > taken[one.id]]

    def others(self, mentee: str) -> list[str]:
        """The mentors whom this mentee could have instead, best fit first."""
        allowed = [
            mentor
            for mentor in self.open
            if mentor != self.now.get(mentee) and (mentee, mentor) not in self.problem.forbidden
        ]
        return sorted(allowed, key=lambda mentor: (-self.fits[mentee, mentor], mentor))

    def of(self, mentee: str, mentor: str) -> Alternative:
        """The problem solved with these two as a pair."""
        fit = round(self.fits[mentee, mentor], DIGITS)
        fixed = replace(self.problem, locked=self.problem.locked | {(mentee, mentor)})
        found = solve(fixed, mode=self.mode)
        if found.status not in SOLVED:
            return Alternative(mentor, fit, is_possible=False)
        then = dict(found.pairs)
        before, after = self._others_fits(self.now, mentee), self._others_fits(then, mentee)
        moves = list(self._moves(then, mentee))
        return Alternative(
            mentor,
            fit,
            lost=len(before) - len(after),
            worst=(min(before, default=None), min(after, default=None)),
            mean=(_mean(before), _mean(after)),
            moved=len(moves),
            moves=tuple(moves[:MOST_MOVES]),
        )

    def _others_fits(self, pairs: Mapping[str, str], mentee: str) -> list[float]:
        return [round(self.fits[pair], DIGITS) for pair in sorted(pairs.items()) if pair[0] != mentee]

    def _moves(self, then: Mapping[str, str], mentee: str) -> Iterator[tuple[str, str, str]]:
        for other in sorted({*self.now, *then} - {mentee}):
            before, after = self.now.get(other, ""), then.get(other, "")
            if before != after:
                yield other, before, after


def _mean(fits: list[float]) -> float | None:
    return round(sum(fits) / len(fits), DIGITS) if fits else None
