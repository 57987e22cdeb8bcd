"""What proves an optimum, as plain values that go through JSON unchanged.

``goals`` names for each goal its value and the bound that no matching passes. ``steps`` prove them, in the order of
the goals, each step for the matchings that are best by the steps before:

- ``cover``: for ``matched``, mentees and mentors such that every allowed pair has one of them; as many as they have
  heads and places can be matched, not more. For ``worst_off`` the same among the pairs above the value: too few.
- ``min_load``: among the pairs above the value the smallest loads cannot be filled: fewer heads and missing places.
- ``lock``: this locked pair has the value. ``no_pairs``: there is no pair at all.
- ``prices``: a price per mentor (see ``prices``), among the pairs from ``above`` on.
- ``one_pair``: at least one pair has to be, and every further one would be worse.
- ``solver``: HiGHS's own bound, where side rules leave nothing simpler.

Positions have become ids. Mentees and mentors with a lock count only as far as they are still open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorship_app import __version__
from mentorship_app.matching.solving.canonical import Instance, Open
from mentorship_app.matching.solving.flows import NOBODY, cover_of, edges, largest_matching
from mentorship_app.matching.solving.prices import prices_of
from mentorship_app.matching.solving.problem import Goal, Objective

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorship_app.matching.solving.assignment import Folded
    from mentorship_app.matching.solving.canonical import Mask, Positions
    from mentorship_app.matching.solving.integers import Units

Step = dict[str, Any]


def certificate(
    instance: Instance, units: Units, steps: Sequence[Step], objective: Objective, *, solver: str
) -> dict[str, Any]:
    """The whole certificate. Bounds that a step does not state equal the value."""
    proofs = {goal: step for step in steps for goal in step["goals"]}
    goals = []
    for goal in instance.goals:
        value = getattr(objective, goal)
        step = proofs.get(str(goal), {})
        goals.append({"goal": str(goal), "value": value, "bound": step.get("bound", value), "proof": step.get("proof")})
    return {
        "goals": goals,
        "steps": list(steps),
        "quantum": units.quantum,
        "decimals": units.decimals,
        "exact": units.exact,
        "solver": versions(solver),
    }


def versions(solver: str) -> dict[str, str]:
    """Who solved it: with these versions the same comes out again."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it
    import scipy  # noqa: PLC0415  a web worker never loads it

    return {"name": solver, "scipy": scipy.__version__, "numpy": np.__version__, "app": __version__}


def cover_step(instance: Instance, part: Open, partner: Positions) -> Step:
    """That no more mentees can be matched, by a largest matching."""
    return {"goals": [str(Goal.MATCHED)], "proof": "cover", **_named(instance, part, part.allowed, partner)}


def higher_is_impossible(instance: Instance, part: Open, value: float | None, at_least: int) -> Step | None:
    """That no pair above ``value`` alone could match ``at_least`` open mentees and fill the smallest loads. None where
    they could."""
    proved: Step = {"goals": [str(Goal.WORST_OFF)]}
    if value is None:
        return {**proved, "proof": "no_pairs"}
    lock = next((pair for pair in instance.locked if float(instance.fit[pair]) == value), None)
    if lock is not None:
        return {**proved, "proof": "lock", "pair": [instance.mentees[lock[0]], instance.mentors[lock[1]]]}
    mask = part.allowed & (part.fit > value)
    graph = edges(part.fit, mask)
    partner = largest_matching(graph, len(part.rows), part.room)
    if int((partner != NOBODY).sum()) < at_least:
        return {**proved, "proof": "cover", **_named(instance, part, mask, partner)}
    if part.need.any():
        partner = largest_matching(graph, len(part.rows), part.need)
        if int((partner != NOBODY).sum()) < int(part.need.sum()):
            return {**proved, "proof": "min_load", **_named(instance, part, mask, partner)}
    return None


def prices_step(instance: Instance, folded: Folded, partner: Positions, goals: Sequence[Goal], above: float) -> Step:
    """That no assignment of the pairs from ``above`` on is worth more in ``goals`` than this one."""
    prices = prices_of(folded, partner)
    return {
        "goals": [str(goal) for goal in goals],
        "proof": "prices",
        "weights": folded.weights.as_mapping(),
        "above": None if above == float("-inf") else above,
        "mentors": dict(zip(instance.mentors, prices.mentors.tolist(), strict=True)),
        "nobody": prices.nobody,
    }


def worth_less_above(instance: Instance, folded: Folded, partner: Positions) -> Step:
    """That the pairs above the value of ``worst_off`` are worth less in the goals before it; ``folded`` has only
    those."""
    step = prices_step(instance, folded, partner, (Goal.WORST_OFF,), float("-inf"))
    del step["above"]
    return step


def _named(instance: Instance, part: Open, mask: Mask, partner: Positions) -> dict[str, list[str]]:
    rows, columns = cover_of(mask, partner)
    return {
        "mentees": [instance.mentees[row] for row in part.rows[rows]],
        "mentors": [instance.mentors[column] for column in columns],
    }
