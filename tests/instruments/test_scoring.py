"""Scores and the reasons for there being none; whatever is answered, a score lies in its range or is not there."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_app.core.i18n import LOCALES
from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.definition import Method
from mentorship_app.instruments.scoring import Scored, ScoringError, checked, explained, score

KEYS = sorted(path.stem for path in catalogue.LIBRARY.glob("*.yaml"))


@st.composite
def answered(draw: st.DrawFn) -> tuple[Instrument, dict[str, int | None]]:
    instrument = catalogue.get(draw(st.sampled_from(KEYS)))
    answers = {
        item.id: draw(st.one_of(st.none(), st.sampled_from(instrument.responses_to(item.id).codes)))
        for item in instrument.items
    }
    return instrument, answers


@settings(deadline=None, max_examples=300)
@given(answered())
def test_every_score_is_in_its_range_or_has_a_reason(case: tuple[Instrument, dict[str, int | None]]) -> None:
    instrument, answers = case
    outcome = explained(instrument, answers)
    assert list(outcome) == [scale.key for scale in instrument.scales]
    assert score(instrument, answers) == {key: scored.value for key, scored in outcome.items()}
    for scale in instrument.scales:
        scored = outcome[scale.key]
        if scored.value is None:
            assert scored.reason is not None
            assert all(scored.reason.in_(locale) for locale in LOCALES)
        else:
            assert scored.reason is None
            assert scale.low - 1e-9 <= scored.value <= scale.high + 1e-9


@settings(deadline=None, max_examples=150)
@given(answered())
def test_the_best_answer_to_one_more_item_never_makes_a_score_worse(
    case: tuple[Instrument, dict[str, int | None]],
) -> None:
    instrument, answers = case
    before = score(instrument, answers)
    for scale in instrument.scales:
        known = before[scale.key]
        if scale.method is Method.WEIGHTED or known is None:
            continue
        for item_id in scale.items:
            responses = instrument.responses_to(item_id)
            is_turned = instrument.item(item_id).reverse is not None
            top = responses.low if is_turned else responses.high
            after = score(instrument, answers | {item_id: top})[scale.key]
            assert after is not None
            assert after >= known - 1e-9


def test_the_reason_counts_in_both_languages() -> None:
    scored = explained(catalogue.get("cbi"), {"cbi_pb1": 75, "cbi_pb5": 25})["personal"]
    assert scored.value is None
    assert scored.reason is not None
    assert scored.reason.in_("en") == "2 of 6 answered, at least 3 needed"
    assert scored.reason.in_("fr") == "réponses données\u00a0: 2 sur 6 (minimum\u00a0: 3)"


def test_no_weight_is_a_reason_and_never_a_division() -> None:
    outcome = explained(catalogue.get("memeq"), {"memeq_w1": 0, "memeq_s1": 4, "memeq_w2": 0, "memeq_s2": 5})
    scored = outcome["weighted_satisfaction"]
    assert scored.value is None
    assert scored.reason is not None
    assert (scored.reason.in_("en"), scored.reason.in_("fr")) == ("no weight above 0", "aucun poids supérieur à 0")


def test_weights_count_where_both_sides_are_answered() -> None:
    memeq = catalogue.get("memeq")
    weights, ratings = (50, 30, 20), (4, 2, 5)
    answers: dict[str, int | None] = {f"memeq_w{n}": weight for n, weight in enumerate(weights, start=1)}
    answers |= {f"memeq_s{n}": rating for n, rating in enumerate(ratings, start=1)}
    assert explained(memeq, answers)["weighted_satisfaction"] == Scored(3.6)
    answers["memeq_s2"] = None
    assert score(memeq, answers)["weighted_satisfaction"] == pytest.approx((50 * 4 + 20 * 5) / 70)


def test_not_applicable_is_an_answer_that_counts_as_none() -> None:
    mes = catalogue.get("mes")
    code = mes.responses_to("mes_1").not_applicable
    assert code is not None
    answers: dict[str, int | None] = {item.id: 5 for item in mes.items} | {"mes_1": code}
    assert checked(mes, answers)["mes_1"] == code
    assert list(score(mes, answers).values()) == [60]


def test_the_energy_item_of_the_cbi_is_turned_round_and_no_other_is() -> None:
    assert [item.id for item in catalogue.get("cbi").items if item.reverse is not None] == ["cbi_wb_energy"]


def test_burnout_of_the_pfi_is_the_mean_of_ten_items_not_of_two_means() -> None:
    pfi = catalogue.get("pfi")
    answers: dict[str, int | None] = dict.fromkeys((f"pfi_{n}" for n in range(7, 11)), 2)
    answers |= dict.fromkeys((f"pfi_{n}" for n in range(11, 16)), 1) | {"pfi_16": 0}
    scores = score(pfi, answers)
    assert scores["burnout"] == 1.3
    assert scores["exhaustion"] is not None
    assert scores["disengagement"] is not None
    assert (scores["exhaustion"] + scores["disengagement"]) / 2 == pytest.approx(1.4166667)


@pytest.mark.parametrize("answers", [{"who_5_1": 6}, {"who_5_1": "5"}, {"who_5_1": True}, {"cbi_pb1": 50}])
def test_what_is_not_offered_is_never_scored(answers: Any) -> None:
    with pytest.raises(ScoringError):
        explained(catalogue.get("who_5"), answers)
