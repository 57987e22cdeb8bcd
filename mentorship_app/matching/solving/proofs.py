"""Checks the steps of a certificate, one after the other, against the problem alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mentorship_app.matching.solving.canonical import Instance, Open, lay_out, open_part
from mentorship_app.matching.solving.integers import EXACT_UP_TO, ranges, whole_numbers
from mentorship_app.matching.solving.problem import Goal, Objective, Pair, Problem

if TYPE_CHECKING:
    from mentorship_app.matching.solving.canonical import Integers, Mask, Positions

_NEVER = -(2**60)


@dataclass(frozen=True, eq=False)
class _Case:
    """What the steps are checked against."""

    instance: Instance
    pairs: Collection[Pair]
    objective: Objective
    decimals: int

    @cached_property
    def part(self) -> Open:
        """What the locks leave open."""
        return open_part(self.instance)

    @cached_property
    def numbers(self) -> Integers:
        """The fits of the open mentees in whole units."""
        return whole_numbers(self.instance.fit, self.decimals)[self.part.rows]

    @cached_property
    def spread(self) -> int:
        """How far apart two fits are at most, 0 among them."""
        numbers = whole_numbers(self.instance.fit, self.decimals)
        return int(numbers.max(initial=0)) - int(numbers.min(initial=0))

    @property
    def settles_matched(self) -> bool:
        """Whether the number of matched mentees is settled before everything else."""
        return self.instance.goals[0] is Goal.MATCHED

    @cached_property
    def open_pairs(self) -> tuple[Positions, Positions]:
        """Row among the open mentees and column of each pair that is not locked."""
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        row_of = {self.instance.mentees[row]: k for k, row in enumerate(self.part.rows)}
        column_of = {mentor: k for k, mentor in enumerate(self.instance.mentors)}
        made = [(row_of[a], column_of[b]) for a, b in self.pairs if a in row_of]
        places = np.array(made, dtype=np.intp).reshape(-1, 2)
        return places[:, 0], places[:, 1]


def proves(problem: Problem, pairs: Collection[Pair], objective: Objective, certificate: Mapping[str, Any]) -> bool:
    """Whether the steps prove every goal in the order of the problem, and the goals are stated as they are."""
    case = _Case(lay_out(problem), pairs, objective, int(certificate["decimals"]))
    order = [str(goal) for goal in case.instance.goals]
    stated = [(goal["goal"], goal["value"], goal["bound"]) for goal in certificate["goals"]]
    values = [(goal, getattr(objective, goal)) for goal in order]
    if [(goal, value) for goal, value, _ in stated] != values or any(value != bound for _, value, bound in stated):
        return False
    steps = certificate["steps"]
    if [goal for step in steps for goal in step["goals"]] != order:
        return False
    return all(_PROOFS[step["proof"]](case, step) for step in steps)


def _covers(case: _Case, step: Mapping[str, Any]) -> bool:
    """Every pair of the graph has one of the cover; heads and places make the bound."""
    part, cover = case.part, _Cover.of(case, step)
    bound = cover.heads + int(part.room[cover.columns].sum())
    if step["goals"] == [Goal.MATCHED]:
        return cover.touches(part.allowed) and bound == len(case.open_pairs[0]) and case.settles_matched
    value = case.objective.worst_off
    if step["goals"] != [Goal.WORST_OFF] or value is None:
        return False
    # Without a lock, only what has a pair can be better.
    enough = max(len(case.open_pairs[0]) if case.settles_matched else 0, int(not case.instance.locked))
    return cover.touches(part.allowed & (part.fit > value)) and bound < enough


def _cannot_fill(case: _Case, step: Mapping[str, Any]) -> bool:
    """The pairs above the value cannot fill the smallest loads."""
    part, cover, value = case.part, _Cover.of(case, step), case.objective.worst_off
    if step["goals"] != [Goal.WORST_OFF] or value is None:
        return False
    bound = cover.heads + int(part.need[cover.columns].sum())
    return cover.touches((part.allowed & (part.fit > value))[:, part.need > 0], part.need > 0) and bound < int(
        part.need.sum()
    )


@dataclass(frozen=True, eq=False)
class _Cover:
    rows: Mask
    columns: Mask

    @classmethod
    def of(cls, case: _Case, step: Mapping[str, Any]) -> _Cover:
        import numpy as np  # noqa: PLC0415  a web worker never loads it

        mentees, mentors = set(step["mentees"]), set(step["mentors"])
        return cls(
            rows=np.array([case.instance.mentees[row] in mentees for row in case.part.rows], dtype=bool),
            columns=np.array([mentor in mentors for mentor in case.instance.mentors], dtype=bool),
        )

    @property
    def heads(self) -> int:
        return int(self.rows.sum())

    def touches(self, mask: Mask, of: Mask | None = None) -> bool:
        """Whether no pair of the mask lies outside."""
        columns = self.columns if of is None else self.columns[of]
        return not mask[~self.rows][:, ~columns].any()


def _is_a_lock(case: _Case, step: Mapping[str, Any]) -> bool:
    mentee, mentor = step["pair"]
    place = case.instance.mentees.index(mentee), case.instance.mentors.index(mentor)
    value = case.objective.worst_off
    return step["goals"] == [Goal.WORST_OFF] and place in case.instance.locked and case.instance.fit[place] == value


def _has_no_pairs(case: _Case, step: Mapping[str, Any]) -> bool:
    """No pair, because a goal before worst-off forbids any, or because no pair is possible."""
    instance, part = case.instance, case.part
    if case.pairs:
        return False
    if step["goals"] != [Goal.WORST_OFF]:
        # What follows worst-off is settled with it.
        return True
    before = instance.goals[: instance.goals.index(Goal.WORST_OFF)]
    forced = Goal.MATCHED in before or Goal.EVEN_LOAD in before or not part.allowed.any()
    return forced or (before == (Goal.TOTAL,) and bool((part.fit[part.allowed] < 0).all()))


def _is_one_pair(case: _Case, step: Mapping[str, Any]) -> bool:
    """One pair, all others possible have its fit or less, and the first goal that is not indifferent to a second pair
    is against it."""
    instance, part, value = case.instance, case.part, case.objective.worst_off
    if len(case.pairs) != 1 or instance.locked or part.need.any() or value is None:
        return False
    rest = [goal for goal in instance.goals if str(goal) in step["goals"]]
    telling = next((goal for goal in rest if goal is not Goal.TOTAL or value != 0), None)
    against = telling is Goal.EVEN_LOAD or (telling is Goal.TOTAL and value < 0)
    return against and bool((part.fit[part.allowed] <= value).all())


def _prices_prove(case: _Case, step: Mapping[str, Any]) -> bool:
    """At these prices no assignment is worth more than this one; or, for worst-off, those above it are worth less."""
    goals = case.instance.goals
    at_least = goals.index(Goal(step["goals"][-1]))
    before_worst = step["goals"] == [Goal.WORST_OFF]
    settled = {Goal.WORST_OFF, *([Goal.MATCHED] if case.settles_matched else [])}
    folded = [goal for goal in goals[: at_least + 1] if goal not in settled]
    if not _weighs_in_order(case, folded, step):
        return False
    part, value = case.part, case.objective.worst_off
    if before_worst:
        if value is None:
            return False
        return _bound(case, part.allowed & (part.fit > value), step) < _worth(case, step)
    mask = part.allowed
    if goals.index(Goal.WORST_OFF) < at_least:
        if step["above"] != value:
            return False
        mask = mask if value is None else mask & (part.fit >= value)
    return _bound(case, mask, step) == _worth(case, step)


def _weighs_in_order(case: _Case, goals: list[Goal], step: Mapping[str, Any]) -> bool:
    """One unit of each goal outweighs all that the later ones can change."""
    weights, prices, nobody = step["weights"], step["mentors"].values(), step["nobody"]
    steps = ranges(case.instance, case.spread)
    if set(weights) != {str(goal) for goal in goals}:
        return False
    later = 0
    for goal in reversed(goals):
        if weights[goal] <= later:
            return False
        later += weights[goal] * steps[goal]
    # Beyond this, 64 bits would not hold the sums.
    return later < EXACT_UP_TO and all(abs(price) < EXACT_UP_TO for price in (*prices, nobody))


def _worth(case: _Case, step: Mapping[str, Any]) -> int:
    """The folded value of the open pairs; the loads count the locked ones."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    rows, columns = case.open_pairs
    weights = step["weights"]
    loads = case.part.held + np.bincount(columns, minlength=len(case.part.room))
    worth: int = (
        weights.get(Goal.TOTAL, 0) * int(case.numbers[rows, columns].sum())
        + weights.get(Goal.MATCHED, 0) * len(rows)
        - weights.get(Goal.EVEN_LOAD, 0) * int((loads * loads).sum())
    )
    return worth


