"""Why two people are a proposed pair, and why two others are not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as examples

from mentorship_app.core.i18n import translations
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.decisions import Forbidden, State
from mentorship_app.matching.explaining import explain, points_of, told_to_mentee, told_to_mentor, why_not
from mentorship_app.matching.facts import Choice, Conflict, Facts, SideRule
from mentorship_app.matching.run_results import Result
from mentorship_app.matching.run_solving import answered, asked, result_for
from mentorship_app.matching.scoring import fit, shown, stored_reasons
from mentorship_app.matching.settings import Rules, Settings
from mentorship_app.mentoring.services import MUST_NOT_BE_PAIRED
from mentorship_app.questions.loading import questionnaire_from
from mentorship_app.questions.questionnaire import Questionnaire
from tests.matching.kinds_of_facts import BROOK, HALE, ITO, ROOK, any_facts, small

DEFAULT = Settings(rules=Rules(needs_meeting=False))


def solved(facts: Facts, state: State | None = None) -> tuple[State, Result]:
    """The state after taking over what the solver proposes, and the result."""
    question = asked(facts, DEFAULT, state or State())
    result = result_for(question, answered(question))
    return replace(state or State(), pairs=result.pairs), result


def words(phrases: tuple[Phrase, ...]) -> list[str]:
    assert all(_in_french(phrase) for phrase in phrases)
    return [phrase.in_("en") for phrase in phrases]


def _in_french(phrase: Phrase) -> bool:
    french = translations("fr")._catalog  # type: ignore[attr-defined]  # the only way to ask
    return phrase.message in french or (phrase.message, 0) in french


def test_points_add_up_to_the_fit_that_is_shown() -> None:
    facts = small()
    state, result = solved(facts)
    found = explain(facts, DEFAULT, state, result, "ito")
    assert found.mentor == HALE, state.pairs
    assert found.fit == shown(fit(facts, DEFAULT, ITO, HALE)) == sum(point.points for point in found.points)
    assert [point.criterion for point in found.points][:2] == ["topics", "ranking"]
    assert [point.criterion for point in found.points if point.matters_most] == ["topics"]
    assert found.choice is not None
    assert found.choice.in_("en") == "Their second choice"
    assert words(found.shown_to_mentee)[0] == "You both named: Research, Career choices"


@given(facts=any_facts())
@examples(max_examples=80, deadline=None)
def test_points_always_add_up(facts: Facts) -> None:
    for mentee in facts.mentees:
        for mentor in facts.mentors:
            points = points_of(facts, DEFAULT, mentee, mentor)
            assert sum(point.points for point in points) == shown(fit(facts, DEFAULT, mentee, mentor))
            assert all(0 <= point.points <= point.possible for point in points)


def test_the_next_best_says_what_it_would_cost() -> None:
    facts = small()
    state, result = solved(facts)
    assert state.mentor_of["ito"] == "hale"
    found = explain(facts, DEFAULT, state, result, "ito").next_best
    assert found is not None
    assert found.mentor == BROOK
    assert found.fit == shown(fit(facts, DEFAULT, ITO, BROOK))
    assert words(found.cost)


def test_somebody_without_a_mentor_is_told_why() -> None:
    facts = small(mentors=(replace(HALE, capacity=1),))
    state, result = solved(facts)
    without = next(one.id for one in facts.mentees if one.id not in state.mentor_of)
    found = explain(facts, DEFAULT, state, result, without)
    assert found.mentor is None
    assert found.points == ()
    assert len(found.nobody) == 1
    assert found.next_best is not None
    assert found.next_best.mentor.id == "hale"


def test_after_a_decision_by_hand_the_run_is_no_longer_what_stands() -> None:
    facts = small()
    state, result = solved(facts)
    moved = replace(state, pairs=(("ito", "brook"),))
    found = explain(facts, DEFAULT, moved, result, "ito")
    assert not found.is_of_run
    assert found.next_best is not None
    assert (found.next_best.mentor, found.next_best.was_proposed) == (HALE, True)
    apart = explain(facts, DEFAULT, replace(state, pairs=()), result, "ito")
    assert words(apart.nobody) == ["Somebody took the pair apart that the run proposed."]


def test_a_locked_pair_has_no_next_best() -> None:
    facts = small()
    state, result = solved(facts, State(locked=frozenset({("ito", "hale")})))
    assert explain(facts, DEFAULT, state, result, "ito").next_best is None


def reasons_against(facts: Facts, mentor: str, state: State | None = None, **more: object) -> list[str]:
    stands, result = solved(facts, state)
    return words(why_not(facts, DEFAULT, stands, result, "ito", mentor, **more))  # type: ignore[arg-type]


def test_of_the_proposed_pair_itself_there_is_nothing_to_refuse() -> None:
    assert reasons_against(small(), "hale") == ["These two are the proposed pair."]


def test_a_lower_fit_free_places_and_the_cost_are_told() -> None:
    facts = small(mentors=(replace(HALE, capacity=2), BROOK))
    said = reasons_against(facts, "brook")
    there, here = shown(fit(facts, DEFAULT, ITO, BROOK)), shown(fit(facts, DEFAULT, ITO, HALE))
    assert said[0] == f"The fit would be lower: {there} of 100, and {here} with Dr. Sunniva Hale."
    assert said[1] in {
        "Dr. Anselm Brook has 1 place left.",
        "Every place of Dr. Anselm Brook is taken: Caspian Rook (50).",
    }
    assert len(said) > 2


def test_a_full_mentor_is_named_with_who_is_there() -> None:
    facts = small(mentors=(HALE, BROOK))
    stands = State(pairs=(("ito", "hale"), ("rook", "brook")))
    said = words(why_not(facts, DEFAULT, stands, Result(pairs=stands.pairs), "ito", "brook"))
    assert "Every place of Dr. Anselm Brook is taken: Caspian Rook (50)." in said
    assert said[-1] == "What it would cost the others was not worked out for these two. Lock them and run again to see."


def test_places_of_pairs_that_stay_are_nobodys_to_have() -> None:
    facts = small(mentors=(HALE, BROOK), standing=(("rook", "brook"),))
    said = reasons_against(facts, "brook")
    assert said[-1] == (
        "Every place of Dr. Anselm Brook is taken by pairs that are locked or run already: Caspian Rook (50)."
    )
    state, result = solved(facts)
    assert explain(facts, DEFAULT, state, result, "ito").next_best is None


def test_readable_constraints_come_alone() -> None:
    facts = small(conflicts=(Conflict("ito", "brook", ("evaluator",), True),))
    assert reasons_against(facts, "brook") == ["Conflict of interest: evaluator"]


def test_a_forbidden_pair_names_who_forbade_it_and_why() -> None:
    state = State(forbidden=(Forbidden("ito", "brook", "They share an office", "Alba Quintero"),))
    assert reasons_against(small(), "brook", state) == ["Forbidden by Alba Quintero: They share an office"]


def test_a_lock_names_who_locked() -> None:
    state = State(locked=frozenset({("ito", "hale")}))
    said = reasons_against(small(), "brook", state)
    assert said[0] == "Wren Ito is locked with Dr. Sunniva Hale."
    assert not any("cost" in line for line in said)
    known = {("ito", "hale"): "Alba Quintero"}
    assert reasons_against(small(), "brook", state, locked_by=known)[0] == (
        "Alba Quintero locked Wren Ito with Dr. Sunniva Hale."
    )


def test_a_pair_that_runs_stands() -> None:
    facts = small(standing=(("ito", "hale"),))
    assert (
        reasons_against(facts, "brook")[0]
        == "Wren Ito and Dr. Sunniva Hale are a pair that runs already, and it stands."
    )


def test_a_rule_about_two_mentees_is_told() -> None:
    facts = small(mentors=(HALE, replace(BROOK, capacity=2)), side_rules=(SideRule("ito", "rook", together=False),))
    stands = State(pairs=(("ito", "hale"), ("rook", "brook")))
    said = words(why_not(facts, DEFAULT, stands, Result(pairs=stands.pairs), "ito", "brook"))
    assert any(line.startswith("By a rule of this cohort, Wren Ito and Caspian Rook never") for line in said)


def test_two_who_must_not_be_paired_get_one_sentence_and_nothing_else() -> None:
    open_to_all = small()
    assert len(reasons_against(open_to_all, "brook")) > 1
    for facts in (
        replace(open_to_all, apart_unsaid=(("ito", "brook"),)),
        replace(
            open_to_all,
            apart_unsaid=(("ito", "brook"),),
            conflicts=(Conflict("ito", "brook", ("evaluator",), True),),
        ),
    ):
        assert reasons_against(facts, "brook") == [MUST_NOT_BE_PAIRED]


def test_nothing_of_an_explanation_changes_with_what_is_private() -> None:
    """Whom somebody asked not to be matched with, and who people are: both are there, and both stay unsaid."""
    facts = small()
    told = replace(
        facts, apart_unsaid=(("rook", "brook"),), shared_identity=(("ito", "silent", 1.0), ("ito", "hale", 0.2))
    )
    stands, result = solved(facts)
    assert told.shared_with
    assert told.apart_unsaid
    for one in ("ito", "rook"):
        first, second = (explain(known, DEFAULT, stands, result, one) for known in (facts, told))
        assert replace(first, next_best=None) == replace(second, next_best=None)
    for mentor in ("hale", "brook", "silent"):
        assert why_not(facts, DEFAULT, stands, result, "ito", mentor) == why_not(
            told, DEFAULT, stands, result, "ito", mentor
        )


def form(**readers: str) -> Questionnaire:
    """A form whose questions are read by whom it says."""
    questions = [
        {"id": name, "type": "short_text", "text": {"en": name, "fr": name}, "readers": reader}
        for name, reader in readers.items()
    ]
    title = {"en": "Form", "fr": "Formulaire"}
    section = {"id": "all", "title": title, "questions": questions}
    return questionnaire_from({"key": "form", "version": 1, "minutes": 1, "title": title, "sections": [section]})


def test_reasons_are_told_by_who_may_read_the_answers() -> None:
    kept = stored_reasons(small(), DEFAULT, ITO, HALE)
    assert "topics" in {one["criterion"] for one in kept}

    to_mentee = told_to_mentee(kept, form(topics="staff", style="directory"))
    assert "You both named: Research, Career choices" not in words(to_mentee)
    assert "The same way of mentoring suits you both: Clear advice" in words(to_mentee)

    to_mentor = told_to_mentor(kept, form(topics="match", style="staff"))
    assert "You both named: Research, Career choices" in words(to_mentor)
    assert not {
        "The same way of mentoring suits you both: Clear advice",
        "This mentor is on your list of choices",
    } & set(words(told_to_mentor(kept, form(topics="staff", style="staff"))))


def test_at_most_three_reasons_are_told() -> None:
    kept = stored_reasons(small(), DEFAULT, ITO, HALE)
    assert len(kept) > 3
    assert len(told_to_mentee(kept, None)) == len(told_to_mentor(kept, None)) == 3


def test_a_reason_of_a_criterion_that_is_gone_or_private_is_not_told() -> None:
    odd = [Phrase("Compared for matching alone").as_json() | {"criterion": key} for key in ("identity", "gone")]
    assert told_to_mentee(odd, None) == told_to_mentor(odd, None) == ()


@pytest.mark.parametrize("mentee", [ITO, ROOK])
def test_who_chose_nobody_has_no_choice_number(mentee: object) -> None:
    facts = small(mentees=(ITO, ROOK))
    state, result = solved(facts)
    found = explain(facts, DEFAULT, state, result, mentee.id)  # type: ignore[attr-defined]
    assert (found.choice is None) == (mentee is ROOK)


def test_a_choice_outside_the_cohort_is_no_trouble() -> None:
    facts = small(mentees=(replace(ITO, choices=(Choice("gone", 1),)), ROOK))
    state, result = solved(facts)
    choice = explain(facts, DEFAULT, state, result, "ito").choice
    assert choice is not None
    assert choice.in_("en") == "Not among their choices"
