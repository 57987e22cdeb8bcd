"""What other weights or rules would do to the pairs that are proposed."""

from dataclasses import replace

import pytest

from mentorship_app.matching.decisions import Excepted, State
from mentorship_app.matching.effects import Effect, effect_of
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts
from mentorship_app.matching.settings import Rules, Settings
from mentorship_app.mentoring import PairingKind

WEIGHTS = dict.fromkeys(("ranking", "career", "mentors_choice", "languages", "style", "schedule", "research"), 0)
WEIGHTS |= dict.fromkeys(("modality", "goals", "frequency", "site", "past", "load", "topics"), 0)
BEFORE = Settings(weights=WEIGHTS | {"topics": 5, "style": 5})
FACTS = Facts(
    PairingKind.PRIMARY,
    mentors=(
        MentorFacts("a", "Dr. A", 2, said={"topics": ("career",), "style": ("advice",), "languages": ("french",)}),
        MentorFacts(
            "b", "Dr. B", 1, said={"topics": ("teaching",), "style": ("questions",), "languages": ("english",)}
        ),
    ),
    mentees=(
        MenteeFacts("x", "X", said={"topics": ("career",), "style": ("questions",), "languages": ("english",)}),
        MenteeFacts("y", "Y", said={"topics": ("career",), "style": ("advice",), "languages": ("french",)}),
        MenteeFacts("z", "Z", said={"topics": ("career",), "style": ("questions",), "languages": ("english",)}),
    ),
)
STATE = State(pairs=(("x", "a"), ("y", "a"), ("z", "b")))
FREE = Rules(needs_language=False)


def test_weights_move_the_fits_of_the_pairs_that_are_there() -> None:
    found = effect_of(FACTS, STATE, BEFORE, replace(BEFORE, weights=BEFORE.weights | {"topics": 10, "style": 0}))
    assert found is not None
    assert (found.pairs, found.better, found.worse) == (3, 1, 1)
    assert (found.mean_before, found.worst_before) == (pytest.approx((0.5 + 1 + 0.5) / 3), 0.5)
    assert (found.mean_after, found.worst_after) == (pytest.approx(2 / 3), 0.0)


def test_the_same_settings_change_nothing() -> None:
    found = effect_of(FACTS, STATE, BEFORE, BEFORE)
    assert found is not None
    assert (found.better, found.worse, found.impossible, found.crowded) == (0, 0, (), ())


def test_rules_tell_which_pairs_they_would_newly_forbid() -> None:
    before, after = replace(BEFORE, rules=FREE), replace(BEFORE, rules=Rules())

    def impossible(facts: Facts, state: State) -> tuple[tuple[str, str], ...]:
        found = effect_of(facts, state, before, after)
        assert isinstance(found, Effect)
        return found.impossible

    assert impossible(FACTS, STATE) == (("x", "a"),)
    assert impossible(replace(FACTS, standing=(("x", "a"),)), STATE) == (), "what runs goes on"
    excepted = Excepted("x", "a", ("language",), "Both asked.", "M. Ondine", "2026-09-10")
    assert impossible(FACTS, replace(STATE, excepted=(excepted,))) == ()


def test_what_is_private_never_moves_a_number() -> None:
    private = replace(FACTS, apart_unsaid=(("x", "a"),), shared_identity=(("x", "a", 0.0), ("y", "a", 1.0)))
    after = replace(BEFORE, weights=BEFORE.weights | {"topics": 10}, rules=Rules(min_overlap=1))
    assert effect_of(private, STATE, BEFORE, after) == effect_of(FACTS, STATE, BEFORE, after)


def test_caps_tell_who_would_have_too_many() -> None:
    found = effect_of(FACTS, STATE, BEFORE, replace(BEFORE, rules=Rules(caps={PairingKind.PRIMARY: 1})))
    assert found is not None
    assert found.crowded == ("a",)


def test_without_pairs_there_is_no_effect_and_who_left_is_passed_over() -> None:
    assert effect_of(FACTS, State(), BEFORE, BEFORE) is None
    assert effect_of(FACTS, State(pairs=(("gone", "a"), ("x", "gone"))), BEFORE, BEFORE) is None
