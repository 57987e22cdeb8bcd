"""How well two people fit, in numbers and in words."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples

from mentorship_app.matching.criteria import criteria, readable
from mentorship_app.matching.facts import Facts, MenteeFacts
from mentorship_app.matching.scoring import (
    fit,
    fit_matrix,
    parts,
    plain_reasons,
    readable_fit_matrix,
    reasons,
    shown,
    stored_reasons,
)
from mentorship_app.matching.settings import Settings
from tests.matching.kinds_of_facts import BROOK, HALE, ITO, ROOK, any_facts, small

DEFAULT = Settings()
ONLY_TOPICS_AND_SITE = Settings(
    {criterion.key: {"topics": 3, "site": 1}.get(criterion.key, 0) for criterion in readable()}
)


def test_fit_is_the_weighed_mean_of_what_the_mentee_wishes() -> None:
    facts = small()
    plain = replace(ITO, matters_most="")
    assert fit(facts, ONLY_TOPICS_AND_SITE, plain, HALE) == pytest.approx((3 * 2 / 3 + 1) / 4)
    assert fit(facts, ONLY_TOPICS_AND_SITE, replace(plain, site=""), HALE) == pytest.approx(2 / 3)


def test_what_matters_most_counts_double() -> None:
    assert fit(small(), ONLY_TOPICS_AND_SITE, ITO, HALE) == pytest.approx((6 * 2 / 3 + 1) / 7)
    assert fit(small(), ONLY_TOPICS_AND_SITE, replace(ITO, matters_most="site"), HALE) == pytest.approx(4 / 5)


def test_everybody_is_the_same_to_who_wishes_nothing() -> None:
    facts = small()
    assert {fit(facts, ONLY_TOPICS_AND_SITE, ROOK, mentor) for mentor in facts.mentors} == {0.5}
    assert readable_fit_matrix(facts, ONLY_TOPICS_AND_SITE)[1].tolist() == [0.5] * 3


def test_a_weight_beyond_the_ends_counts_as_the_end() -> None:
    wild = Settings({**ONLY_TOPICS_AND_SITE.weights, "topics": 99, "site": -3})
    tame = Settings({**ONLY_TOPICS_AND_SITE.weights, "topics": 10, "site": 0})
    assert fit(small(), wild, ITO, HALE) == fit(small(), tame, ITO, HALE)


@given(facts=any_facts())
@examples(max_examples=100, deadline=None)
def test_the_table_equals_each_fit(facts: Facts) -> None:
    for weights in (DEFAULT, ONLY_TOPICS_AND_SITE):
        each = [[fit(facts, weights, mentee, mentor) for mentor in facts.mentors] for mentee in facts.mentees]
        table = readable_fit_matrix(facts, weights)
        np.testing.assert_array_equal(table, np.array(each).reshape(len(facts.mentees), len(facts.mentors)))
        assert np.all((table >= 0) & (table <= 1))


def test_the_table_is_the_same_however_many_rows_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = small(shared_identity=(("rook", "hale", 0.25),))
    at_once = fit_matrix(facts, DEFAULT)
    monkeypatch.setattr("mentorship_app.matching.scoring.CELLS_AT_ONCE", 1)
    np.testing.assert_array_equal(fit_matrix(facts, DEFAULT), at_once)


def test_who_people_are_counts_for_the_solver_with_a_tenth_of_the_rest() -> None:
    told = small(shared_identity=(("ito", "hale", 1.0), ("ito", "brook", 0.0)))
    true, readable_table = fit_matrix(told, DEFAULT), readable_fit_matrix(told, DEFAULT)

    expected = (readable_table[0] + 0.1 * np.array([1.0, 0.0, 0.5])) / 1.1
    np.testing.assert_allclose(true[0], expected)
    np.testing.assert_array_equal(true[1], readable_table[1])


@given(facts=any_facts())
@examples(max_examples=50, deadline=None)
def test_nothing_that_staff_read_changes_with_who_people_are(facts: Facts) -> None:
    untold = replace(facts, shared_identity=(), apart_unsaid=())
    np.testing.assert_array_equal(readable_fit_matrix(facts, DEFAULT), readable_fit_matrix(untold, DEFAULT))
    for mentee in facts.mentees:
        for mentor in facts.mentors:
            assert parts(facts, DEFAULT, mentee, mentor) == parts(untold, DEFAULT, mentee, mentor)
            assert stored_reasons(facts, DEFAULT, mentee, mentor) == stored_reasons(untold, DEFAULT, mentee, mentor)
            assert "identity" not in {reason.criterion for reason in reasons(facts, DEFAULT, mentee, mentor)}


def test_no_slider_moves_what_is_private() -> None:
    told = small(shared_identity=(("ito", "hale", 1.0),))
    np.testing.assert_array_equal(fit_matrix(told, DEFAULT), fit_matrix(told, Settings({"identity": 10})))


@given(facts=any_facts())
@examples(max_examples=100, deadline=None)
def test_parts_add_up_to_the_fit(facts: Facts) -> None:
    for mentee in facts.mentees:
        for mentor in facts.mentors:
            made = parts(facts, DEFAULT, mentee, mentor)
            assert sum(part.share for part in made) == pytest.approx(fit(facts, DEFAULT, mentee, mentor))
            assert sum(part.possible for part in made) == pytest.approx(1)
            assert [part.share for part in made] == sorted((part.share for part in made), reverse=True)


def test_a_criterion_without_weight_is_no_part() -> None:
    assert {part.reason.criterion for part in parts(small(), ONLY_TOPICS_AND_SITE, ITO, HALE)} == {"topics", "site"}


def test_at_most_three_plain_reasons_the_strongest_first() -> None:
    told = [phrase.in_("en") for phrase in plain_reasons(small(), DEFAULT, ITO, HALE)]
    assert told == [
        "You both named: Research, Career choices",
        "This mentor is on your list of choices",
        "The same way of mentoring suits you both: Clear advice",
    ]
    assert plain_reasons(small(), DEFAULT, ROOK, BROOK) == ()


def test_reasons_to_keep_name_their_criterion() -> None:
    kept = stored_reasons(small(), DEFAULT, ITO, HALE)
    assert kept[1] == {"message": "This mentor is on your list of choices", "values": {}, "criterion": "ranking"}
    assert {one["criterion"] for one in kept} <= set(criteria)


@pytest.mark.parametrize(("value", "expected"), [(0.0, 0), (0.005, 1), (0.784, 78), (0.785, 79), (1.0, 100)])
def test_fits_are_shown_as_whole_numbers(value: float, expected: int) -> None:
    assert shown(value) == expected


@pytest.mark.parametrize("missing", ["mentors", "mentees"])
def test_nobody_on_one_side_gives_an_empty_table(missing: str) -> None:
    facts = small(**{missing: ()})
    assert fit_matrix(facts, DEFAULT).shape == (len(facts.mentees), len(facts.mentors))


def test_somebody_who_only_sent_an_intake_is_scored() -> None:
    facts = small(mentees=(MenteeFacts("one", "One", has_intake=True, said={"topics": ("research",)}),))
    assert fit(facts, ONLY_TOPICS_AND_SITE, facts.mentees[0], HALE) == 1.0
