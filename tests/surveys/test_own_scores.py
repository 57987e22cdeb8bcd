"""A person's own scores for whatever instrument is asked: in words where words are right, and help where it is due."""

from pathlib import Path

import pytest

from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.definition import Direction
from mentorship_app.instruments.schema import load_instrument
from mentorship_app.surveys.own import own_scores
from tests.factories.instruments import library_with_lantern


@pytest.fixture
def lantern(tmp_path: Path) -> Instrument:
    """An invented instrument with a reversed item, a code for not applicable and a typed number."""
    path = library_with_lantern(tmp_path) / "lantern.yaml"
    return load_instrument(path, {})


def hard(key: str, **answers: int) -> list[bool]:
    return [score.is_hard for score in own_scores(catalogue.get(key), answers)]


def test_not_applicable_counts_as_not_answered(lantern: Instrument) -> None:
    values = {score.name.en: score.value for score in own_scores(lantern, {"lantern_3": 9, "lantern_4": 12})}
    assert values == {"Glow": None, "Pace": None, "Hours": 12}


def test_an_instrument_without_wording_still_has_its_scores(lantern: Instrument) -> None:
    assert [score.nearest for score in own_scores(lantern, {"lantern_1": 2})] == [None, None, None]


@pytest.mark.parametrize("instrument", catalogue.instruments(), ids=lambda one: one.key)
def test_every_instrument_of_the_library_can_be_shown_to_its_person(instrument: Instrument) -> None:
    lowest = {item.id: instrument.responses_to(item.id).low for item in instrument.items}
    highest = {item.id: instrument.responses_to(item.id).high for item in instrument.items}
    told = sum(scale.better is not Direction.NEITHER for scale in instrument.scales)
    for answers in ({}, lowest, highest):
        scores = own_scores(instrument, answers)
        assert len(scores) == told
        assert all(score.value is None or score.low <= score.value <= score.high for score in scores)
        assert answers or not any(score.is_hard for score in scores)


def test_help_comes_from_a_published_limit_on_even_below_the_upper_third() -> None:
    first, second = (item.id for item in catalogue.get("phq_2").items)
    assert hard("phq_2", **{first: 1, second: 0}) == [False]
    assert hard("phq_2", **{first: 1, second: 2}) == [True]


def test_a_limit_that_names_something_welcome_is_no_reason_for_help() -> None:
    fulfillment = catalogue.get("pfi").scale("fulfillment")
    best = {item: catalogue.get("pfi").responses_to(item).high for item in fulfillment.items}
    assert hard("pfi", **best)[0] is False
