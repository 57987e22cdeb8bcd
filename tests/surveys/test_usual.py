"""What the waves of a year usually ask: short enough, the same core each time, nothing that needs a licence."""

import pytest

from mentorship_app.instruments import catalogue
from mentorship_app.surveys import WaveKind
from mentorship_app.surveys.questionnaire import SECONDS_A_RATING
from mentorship_app.surveys.usual import MOST_ITEMS, MOST_MINUTES, usual_measures

WAVES = [(kind, for_mentors) for for_mentors in (False, True) for kind in WaveKind]
NAMES = [f"{kind.value} of {'mentors' if for_mentors else 'mentees'}" for kind, for_mentors in WAVES]

waves = pytest.mark.parametrize(("kind", "for_mentors"), WAVES, ids=NAMES)


def items_of(kind: WaveKind, *, for_mentors: bool) -> int:
    return sum(len(catalogue.get(key).items) for key in usual_measures(kind, for_mentors))


@waves
def test_a_usual_wave_takes_few_minutes(kind: WaveKind, for_mentors: bool) -> None:
    items = items_of(kind, for_mentors=for_mentors)
    assert items <= MOST_ITEMS
    assert items * SECONDS_A_RATING <= MOST_MINUTES * 60


@waves
def test_a_usual_wave_can_be_asked_at_once_in_both_languages(kind: WaveKind, for_mentors: bool) -> None:
    for key in usual_measures(kind, for_mentors):
        instrument = catalogue.get(key)
        assert instrument.can_be_asked
        assert not instrument.licence.requires


def test_how_much_each_wave_asks() -> None:
    assert {name: items_of(kind, for_mentors=mentors) for name, (kind, mentors) in zip(NAMES, WAVES, strict=True)} == {
        "baseline of mentees": 34,
        "early of mentees": 32,
        "midpoint of mentees": 34,
        "endpoint of mentees": 32,
        "baseline of mentors": 16,
        "early of mentors": 23,
        "midpoint of mentors": 23,
        "endpoint of mentors": 29,
    }


@pytest.mark.parametrize(
    ("for_mentors", "core"), [(False, ("own_satisfaction", "own_burnout_short")), (True, ("own_mentor_skills",))]
)
def test_every_wave_begins_with_the_same_core(for_mentors: bool, core: tuple[str, ...]) -> None:
    asked = [usual_measures(kind, for_mentors) for kind in WaveKind]
    assert all(keys[: len(core)] == core for keys in asked)
    assert all(len(set(keys)) == len(keys) for keys in asked)


@pytest.mark.parametrize("for_mentors", [False, True], ids=["mentees", "mentors"])
def test_everything_beyond_the_core_is_asked_twice_so_that_change_shows(for_mentors: bool) -> None:
    asked = [key for kind in WaveKind for key in usual_measures(kind, for_mentors)]
    assert all(asked.count(key) >= 2 for key in asked)


@pytest.mark.parametrize("for_mentors", [False, True], ids=["mentees", "mentors"])
def test_nobody_is_asked_about_a_mentorship_that_has_not_begun(for_mentors: bool) -> None:
    before = usual_measures(WaveKind.BASELINE, for_mentors)
    assert not {"own_mentorship_mentee", "own_mentorship_mentor"} & set(before)


@pytest.mark.parametrize("for_mentors", [False, True], ids=["mentees", "mentors"])
def test_burden_is_asked_early_enough_to_act_and_again_at_the_end(for_mentors: bool) -> None:
    for kind in (WaveKind.EARLY, WaveKind.ENDPOINT):
        scales = {scale.key for key in usual_measures(kind, for_mentors) for scale in catalogue.get(key).scales}
        assert "burden" in scales
