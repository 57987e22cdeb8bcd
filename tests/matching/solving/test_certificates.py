"""What a certificate proves, and that it proves nothing else."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from json import dumps, loads
from typing import Any

import numpy as np
import pytest

from mentorship_app.matching.solving.checking import certificate_holds, measure, violations
from mentorship_app.matching.solving.optimum import solve
from mentorship_app.matching.solving.problem import GOALS, Goal, Mentee, Mentor, Pair, Problem, Solution, Status
from tests.matching.solving.brute_force import every_matching, value
from tests.matching.solving.instances import large_instance, seeded, small_instance


def test_it_holds_after_going_through_json() -> None:
    problem = large_instance(40, 20, 2)
    solution = solve(problem)

    again = replace(solution, certificate=loads(dumps(solution.certificate)))
    assert certificate_holds(problem, again)


def test_it_names_value_and_bound_of_each_goal_and_who_solved_it() -> None:
    certificate = solve(large_instance(40, 20, 2)).certificate

    assert [entry["goal"] for entry in certificate["goals"]] == ["matched", "worst_off", "total", "even_load"]
    assert all(entry["value"] == entry["bound"] for entry in certificate["goals"])
    assert [entry["proof"] for entry in certificate["goals"]] == ["cover", "cover", "prices", "prices"]
    assert sorted(certificate["solver"]) == ["app", "name", "numpy", "scipy"]
    assert (certificate["quantum"], certificate["exact"]) == (1e-6, True)


def as_if_best(problem: Problem, solution: Solution, pairs: tuple[Pair, ...]) -> Solution:
    """These pairs with the certificate of others, its values adapted."""
    objective = measure(problem, pairs)
    goals = [
        {**entry, "value": getattr(objective, entry["goal"]), "bound": getattr(objective, entry["goal"])}
        for entry in solution.certificate["goals"]
    ]
    return replace(solution, pairs=pairs, objective=objective, certificate={**solution.certificate, "goals": goals})


@pytest.mark.parametrize("seed", range(60))
def test_it_holds_for_no_matching_that_is_worse(seed: int) -> None:
    problem = small_instance(seeded(seed), people=4)
    solution = solve(problem)
    if solution.status is not Status.OPTIMAL:
        return
    best = value(problem, solution.pairs)
    others = [pairs for pairs in every_matching(problem) if value(problem, pairs) != best]
    for pairs in seeded(seed).sample(others, min(25, len(others))):
        assert violations(problem, pairs) == []
        assert not certificate_holds(problem, as_if_best(problem, solution, pairs))


def tampered(solution: Solution, change: str) -> Solution:
    """The solution with one thing in it changed."""
    certificate: dict[str, Any] = deepcopy(dict(solution.certificate))
    cover, worst_off, prices = certificate["steps"]
    changes = {
        "a price": lambda: prices["mentors"].update(o00000=prices["mentors"]["o00000"] + 10**7),
        "a weight": lambda: prices["weights"].update(even_load=prices["weights"]["total"]),
        "no step": lambda: certificate["steps"].pop(),
        "another order": lambda: certificate["steps"].reverse(),
        "a smaller cover": lambda: cover["mentees"].clear() or cover["mentors"].clear(),
        "another proof": lambda: cover.update(proof="solver"),
        "an unknown proof": lambda: worst_off.update(proof="trust me"),
        "a missing price": lambda: prices["mentors"].popitem(),
        "a value": lambda: certificate["goals"][2].update(value=1.0),
        "a bound": lambda: certificate["goals"][2].update(bound=1000.0),
        "fewer decimals": lambda: certificate.update(decimals=1),
        "a price beyond all numbers": lambda: prices["mentors"].update(o00000=10**30),
    }
    changes[change]()
    return replace(solution, certificate=certificate)


@pytest.mark.parametrize(
    "change",
    [
        "a price",
        "a weight",
        "no step",
        "another order",
        "a smaller cover",
        "another proof",
        "an unknown proof",
        "a missing price",
        "a value",
        "a bound",
        "fewer decimals",
        "a price beyond all numbers",
    ],
)
def test_it_fails_when_anything_in_it_is_changed(change: str) -> None:
    problem = large_instance(30, 12, 3)
    solution = solve(problem)
    assert certificate_holds(problem, solution)

    assert not certificate_holds(problem, tampered(solution, change))


def test_it_fails_when_pairs_are_taken_out_added_or_exchanged() -> None:
    problem = large_instance(30, 12, 3)
    solution = solve(problem)
    (a, x), (b, y), *rest = solution.pairs

    for pairs in (solution.pairs[1:], (*solution.pairs, solution.pairs[0]), ((a, y), (b, x), *rest)):
        assert not certificate_holds(problem, replace(solution, pairs=tuple(sorted(pairs))))


def test_every_kind_of_proof_is_met_and_holds() -> None:
    met: set[str] = set()
    for seed in range(400):
        problem = small_instance(seeded(seed), people=4, several=seed % 10 == 0, side_rules=seed % 10 == 1)
        solution = solve(problem)
        if solution.status is Status.OPTIMAL:
            assert certificate_holds(problem, solution)
            met |= {step["proof"] for step in solution.certificate["steps"]}

    assert met == {"cover", "min_load", "lock", "no_pairs", "one_pair", "prices", "solver"}


def test_violations_say_in_words_what_is_wrong() -> None:
    problem = Problem(
        (Mentor("x", 1), Mentor("y", 2, min_load=1), Mentor("z", 1)),
        (Mentee("a"), Mentee("b"), Mentee("c")),
        np.zeros((3, 3)),
        forbidden=frozenset({("a", "x")}),
        locked=frozenset({("c", "z")}),
        together=frozenset({("a", "c")}),
        apart=frozenset({("a", "b")}),
    )

    assert violations(problem, [("a", "x"), ("b", "x"), ("b", "z")]) == [
        "a and x must not be paired",
        "c and z are locked but not paired",
        "b has 2 mentors and wants 1",
        "x has 2 mentees and 1 places",
        "y has 0 mentees and needs 1",
        "a and c belong together and have different mentors",
        "a and b must not have the same mentor",
    ]
    assert violations(problem, [("a", "nobody")]) == ["a and nobody are not both in this instance"]
    assert violations(problem, [("a", "y"), ("a", "y")])[0] == "a pair is made twice"


@pytest.mark.parametrize(
    ("fit", "quantum", "exact"),
    [
        ([[1.0, 2.0]], 1.0, True),
        ([[0.123456, 0.5]], 1e-6, True),
        ([[1e12, 2e12 + 1]], 1.0, True),
        ([[-250.25, 3.5]], 0.01, True),
        ([[1 / 3, 2 / 3]], 1e-9, False),
        ([[1e7 / 3, 2]], 0.01, False),
        ([[0.0, 0.0]], 1.0, True),
    ],
)
def test_fits_are_whole_numbers_of_a_quantum(fit: list[list[float]], quantum: float, exact: bool) -> None:
    problem = Problem((Mentor("x", 1), Mentor("y", 1)), (Mentee("a"),), np.array(fit))
    certificate: Mapping[str, Any] = solve(problem).certificate

    assert (certificate["quantum"], certificate["exact"]) == (quantum, exact)
    assert certificate_holds(problem, solve(problem))


def test_goals_that_need_too_large_numbers_are_refused() -> None:
    people, mentors = 4000, 4
    problem = Problem(
        tuple(Mentor(f"o{k}", people) for k in range(mentors)),
        tuple(Mentee(f"e{k:05}") for k in range(people)),
        np.random.default_rng(1).random((people, mentors)),
        goals=(Goal.TOTAL, Goal.MATCHED, *GOALS),
    )
    solution = solve(problem)

    assert (solution.status, solution.certificate["refused"]["code"]) == (Status.TOO_LARGE, "numbers")