def _bound(case: _Case, mask: Mask, step: Mapping[str, Any]) -> int:
    """What no assignment of these pairs passes: the best of each mentee after paying, and the best of each mentor."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    part, weights = case.part, step["weights"]
    prices = np.array([step["mentors"][mentor] for mentor in case.instance.mentors], dtype=np.int64)
    nobody = int(step["nobody"])
    after = case.numbers * weights.get(Goal.TOTAL, 0)
    after += weights.get(Goal.MATCHED, 0) - prices
    after[~mask] = _NEVER
    best = after.max(axis=1, initial=_NEVER)
    left_out = len(part.rows) - len(case.open_pairs[0])
    if not case.settles_matched:
        # Staying without is free to everybody.
        nobody, left_out = 0, 0
        best = np.maximum(best, 0)
    elif left_out:
        best = np.maximum(best, -nobody)
    if (best == _NEVER).any():
        # Somebody who must be matched cannot be: there is no such assignment.
        return _NEVER
    return int(best.sum()) + nobody * left_out + _kept_by_mentors(part, prices, weights.get(Goal.EVEN_LOAD, 0))


def _kept_by_mentors(part: Open, prices: Integers, weight: int) -> int:
    """At each mentor's price, the load that leaves most: price times load less the weighed square."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    kept = np.full(len(prices), _NEVER, dtype=np.int64)
    for extra in range(int(part.room.max(initial=0)) + 1):
        here = prices * extra - weight * (part.held + extra) ** 2
        kept = np.where((extra >= part.need) & (extra <= part.room), np.maximum(kept, here), kept)
    return int(kept.sum())


