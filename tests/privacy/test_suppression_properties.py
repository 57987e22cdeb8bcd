"""An adversary who solves the published system by other means, the cheapest choice by brute force, and real sizes."""

from itertools import combinations, product
from time import perf_counter

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_app.privacy.suppression import Cell, ReleaseRefused, Suppression, Visibility, suppress

FLOOR = 5


def cells_of(sizes: list[int], groupings: dict[str, list[int]]) -> list[Cell]:
    """Cells of several tables over the same people; ``groupings`` sorts each atom into one group per table."""
    starts = [sum(sizes[:atom]) for atom in range(len(sizes))]
    atoms = [frozenset(range(start, start + size)) for start, size in zip(starts, sizes, strict=True)]
    cells = [Cell("total", "all", frozenset().union(*atoms))]
    for table, groups in groupings.items():
        for group in sorted(set(groups)):
            members = [atom for atom, belongs_to in zip(atoms, groups, strict=True) if belongs_to == group]
            cells.append(Cell(table, str(group), frozenset().union(*members)))
    return cells


@st.composite
def tables(draw: st.DrawFn, *, most_atoms: int = 7) -> list[Cell]:
    n = draw(st.integers(2, most_atoms))
    sizes = draw(st.lists(st.integers(0, 9), min_size=n, max_size=n))
    names = draw(st.sampled_from([("arm",), ("arm", "pgy"), ("arm", "pgy", "site")]))
    return cells_of(sizes, {name: draw(st.lists(st.integers(1, 3), min_size=n, max_size=n)) for name in names})


def exposed_groups(published: list[frozenset[int]], floor: int = FLOOR) -> set[frozenset[int]]:
    """Groups of 1 to floor - 1 people that follow from the published sums, found by least squares."""
    everybody = sorted(frozenset().union(*published)) if published else []
    atoms: dict[tuple[bool, ...], list[int]] = {}
    for person in everybody:
        atoms.setdefault(tuple(person in members for members in published), []).append(person)
    system = numpy.array(list(atoms), dtype=float).reshape(len(atoms), len(published))
    small = [i for i, people in enumerate(atoms.values()) if len(people) < floor]
    people_of = list(atoms.values())
    found = set()
    for size in range(1, min(floor, len(small) + 1)):
        for union in combinations(small, size):
            if sum(len(people_of[i]) for i in union) >= floor:
                continue
            target = numpy.array([float(i in union) for i in range(len(atoms))])
            solution = numpy.linalg.lstsq(system, target, rcond=None)[0]
            if numpy.allclose(system @ solution, target, atol=1e-8):
                found.add(frozenset(person for i in union for person in people_of[i]))
    return found


def shown_of(cells: list[Cell], verdict: Suppression) -> list[frozenset[int]]:
    return [cell.members for cell in cells if verdict.shows(*cell.key)]


@settings(max_examples=300, deadline=None)
@given(tables())
def test_adversary_finds_no_small_group_in_what_is_published(cells: list[Cell]) -> None:
    verdict = suppress(cells)

    assert all(cell.n >= FLOOR for cell in cells if verdict.shows(*cell.key))
    assert exposed_groups(shown_of(cells, verdict)) == set()


@settings(max_examples=60, deadline=None)
@given(tables(most_atoms=5))
def test_no_cheaper_choice_of_hidden_cells_is_safe(cells: list[Cell]) -> None:
    verdict = suppress(cells)
    free = sorted((cell for cell in cells if cell.n >= FLOOR), key=lambda cell: cell.key)

    def cost(hidden: tuple[Cell, ...]) -> tuple[int, int, list[tuple[str, str]]]:
        return len(hidden), sum(cell.n for cell in hidden), sorted(cell.key for cell in hidden)

    chosen = tuple(cell for cell in free if verdict[cell.key] is Visibility.COMPLEMENTARY)
    cheaper = [
        hidden
        for size in range(len(chosen) + 1)
        for hidden in combinations(free, size)
        if cost(hidden) < cost(chosen) and not exposed_groups([cell.members for cell in free if cell not in hidden])
    ]
    assert cheaper == []


@settings(max_examples=100, deadline=None)
@given(tables(), st.sets(st.integers(0, 60), max_size=6), st.integers(0, 6))
def test_two_releases_together_expose_nobody(cells: list[Cell], withdrawn: set[int], joined: int) -> None:
    first = suppress(cells)
    newcomers = frozenset(range(1000, 1000 + joined))
    later = [
        Cell(c.table, c.name, (c.members - withdrawn) | (newcomers if c.name in ("all", "1") else frozenset()))
        for c in cells
    ]

    try:
        second = suppress(later, earlier_releases=[first.released])
    except ReleaseRefused:
        return  # which releases are refused, and over how many people, is told by the vectors

    assert exposed_groups([*shown_of(cells, first), *shown_of(later, second)]) == set()


