"""Which pairs are not possible in a round, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mentorship_app.matching.constraints import Constraint, constraints
from mentorship_app.matching.decisions import Excepted
from mentorship_app.matching.facts import Facts, Pair
from mentorship_app.matching.settings import Rules


@dataclass(frozen=True, eq=False)
class Exclusions:
    """The pairs (mentee, mentor) that each constraint forbids, exceptions taken out."""

    by_constraint: Mapping[str, Mapping[Pair, None]]
    """By the key of the constraint, in the order of the facts. Private ones are in it: use the methods to show any."""

    @cached_property
    def forbidden(self) -> frozenset[Pair]:
        """Every pair that is not possible, for whatever reason. For the solver: it must not be shown or counted."""
        return frozenset().union(*self.by_constraint.values())

    @cached_property
    def readable(self) -> frozenset[Pair]:
        """Every pair that is not possible for a reason that staff may read."""
        return frozenset().union(*(self.by_constraint.get(one.key, {}) for one in readable_constraints()))

    def reasons(self, mentee_id: str, mentor_id: str) -> tuple[Constraint, ...]:
        """What staff may read of why these two are not possible; empty also where the reason is private."""
        return tuple(
            constraint
            for constraint in readable_constraints()
            if (mentee_id, mentor_id) in self.by_constraint.get(constraint.key, {})
        )

    def is_private(self, mentee_id: str, mentor_id: str) -> bool:
        """Whether these two must not be paired for a reason that nobody is told: for refusing, and nothing else."""
        pair = (mentee_id, mentor_id)
        return any(
            pair in self.by_constraint.get(key, {}) for key, constraint in constraints.items() if constraint.is_private
        )

    def listed(self) -> Iterator[tuple[Pair, Constraint]]:
        """Everything that staff may read, by constraint."""
        for constraint in readable_constraints():
            for pair in self.by_constraint.get(constraint.key, {}):
                yield pair, constraint


def readable_constraints() -> Iterator[Constraint]:
    """Those that may be listed, counted and explained, in the order in which reasons are told."""
    return (constraint for _key, constraint in constraints.items() if not constraint.is_private)


def exclusions(facts: Facts, rules: Rules, excepted: Sequence[Excepted] = ()) -> Exclusions:
    """What each constraint forbids under ``rules``. An exception counts while its constraint still allows one."""
    found = {key: dict.fromkeys(constraint.excludes(facts, rules)) for key, constraint in constraints.items()}
    for one in excepted:
        mentee, mentor = facts.mentee.get(one.mentee), facts.mentor.get(one.mentor)
        if mentee is None or mentor is None:
            continue
        for key in one.constraints:
            if key in constraints and constraints[key].excepts(facts, mentee, mentor):
                found[key].pop(one.pair, None)
    return Exclusions(found)