def _solver_says_so(case: _Case, step: Mapping[str, Any]) -> bool:
    """HiGHS's bound equals the value; only where side rules or several mentors per mentee leave nothing simpler."""
    instance, objective = case.instance, case.objective
    if not (instance.together or instance.apart or (instance.wants > 1).any()):
        return False
    numbers = whole_numbers(instance.fit, case.decimals)
    row_of = {mentee: row for row, mentee in enumerate(instance.mentees)}
    column_of = {mentor: column for column, mentor in enumerate(instance.mentors)}
    made: dict[str, Any] = {
        Goal.MATCHED: [objective.matched, len(case.pairs)],
        Goal.WORST_OFF: objective.worst_off,
        Goal.TOTAL: sum(int(numbers[row_of[a], column_of[b]]) for a, b in case.pairs),
        Goal.EVEN_LOAD: objective.even_load,
    }
    return len(step["goals"]) == 1 and bool(made[step["goals"][0]] == step["proved"])


_PROOFS: Mapping[str, Callable[[_Case, Mapping[str, Any]], bool]] = {
    "cover": _covers,
    "min_load": _cannot_fill,
    "lock": _is_a_lock,
    "no_pairs": _has_no_pairs,
    "one_pair": _is_one_pair,
    "prices": _prices_prove,
    "solver": _solver_says_so,
}
