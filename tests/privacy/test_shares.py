"""Shares of yes answers: floors, bands at the extremes, and numerators that must not be worked out."""

from itertools import combinations

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_app.privacy.shares import (
    ExactShare,
    HiddenShare,
    Share,
    ShareBand,
    band_around,
    shown_share,
    suppress_shares,
)
from mentorship_app.privacy.suppression import Cell


def two_arms(m: int, n: int) -> list[Cell]:
    arms = [Cell("arm", "m", frozenset(range(m))), Cell("arm", "n", frozenset(range(m, m + n)))]
    return [Cell("total", "all", frozenset(range(m + n))), *arms]


def by_name(cells: list[Cell], positives: set[int]) -> dict[str, Share]:
    return {name: share for (_, name), share in suppress_shares(cells, frozenset(positives)).shares.items()}


@pytest.mark.parametrize(
    ("positives", "n", "expected"),
    [
        (3, 7, HiddenShare(8)),
        (0, 0, HiddenShare(8)),
        (0, 8, ShareBand(0, 20, n=8)),
        (1, 8, ShareBand(0, 20, n=8)),
        (2, 8, ExactShare(2, 8)),
        (6, 8, ExactShare(6, 8)),
        (7, 8, ShareBand(80, 100, n=8)),
        (299, 300, ShareBand(80, 100, n=300)),
    ],
)
def test_share_on_its_own(positives: int, n: int, expected: Share) -> None:
    assert shown_share(positives, n) == expected


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_every_band_holds_its_own_count_and_one_more(share: tuple[int, int]) -> None:
    positives, n = share

    band = band_around(positives, n)

    assert band.holds(positives)
    assert sum(band.holds(count) for count in range(n + 1)) >= 2


def test_half_of_eight_gets_a_wider_band_because_a_fifth_would_hold_one_count_only() -> None:
    assert band_around(4, 8) == ShareBand(30, 70, n=8)


def test_exact_shares_stay_when_nothing_extreme_hides_behind_them() -> None:
    cells = two_arms(20, 10)

    assert by_name(cells, {*range(9), *range(20, 23)}) == {
        "all": ExactShare(12, 30),
        "m": ExactShare(9, 20),
        "n": ExactShare(3, 10),
    }


def test_banded_arm_takes_the_other_arm_with_it_so_that_subtraction_tells_nothing() -> None:
    assert by_name(two_arms(20, 10), set(range(9))) == {
        "all": ExactShare(9, 30),
        "m": ShareBand(40, 60, n=20),
        "n": ShareBand(0, 20, n=10),
    }


def test_nearly_unanimous_yes_is_protected_as_well_as_nearly_unanimous_no() -> None:
    assert by_name(two_arms(20, 10), {*range(9), *range(20, 29)}) == {
        "all": ExactShare(18, 30),
        "m": ShareBand(40, 60, n=20),
        "n": ShareBand(80, 100, n=10),
    }


def test_arm_below_the_higher_floor_is_hidden_with_its_complement() -> None:
    assert by_name(two_arms(20, 6), {*range(9), *range(20, 23)}) == {
        "all": ExactShare(12, 26),
        "m": HiddenShare(8),
        "n": HiddenShare(8),
    }


def test_share_released_earlier_is_not_given_away_by_a_later_one() -> None:
    yes = frozenset(range(9))
    first = suppress_shares([Cell("total", "all", frozenset(range(20)))], yes)

    later = suppress_shares([Cell("total", "all", frozenset(range(30)))], yes, earlier_releases=[first.released])

    assert first["total", "all"] == ExactShare(9, 20)
    assert later["total", "all"] == ShareBand(20, 40, n=30)  # else: ten newcomers, none of whom said yes


@pytest.mark.parametrize(("positives", "n", "floor"), [(-1, 9, 8), (10, 9, 8), (3, 9, 7)])
def test_impossible_shares_and_lower_floors_are_errors(positives: int, n: int, floor: int) -> None:
    with pytest.raises(ValueError, match=r"is no share|not lowered"):
        shown_share(positives, n, floor=floor)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=4, max_size=4),
    st.sampled_from([(0, 0, 1, 1), (0, 1, 2, 2), (0, 1, 2, 3)]),
)
def test_adversary_finds_no_group_with_nearly_equal_answers(
    yes_no: list[tuple[int, int]], columns: tuple[int, ...]
) -> None:
    groups: list[frozenset[int]] = []
    positives: set[int] = set()
    for yes, no in yes_no:
        start = sum(len(group) for group in groups)
        groups.append(frozenset(range(start, start + yes + no)))
        positives |= set(range(start, start + yes))
    rows = (0, 1, 0, 1)
    cells = [Cell("total", "all", frozenset().union(*groups))]
    for table, places in (("row", rows), ("column", columns)):
        for place in sorted(set(places)):
            inside = [group for group, at in zip(groups, places, strict=True) if at == place]
            cells.append(Cell(table, str(place), frozenset().union(*inside)))

    verdict = suppress_shares(cells, frozenset(positives))

    atoms = sorted((group for group in groups if group), key=min)
    published = [cell.members for cell in cells if isinstance(verdict[cell.key], ExactShare)]
    system = numpy.array([[float(atom <= members) for members in published] for atom in atoms])
    system = system.reshape(len(atoms), len(published))
    for size in range(1, len(atoms) + 1):
        for union in combinations(range(len(atoms)), size):
            target = numpy.array([float(i in union) for i in range(len(atoms))])
            solution = numpy.linalg.lstsq(system, target, rcond=None)[0] if published else numpy.zeros(0)
            if numpy.allclose(system @ solution, target, atol=1e-8):
                members = frozenset().union(*(atoms[i] for i in union))
                assert 2 <= len(members & positives) <= len(members) - 2
                assert len(members) >= 8
