"""No band is ever stamped that holds fewer than seven people of the roster, nor one that subtraction would find."""

from collections import Counter
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from mentorship_app.programs import Enrollment, TrainingLevel
from mentorship_app.surveys.strata import SMALLEST_BAND, training_bands


def roster(*sizes: int, without: int = 0) -> list[Enrollment]:
    people: list[Enrollment] = []
    for position, size in enumerate(sizes, start=1):
        level = TrainingLevel(
            id=uuid4(), position=position, code=f"PGY-{position}", name_en=f"PGY-{position}", name_fr=f"R{position}"
        )
        people += [Enrollment(id=uuid4(), training_level=level) for _ in range(size)]
    return people + [Enrollment(id=uuid4(), training_level=None) for _ in range(without)]


def sizes_by_band(people: list[Enrollment]) -> dict[str, int]:
    return dict(Counter(training_bands(people).band_of.values()))


def test_levels_large_enough_stand_alone() -> None:
    assert sizes_by_band(roster(8, 7, 9)) == {"PGY-1": 8, "PGY-2": 7, "PGY-3": 9}


def test_small_levels_join_their_neighbours() -> None:
    assert sizes_by_band(roster(3, 5, 9, 2)) == {"PGY-1+PGY-2": 8, "PGY-3+PGY-4": 11}
    names = [(band.name_en, band.name_fr) for band in training_bands(roster(3, 5, 9, 2)).bands]
    assert names == [("PGY-1 to PGY-2", "R1 à R2"), ("PGY-3 to PGY-4", "R3 à R4")]


def test_a_small_program_has_no_strata() -> None:
    assert sizes_by_band(roster(3, 3, 2)) == {}
    assert sizes_by_band(roster(12)) == {}


def test_a_few_people_without_a_level_are_not_left_to_be_found_by_subtraction() -> None:
    assert sizes_by_band(roster(8, 9, without=2)) == {}
    assert sizes_by_band(roster(8, 9, without=7)) == {"PGY-1": 8, "PGY-2": 9}


@given(st.lists(st.integers(0, 12), max_size=7), st.integers(0, 9))
def test_every_band_and_the_rest_are_large_enough(sizes: list[int], without: int) -> None:
    people = roster(*sizes, without=without)
    strata = training_bands(people)
    counted = Counter(strata.band_of.values())
    assert set(counted) == {band.key for band in strata.bands}
    assert all(size >= SMALLEST_BAND for size in counted.values())
    rest = len(people) - sum(counted.values())
    assert not strata.bands or rest == 0 or rest >= SMALLEST_BAND
