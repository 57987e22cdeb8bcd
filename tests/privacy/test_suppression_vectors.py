"""The acceptance vectors of the suppression rules, at a floor of five people."""

from collections.abc import Mapping, Sequence
from itertools import count

import pytest

from mentorship_app.privacy.shares import ExactShare, HiddenShare, ShareBand, shown_share
from mentorship_app.privacy.suppression import Cell, ReleaseRefused, Visibility, suppress


def people(start: int, n: int) -> frozenset[int]:
    return frozenset(range(start, start + n))


def one_table(table: str, **sizes: int) -> list[Cell]:
    """A table of disjoint groups, and its total."""
    ids = count()
    groups = [Cell(table, name, frozenset(next(ids) for _ in range(n))) for name, n in sizes.items()]
    return [Cell("total", "all", frozenset().union(*(group.members for group in groups))), *groups]


def two_by(rows: Mapping[str, Sequence[int]], *, crosstab: bool) -> list[Cell]:
    """Arms by year: margins and total, with or without the inner cells."""
    ids = count()
    inner = {
        (arm, year): frozenset(next(ids) for _ in range(n))
        for arm, sizes in rows.items()
        for year, n in enumerate(sizes, start=1)
    }
    years = sorted({year for _, year in inner})
    everybody = frozenset().union(*inner.values())
    margins = [Cell("arm", arm, frozenset().union(*(inner[arm, y] for y in years))) for arm in rows]
    margins += [Cell("pgy", str(y), frozenset().union(*(inner[arm, y] for arm in rows))) for y in years]
    cells = [Cell("total", "all", everybody), *margins]
    if crosstab:
        cells += [Cell("arm by pgy", f"{arm}{year}", members) for (arm, year), members in inner.items()]
    return cells


def hidden(cells: Sequence[Cell]) -> dict[str, str]:
    """Names of the hidden cells with P for primary and C for complementary."""
    verdict = suppress(cells)
    return {name: state.name[0] for (_, name), state in verdict.visibility.items() if state is not Visibility.SHOWN}


ONE_WAY = {
    "V1": ({"m": 12, "n": 3}, {"n": "P", "m": "C"}),
    "V2": ({"m": 10, "n": 5}, {}),
    "V3": ({"1": 9, "2": 8, "3": 3}, {"3": "P", "2": "C"}),
    "V4": ({"1": 9, "2": 8, "3": 2, "4": 2}, {"3": "P", "4": "P", "2": "C"}),
    "V5": ({"1": 9, "2": 8, "3": 3, "4": 3}, {"3": "P", "4": "P"}),
    "V17": ({"m": 3, "n": 1}, {"all": "P", "m": "P", "n": "P"}),
}

TWO_WAY = {
    "V6": ({"m": (6, 5, 7), "n": (4, 6, 2)}, False, {}),
    "V7": ({"m": (6, 5, 7), "n": (4, 6, 2)}, True, {"n1": "P", "n3": "P", "m1": "C", "m3": "C"}),
    "V8": ({"m": (8, 0, 3), "n": (0, 9, 1)}, False, {"3": "P", "1": "C", "2": "C"}),
    "V9 margins": ({"m": (10, 6), "n": (1, 6)}, False, {}),
    "V9 crosstab": ({"m": (10, 6), "n": (1, 6)}, True, {"n1": "P", "m1": "C", "m2": "C", "n2": "C"}),
    "V10": ({"m": (7, 3), "n": (0, 8)}, False, {"m": "C", "n": "C"}),
}


@pytest.mark.parametrize(("sizes", "expected"), ONE_WAY.values(), ids=ONE_WAY)
def test_one_table_hides_exactly_the_cells_of_the_vector(sizes: dict[str, int], expected: dict[str, str]) -> None:
    assert hidden(one_table("group", **sizes)) == expected


@pytest.mark.parametrize(("rows", "crosstab", "expected"), TWO_WAY.values(), ids=TWO_WAY)
def test_crossed_tables_hide_exactly_the_cells_of_the_vector(
    rows: dict[str, tuple[int, ...]], crosstab: bool, expected: dict[str, str]
) -> None:
    assert hidden(two_by(rows, crosstab=crosstab)) == expected


def test_v11_second_release_with_two_more_people_is_refused() -> None:
    interim = suppress([Cell("total", "all", people(0, 8))])

    with pytest.raises(ReleaseRefused) as refusal:
        suppress([Cell("total", "all", people(0, 10))], earlier_releases=[interim.released])

    assert refusal.value.exposed == 2


def test_v12_second_release_with_five_more_people_is_allowed() -> None:
    interim = suppress([Cell("total", "all", people(0, 8))])

    final = suppress([Cell("total", "all", people(0, 13))], earlier_releases=[interim.released])

    assert final.shows("total", "all")


@pytest.mark.parametrize(("paired", "expected"), [(17, {"paired": "C"}), (14, {})], ids=["V13", "V14"])
def test_paired_subset_is_hidden_when_it_leaves_a_small_rest(paired: int, expected: dict[str, str]) -> None:
    cells = [Cell("total", "all", people(0, 20)), Cell("paired", "paired", people(0, paired))]

    assert hidden(cells) == expected


def test_v15_rerun_after_one_withdrawal_is_refused_because_it_would_expose_one_person() -> None:
    first = suppress([Cell("total", "all", people(0, 12))])

    with pytest.raises(ReleaseRefused) as refusal:
        suppress([Cell("total", "all", people(0, 11))], earlier_releases=[first.released])

    assert refusal.value.exposed == 1
    assert str(refusal.value).endswith("(people concerned: 1).")


def test_v16_unanimous_share_is_hidden_below_eight_and_a_band_above() -> None:
    assert shown_share(6, 6) == HiddenShare(8)
    assert shown_share(9, 9) == ShareBand(80, 100, n=9)
    assert shown_share(1, 9) == ShareBand(0, 20, n=9)
    assert shown_share(4, 9) == ExactShare(4, 9)
