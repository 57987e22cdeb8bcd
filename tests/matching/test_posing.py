"""From facts, rules and decisions to the problem that is solved."""

from dataclasses import replace

from mentorship_app.matching.decisions import Excepted, Forbidden, State
from mentorship_app.matching.enums import Mode
from mentorship_app.matching.facts import Choice, Conflict, Facts, MenteeFacts, MentorFacts, SideRule
from mentorship_app.matching.posing import pose
from mentorship_app.matching.settings import Rules, Settings
from mentorship_app.mentoring import PairingKind

FACTS = Facts(
    PairingKind.PRIMARY,
    mentors=(MentorFacts("a", "Dr. A", 2), MentorFacts("b", "Dr. B", 1), MentorFacts("c", "Dr. C", 1)),
    mentees=(MenteeFacts("x", "X"), MenteeFacts("y", "Y"), MenteeFacts("z", "Z")),
)
SETTINGS = Settings()


def test_a_bare_cohort_is_people_places_and_fits() -> None:
    problem = pose(FACTS, SETTINGS, State())
    assert [(one.id, one.capacity, one.min_load, one.ranking) for one in problem.mentors] == [
        ("a", 2, 0, None),
        ("b", 1, 0, None),
        ("c", 1, 0, None),
    ]
    assert [(one.id, one.wants, one.ranking) for one in problem.mentees] == [
        ("x", 1, None),
        ("y", 1, None),
        ("z", 1, None),
    ]
    assert problem.fit.shape == (3, 3)
    assert (problem.fit == problem.fit.round(6)).all()
    assert (problem.forbidden, problem.locked, problem.together, problem.apart) == (frozenset(),) * 4


def test_pairs_that_run_are_locked_unless_released() -> None:
    facts = replace(FACTS, standing=(("x", "a"), ("y", "b")), apart_unsaid=(("x", "a"),))
    assert pose(facts, SETTINGS, State()).locked == {("x", "a"), ("y", "b")}
    assert pose(facts, SETTINGS, State()).forbidden == frozenset(), "what stands is not forbidden as well"
    released = pose(facts, SETTINGS, State(released=frozenset({"x"})))
    assert released.locked == {("y", "b")}
    assert released.forbidden == {("x", "a")}


def test_decisions_by_hand_lock_and_forbid() -> None:
    state = State(
        locked=frozenset({("x", "a"), ("gone", "a"), ("y", "gone")}),
        forbidden=(Forbidden("z", "b", "Not now.", "M. Ondine"), Forbidden("z", "gone", "Not now.", "M. Ondine")),
    )
    problem = pose(FACTS, SETTINGS, state)
    assert problem.locked == {("x", "a")}
    assert problem.forbidden == {("z", "b")}


def test_a_lock_does_not_hold_against_what_became_impossible_or_beside_a_pair_that_runs() -> None:
    state = State(locked=frozenset({("x", "a"), ("y", "b")}))
    facts = replace(FACTS, apart_unsaid=(("x", "a"),), standing=(("y", "c"),))
    problem = pose(facts, SETTINGS, state)
    assert problem.locked == {("y", "c")}
    assert ("x", "a") in problem.forbidden


def test_exceptions_open_what_they_name() -> None:
    facts = replace(FACTS, conflicts=(Conflict("x", "a", ("evaluator",), allows_exception=True),))
    assert pose(facts, SETTINGS, State()).forbidden == {("x", "a")}
    opened = Excepted("x", "a", ("conflict_of_interest",), "Both asked.", "M. Ondine", "2026-09-10")
    assert pose(facts, SETTINGS, State(excepted=(opened,))).forbidden == frozenset()


def test_caps_limit_places_but_nobody_who_stays() -> None:
    facts = replace(FACTS, standing=(("x", "a"), ("y", "a")))

    def places(cap: int, state: State | None = None) -> list[int]:
        settings = Settings(rules=Rules(caps={PairingKind.PRIMARY: cap}))
        return [one.capacity for one in pose(facts, settings, state or State()).mentors]

    assert places(5) == [2, 1, 1]
    assert places(1) == [2, 1, 1]
    assert places(1, State(released=frozenset({"x"}))) == [1, 1, 1]
    assert places(0) == [2, 0, 0]


def test_side_rules_are_passed_on() -> None:
    facts = replace(FACTS, side_rules=(SideRule("x", "y", True), SideRule("x", "z", False)))
    problem = pose(facts, SETTINGS, State())
    assert (problem.together, problem.apart) == ({("x", "y")}, {("x", "z")})


def test_orders_are_given_for_a_stable_matching_and_hold_everybody_possible() -> None:
    facts = replace(
        FACTS,
        mentees=(
            MenteeFacts("x", "X", choices=(Choice("b", 1), Choice("c", 2))),
            MenteeFacts("y", "Y"),
            MenteeFacts("z", "Z"),
        ),
        mentors=(replace(FACTS.mentors[0], ranking=("z", "y")), *FACTS.mentors[1:]),
        apart_unsaid=(("x", "b"), ("y", "a")),
    )
    assert {one.ranking for one in (*pose(facts, SETTINGS, State()).mentees,)} == {None}
    problem = pose(facts, Settings(mode=Mode.STABLE), State())
    assert [one.ranking for one in problem.mentees] == [("c", "a"), None, None]
    assert [one.ranking for one in problem.mentors] == [("z", "x"), None, None]
