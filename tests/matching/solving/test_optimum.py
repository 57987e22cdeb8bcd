"""The best matching: compared with every other there is, and kept whatever order people come in."""

from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings

from mentorship_app.matching.solving.checking import certificate_holds, measure, violations
from mentorship_app.matching.solving.optimum import solve
from mentorship_app.matching.solving.problem import GOALS, Goal, Mentee, Mentor, Objective, Problem, Status
from tests.matching.solving.brute_force import best_value, value
from tests.matching.solving.instances import instances, large_instance, seeded, shuffled, small_instance


def assert_best(problem: Problem) -> None:
    best = best_value(problem)
    solution = solve(problem)

    if best is None:
        assert solution.status is Status.INFEASIBLE
        assert solution.pairs == ()
        return
    assert solution.status is Status.OPTIMAL
    assert violations(problem, solution.pairs) == []
    assert value(problem, solution.pairs) == best
    assert solution.objective == measure(problem, solution.pairs)
    assert certificate_holds(problem, solution)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_best_of_all_matchings_in_every_order_of_goals(part: int) -> None:
    for seed in range(part * 425, (part + 1) * 425):
        assert_best(small_instance(seeded(seed)))


@pytest.mark.parametrize("part", range(2))
def test_best_where_mentees_want_several_mentors(part: int) -> None:
    for seed in range(part * 75, (part + 1) * 75):
        assert_best(small_instance(seeded(seed), people=4, several=True))


@pytest.mark.parametrize("part", range(2))
def test_best_where_mentees_go_together_or_apart(part: int) -> None:
    for seed in range(part * 75, (part + 1) * 75):
        assert_best(small_instance(seeded(seed), people=4, side_rules=True))


@given(problem=instances())
@settings(max_examples=150, deadline=None)
def test_best_of_whatever_instance(problem: Problem) -> None:
    assert_best(problem)


@given(problem=instances())
@settings(max_examples=100, deadline=None)
def test_no_rule_is_ever_broken(problem: Problem) -> None:
    solution = solve(problem)
    if solution.status is Status.OPTIMAL:
        loads = {one.id: [mentor for _, mentor in solution.pairs].count(one.id) for one in problem.mentors}
        assert all(one.min_load <= loads[one.id] <= one.capacity for one in problem.mentors)
        assert not set(solution.pairs) & problem.forbidden
        assert problem.locked <= set(solution.pairs)
        assert len({mentee for mentee, _ in solution.pairs}) == len(solution.pairs)


@pytest.mark.parametrize("kind", ["one_each", "several", "side_rules"])
def test_same_pairs_whatever_order_people_come_in(kind: str) -> None:
    for seed in range(120 if kind == "one_each" else 25):
        random = seeded(seed)
        problem = small_instance(
            random, people=6 if kind == "one_each" else 4, side_rules=kind == "side_rules", several=kind == "several"
        )
        first, second = solve(problem), solve(shuffled(problem, random))

        assert (first.status, first.pairs, first.unmatched) == (second.status, second.pairs, second.unmatched)
        assert first.certificate == second.certificate


def test_a_mentor_for_more_mentees_comes_before_a_better_fit() -> None:
    problem = _one_each([[0.9, 0.2], [0.8, 0.0]], places=[1, 1])

    assert solve(problem).pairs == (("e0", "o1"), ("e1", "o0"))
    assert solve(problem).objective == Objective(matched=2, worst_off=0.2, total=1.0, even_load=2)


def test_the_worst_off_comes_before_the_total_and_after_it_where_asked() -> None:
    fit = [[1.0, 0.4], [0.5, 0.1]]

    usual = solve(_one_each(fit, places=[1, 1]))
    total_first = solve(_one_each(fit, places=[1, 1], goals=(Goal.MATCHED, Goal.TOTAL)))

    assert usual.objective == Objective(2, 0.4, 0.9, 2)
    assert total_first.objective == Objective(2, 0.1, 1.1, 2)


def test_even_loads_decide_between_equals() -> None:
    problem = _one_each([[0.5, 0.5]] * 4, places=[4, 4])

    assert solve(problem).objective == Objective(4, 0.5, 2.0, 8)


def test_fits_that_differ_in_the_sixth_decimal_are_told_apart() -> None:
    problem = _one_each([[0.700001, 0.7], [0.7, 0.7]], places=[1, 1])

    assert solve(problem).pairs == (("e0", "o0"), ("e1", "o1"))


@pytest.mark.parametrize(("mentees", "mentors"), [(0, 0), (0, 3), (3, 0)])
def test_nobody_on_a_side_gives_no_pairs(mentees: int, mentors: int) -> None:
    problem = _one_each(np.zeros((mentees, mentors)).tolist(), places=[1] * mentors)
    solution = solve(problem)

    assert (solution.status, solution.pairs) == (Status.OPTIMAL, ())
    assert solution.objective == Objective(0, None, 0.0, 0)
    assert [(one.mentee, one.reason) for one in solution.unmatched] == [(f"e{k}", "no_mentor") for k in range(mentees)]
    assert certificate_holds(problem, solution)