@settings(max_examples=100, deadline=None)
@given(tables())
def test_same_release_again_gives_the_same_verdict(cells: list[Cell]) -> None:
    first = suppress(cells)

    assert suppress(cells, earlier_releases=[first.released]).visibility == first.visibility


@settings(max_examples=60, deadline=None)
@given(tables(), st.data())
def test_hiding_more_never_reveals(cells: list[Cell], data: st.DataObject) -> None:
    shown = shown_of(cells, suppress(cells))
    fewer = data.draw(st.lists(st.sampled_from(shown), unique=True)) if shown else []

    assert exposed_groups(fewer) == set()


@settings(max_examples=60, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_order_of_cells_does_not_matter(cells: list[Cell], random: object) -> None:
    shuffled = sorted(cells, key=lambda _: random.random())  # type: ignore[attr-defined]  hypothesis gives a Random

    assert dict(suppress(shuffled).visibility) == dict(suppress(cells).visibility)


# The size of a real survey of a whole school: 886 students, six years, three gender categories.
YEARS = {"1": 245, "2": 135, "3": 143, "4": 123, "5": 127, "6": 113}


def school(*, third: int, sites: int = 0) -> list[Cell]:
    """Total, year and gender of the school; the third category has ``third`` members, spread over the years."""
    students = [(year, seat) for year, n in YEARS.items() for seat in range(n)]
    rare = set(students[:: len(students) // third][:third])
    tables: dict[str, dict[str, set[int]]] = {"year": {}, "gender": {}, "site": {}}
    for person, student in enumerate(students):
        gender = "third" if student in rare else "man" if person % 3 == 0 else "woman"
        tables["year"].setdefault(student[0], set()).add(person)
        tables["gender"].setdefault(gender, set()).add(person)
        if sites:
            tables["site"].setdefault(f"{person * 7 % sites:02}", set()).add(person)
    cells = [Cell("total", "all", frozenset(range(len(students))))]
    cells += [Cell(table, name, frozenset(ids)) for table, groups in tables.items() for name, ids in groups.items()]
    return cells


def test_third_category_at_exactly_the_floor_is_shown_with_everything_else() -> None:
    cells = school(third=5)

    assert {cell.name: cell.n for cell in cells if cell.table == "year"} == YEARS
    assert set(suppress(cells).visibility.values()) == {Visibility.SHOWN}


def test_third_category_one_below_the_floor_hides_the_smaller_of_the_other_two() -> None:
    cells = school(third=4)
    sizes = {cell.name: cell.n for cell in cells if cell.table == "gender"}

    verdict = suppress(cells)

    assert sizes["man"] < sizes["woman"]
    assert {key: state for key, state in verdict.visibility.items() if state is not Visibility.SHOWN} == {
        ("gender", "third"): Visibility.PRIMARY,
        ("gender", "man"): Visibility.COMPLEMENTARY,
    }


def test_a_whole_school_takes_less_than_a_second() -> None:
    cells = school(third=4)

    start = perf_counter()
    suppress(cells)

    assert perf_counter() - start < 1


def crossed(cells: list[Cell], first: str, second: str) -> list[Cell]:
    rows, columns = ([cell for cell in cells if cell.table == table] for table in (first, second))
    return [
        Cell(f"{first} by {second}", f"{a.name} {b.name}", a.members & b.members) for a, b in product(rows, columns)
    ]


def test_beyond_the_exact_search_whole_tables_are_hidden_and_the_total_stays() -> None:
    cells = school(third=4, sites=20)
    cells += crossed(cells, "year", "gender")

    start = perf_counter()
    verdict = suppress(cells)

    assert perf_counter() - start < 5
    shown = {table for (table, _), state in verdict.visibility.items() if state is Visibility.SHOWN}
    assert shown == {"total", "year", "site"}
    assert exposed_groups(shown_of(cells, verdict)) == set()


@pytest.mark.parametrize("floor", [4, 0])
def test_floor_is_never_lowered(floor: int) -> None:
    with pytest.raises(ValueError, match="not lowered"):
        suppress([], floor=floor)


def test_raised_floor_hides_more_and_old_releases_do_not_block_new_ones() -> None:
    cells = [Cell("total", "all", frozenset(range(30))), Cell("arm", "m", frozenset(range(23)))]
    cells.append(Cell("arm", "n", frozenset(range(23, 30))))

    lenient = suppress(cells)
    strict = suppress(cells, floor=8, earlier_releases=[lenient.released])

    assert set(lenient.visibility.values()) == {Visibility.SHOWN}
    assert strict["arm", "n"] is Visibility.PRIMARY
    assert strict.shows("total", "all")


def test_two_cells_of_one_name_are_refused() -> None:
    cell = Cell("arm", "m", frozenset(range(9)))
    with pytest.raises(ValueError, match="its own table and name"):
        suppress([cell, cell])


def test_empty_release_publishes_nothing() -> None:
    assert suppress([]).released == ()
