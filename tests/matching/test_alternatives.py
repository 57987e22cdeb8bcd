"""What another pair would cost the others."""

import json
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import settings as examples

from mentorship_app.matching import alternatives as tried
from mentorship_app.matching.alternatives import Alternative, alternatives, alternatives_of
from mentorship_app.matching.decisions import State
from mentorship_app.matching.enums import Mode
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair, SideRule
from mentorship_app.matching.posing import pose
from mentorship_app.matching.scoring import fit
from mentorship_app.matching.settings import Settings
from mentorship_app.matching.solving.optimum import solve
from mentorship_app.mentoring import PairingKind
from tests.matching.kinds_of_facts import any_facts

DEFAULT = Settings()
ONLY_TOPICS = Settings({"topics": 10, "load": 0})


def three() -> Facts:
    """Three mentees who want one topic, two, three; three mentors with one place each who offer as many."""
    codes = ("career", "research", "teaching")
    mentors = tuple(MentorFacts(f"m{n}", f"Mentor {n}", 1, said={"topics": codes[:n]}) for n in (1, 2, 3))
    mentees = tuple(MenteeFacts(f"e{n}", f"Mentee {n}", has_intake=True, said={"topics": codes[:n]}) for n in (1, 2, 3))
    return Facts(PairingKind.PRIMARY, mentors, mentees)


def found_for(facts: Facts, settings: Settings = ONLY_TOPICS, state: State | None = None) -> dict[str, object]:
    problem = pose(facts, settings, state or State())
    return alternatives(problem, facts, settings, solve(problem))


def of(facts: Facts, mentee: str, **asked: State) -> tuple[Alternative, ...]:
    return alternatives_of(json.loads(json.dumps(found_for(facts, **asked))), mentee)


def best_with(facts: Facts, fixed: Pair) -> tuple[int, float, float]:
    """By trying everything: matched, smallest fit, sum of fits over all pairs with ``fixed`` among them."""
    free = [one.id for one in facts.mentees]
    best = (-1, 0.0, 0.0)
    for given_to in product([None, *(one.id for one in facts.mentors)], repeat=len(free)):
        pairs = [(mentee, mentor) for mentee, mentor in zip(free, given_to, strict=True) if mentor]
        taken = [mentor for _mentee, mentor in pairs]
        if fixed not in pairs or any(taken.count(one.id) > one.capacity for one in facts.mentors):
            continue
        fits = [round(fit(facts, ONLY_TOPICS, facts.mentee[one], facts.mentor[other]), 6) for one, other in pairs]
        best = max(best, (len(pairs), min(fits), round(sum(fits), 6)))
    return best


def test_others_are_told_who_moves_and_what_their_fits_become() -> None:
    facts = three()
    assert solve(pose(facts, ONLY_TOPICS, State())).pairs == (("e1", "m1"), ("e2", "m2"), ("e3", "m3"))

    with_second, with_first = of(facts, "e3")
    assert with_second == Alternative(
        mentor="m2",
        fit=pytest.approx(2 / 3, abs=1e-6),
        worst=(1.0, 1.0),
        mean=(1.0, 1.0),
        moved=1,
        moves=(("e2", "m2", "m3"),),
    )
    assert (with_first.mentor, with_first.lost, with_first.mean) == ("m1", 0, (1.0, 1.0))


def test_each_is_the_best_that_is_left_for_all() -> None:
    facts = three()
    for mentee in facts.mentees:
        for found in of(facts, mentee.id):
            matched, _worst, total = best_with(facts, (mentee.id, found.mentor))
            others = 0 if found.mean[1] is None else found.mean[1] * (matched - 1)
            assert found.lost == 3 - matched
            assert others + found.fit == pytest.approx(total, abs=1e-4)


def test_somebody_without_a_mentor_may_cost_another_theirs() -> None:
    facts = three()
    facts = replace(facts, mentors=facts.mentors[1:])
    nobody = next(one.id for one in facts.mentees if one.id not in dict(solve(pose(facts, ONLY_TOPICS, State())).pairs))
    found = of(facts, nobody)
    assert {one.mentor for one in found} == {"m2", "m3"}
    assert [one.lost for one in found] == [1, 1]


def test_a_locked_mentee_has_no_alternative_and_a_lock_is_never_broken() -> None:
    facts = three()
    locked = State(locked=frozenset({("e2", "m2")}))
    assert of(facts, "e2", state=locked) == ()
    assert {one.mentor for one in of(facts, "e3", state=locked)} == {"m1"}


def test_two_who_must_not_be_paired_are_in_none_of_it() -> None:
    facts = three()
    assert "m2" in {one.mentor for one in of(facts, "e3")}
    apart = replace(facts, apart_unsaid=(("e3", "m2"),))
    assert "m2" not in {one.mentor for one in of(apart, "e3")}
    assert ["e3", "m2"] not in [[who, then] for one in of(apart, "e2") for who, _now, then in one.moves]


@given(facts=any_facts())
@examples(max_examples=30, deadline=None)
def test_its_numbers_do_not_move_with_who_people_are_unless_the_pairs_do(facts: Facts) -> None:
    """The true problem is solved; what is told of a solution is what staff may read of its pairs."""
    problem = pose(facts, DEFAULT, State())
    solution = solve(problem)
    for mentee, stored in alternatives(problem, facts, DEFAULT, solution)["of"].items():
        for found in alternatives_of({"of": {mentee: stored}}, mentee):
            assert found.fit == round(fit(facts, DEFAULT, facts.mentee[mentee], facts.mentor[found.mentor]), 6)
            others = [
                fit(facts, DEFAULT, facts.mentee[one], facts.mentor[other])
                for one, other in solution.pairs
                if one != mentee
            ]
            assert found.worst[0] == (round(min(others), 6) if others else None)


@pytest.mark.parametrize(("work", "each"), [(10**9, None), (80, 2), (60, 2), (30, 1), (10, 0)])
def test_large_cohorts_try_the_best_few_or_none(monkeypatch: pytest.MonkeyPatch, work: int, each: int | None) -> None:
    monkeypatch.setattr(tried, "MOST_WORK", work)
    found = found_for(three())
    assert found["each"] == each
    sizes = {len(alternatives_of(found, mentee)) for mentee in ("e1", "e2", "e3")}
    assert sizes == {2 if each is None else each}


def test_rules_about_two_mentees_leave_less_time(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = three()
    ruled = replace(facts, side_rules=(SideRule("e1", "e2", together=False),))
    monkeypatch.setattr(tried, "MOST_WORK", 81 * tried.SIDE_RULES - 1)
    assert (found_for(facts)["each"], found_for(ruled)["each"]) == (None, 2)


@pytest.mark.parametrize("mode", list(Mode))
def test_pairs_that_nobody_would_rather_trade_are_tried_in_their_own_way(mode: Mode) -> None:
    facts = three()
    found = found_for(facts, replace(ONLY_TOPICS, mode=mode))
    assert [one.mentor for one in alternatives_of(found, "e3")] == ["m2", "m1"]


def test_nobody_on_one_side_gives_nothing() -> None:
    assert found_for(replace(three(), mentors=()))["of"] == {}
    assert alternatives_of({}, "e1") == ()