def test_nobody_allowed_gives_no_pairs_and_says_so_of_everybody() -> None:
    problem = _one_each(
        [[1.0, 1.0]] * 3, places=[2, 2], forbidden=[(f"e{j}", f"o{i}") for j in range(3) for i in (0, 1)]
    )
    solution = solve(problem)

    assert solution.pairs == ()
    assert {one.reason for one in solution.unmatched} == {"no_mentor"}
    assert certificate_holds(problem, solution)


def test_everybody_equal_is_solved_and_proved() -> None:
    problem = _one_each([[0.5] * 20] * 40, places=[2] * 20)
    solution = solve(problem)

    assert solution.objective == Objective(40, 0.5, 20.0, 80)
    assert certificate_holds(problem, solution)


def test_rankings_do_not_change_the_best_matching_but_who_would_rather_is_listed() -> None:
    fit = np.array([[0.9, 0.8], [0.7, 0.1]])
    problem = Problem(
        (Mentor("o0", 1, ranking=("e0", "e1")), Mentor("o1", 1, ranking=("e1", "e0"))),
        (Mentee("e0", ranking=("o0", "o1")), Mentee("e1", ranking=("o0", "o1"))),
        fit,
    )
    solution = solve(problem)

    assert solution.pairs == (("e0", "o1"), ("e1", "o0"))
    assert solution.blocking_pairs == (("e0", "o0"),)


def test_stable_mode_lets_nobody_want_to_leave() -> None:
    problem = _one_each([[0.9, 0.8], [0.7, 0.1], [0.3, 0.2]], places=[1, 1])
    solution = solve(problem, mode="stable")

    assert (solution.status, solution.pairs) == (Status.STABLE, (("e0", "o0"), ("e2", "o1")))
    assert solution.blocking_pairs == ()
    assert [(one.mentee, one.reason) for one in solution.unmatched] == [("e1", "chosen_over")]
    assert not certificate_holds(problem, solution)


def test_progress_is_told_from_the_first_stage_to_the_last() -> None:
    for mode in ("optimal", "stable"):
        told: list[tuple[int, int]] = []
        solve(large_instance(20, 10, 2), mode=mode, progress=lambda done, of: told.append((done, of)))  # noqa: B023  called at once

        assert told == sorted(told)
        assert told[-1] == (6, 6)


def test_an_unknown_way_of_solving_is_refused() -> None:
    with pytest.raises(ValueError, match="no way of solving"):
        solve(large_instance(2, 2, 1), mode="magic")


@pytest.mark.parametrize(
    ("fit", "forbidden", "said"),
    [
        ([[1.0]], [("e0", "x")], "x is nobody here"),
        ([[1.0, 2.0]], [], "not 1 mentees × 1 mentors"),
        ([[float("nan")]], [], "finite"),
    ],
)
def test_an_instance_that_makes_no_sense_is_refused(
    fit: list[list[float]], forbidden: list[tuple[str, str]], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        solve(_one_each(fit, places=[1], forbidden=forbidden))


def test_side_rules_on_too_many_pairs_are_refused_with_what_would_help() -> None:
    large = large_instance(260, 100, 1)
    first, *others = large.mentees
    problem = Problem(large.mentors, (Mentee(first.id, wants=2), *others), large.fit)
    solution = solve(problem)

    assert (solution.status, solution.pairs) == (Status.TOO_LARGE, ())
    refused = solution.certificate["refused"]
    assert (refused["code"], refused["values"]) == ("side_rules", {"pairs": 26_000, "most": 25_000})
    assert "would help" in refused["words"]


def test_side_rules_that_are_kept_anyway_cost_nothing() -> None:
    large = large_instance(300, 120, 3)
    free = solve(large)
    a, b = (next(pair for pair in free.pairs if pair[1] == mentor) for mentor in sorted({p[1] for p in free.pairs})[:2])
    apart = Problem(large.mentors, large.mentees, large.fit, apart=frozenset({(a[0], b[0])}))

    assert solve(apart).pairs == free.pairs
    assert certificate_holds(apart, solve(apart))


def test_two_thousand_mentees_are_solved_and_proved_in_a_moment() -> None:
    problem = large_instance(2000, 700, 3)

    start = perf_counter()
    solution = solve(problem)
    seconds = perf_counter() - start

    assert solution.objective is not None
    assert solution.objective.matched == 2000
    assert certificate_holds(problem, solution)
    # Under a second alone; a machine that does much else at once gets more.
    assert seconds < 10


def _one_each(
    fit: list[list[float]],
    *,
    places: list[int],
    forbidden: list[tuple[str, str]] | tuple[()] = (),
    goals: tuple[Goal, ...] = GOALS,
) -> Problem:
    return Problem(
        tuple(Mentor(f"o{k}", count) for k, count in enumerate(places)),
        tuple(Mentee(f"e{k}") for k in range(len(fit))),
        np.array(fit, dtype=np.float64),
        forbidden=frozenset(forbidden),
        goals=goals,
    )
