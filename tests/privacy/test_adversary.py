"""Five hundred releases each, against a reader who adds and subtracts whatever was ever published, exactly."""

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorship_app.privacy.shares import (
    Earlier,
    ExactShare,
    FamilySuppression,
    HiddenShare,
    ShareBand,
    suppress_family,
    suppress_shares,
)
from mentorship_app.privacy.suppression import Cell, ReleaseRefused, suppress
from tests.kit.adversary import knowable, singled_out

FLOOR = 5
KINDS = [(arm, level, site) for arm in "mn" for level in "123" for site in "xy"]
Answer = frozenset[str]


def tables(kind_of: Mapping[int, tuple[str, str, str]], *, crossed: bool) -> list[Cell]:
    """Everybody, the three margins, and arm by level if ``crossed``."""
    cells = [Cell("total", "all", frozenset(kind_of))]
    for place, (table, names) in enumerate([("arm", "mn"), ("level", "123"), ("site", "xy")]):
        cells += [
            Cell(table, name, frozenset(p for p, kind in kind_of.items() if kind[place] == name)) for name in names
        ]
    if crossed:
        cells += [
            Cell("arm by level", arm + level, frozenset(p for p, kind in kind_of.items() if kind[:2] == (arm, level)))
            for arm, level in product("mn", "123")
        ]
    return cells


@st.composite
def people(draw: st.DrawFn) -> dict[int, tuple[str, str, str]]:
    """People of up to twelve kinds; many kinds are empty, or a few people."""
    used = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=8, unique=True))
    sizes = draw(st.lists(st.sampled_from([1, 2, 3, 4, 5, 6, 9]), min_size=len(used), max_size=len(used)))
    kinds = [kind for kind, size in zip(used, sizes, strict=True) for _ in range(size)]
    return dict(enumerate(kinds))


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people(), st.booleans(), st.sets(st.integers(0, 40), max_size=6), st.randoms(use_true_random=False))
def test_no_release_history_singles_anybody_out(
    everybody: dict[int, tuple[str, str, str]],
    crossed: bool,
    withdrawn: set[int],
    random: Random,
) -> None:
    cells = tables(everybody, crossed=crossed)
    first = suppress(cells)
    shuffled = sorted(cells, key=lambda _cell: random.random())
    assert dict(suppress(shuffled).visibility) == dict(first.visibility), "the order of cells decides nothing"
    assert singled_out(first.released, FLOOR) == set()
    assert all(singled_out(first.released[:count], FLOOR) == set() for count in range(len(first.released)))
    later = tables({p: kind for p, kind in everybody.items() if p not in withdrawn}, crossed=crossed)
    try:
        second = suppress(later, earlier_releases=[first.released])
    except ReleaseRefused:
        return
    assert singled_out([*first.released, *second.released], FLOOR) == set()


OPTIONS = "abcd"
ANSWERS: dict[str, list[Answer]] = {
    "one of four": [frozenset(option) for option in OPTIONS],
    "limits of a scale": [frozenset(), frozenset("a"), frozenset("ab"), frozenset("abc")],
    "limits from both ends": [frozenset("cd"), frozenset("d"), frozenset("a"), frozenset("ab")],
    "one or two of three": [frozenset(c) for size in (1, 2) for c in combinations("abc", size)],
    "yes or no": [frozenset(), frozenset("a")],
}


@st.composite
def answered(draw: st.DrawFn) -> tuple[list[Cell], dict[int, Answer], list[Answer], list[frozenset[Hashable]]]:
    """Cells by arm and level, what each person answered, what can be answered, groups that are counted elsewhere."""
    possible = ANSWERS[draw(st.sampled_from(sorted(ANSWERS)))]
    blocks = draw(
        st.lists(
            st.tuples(st.sampled_from("mn"), st.sampled_from("12"), st.sampled_from(possible), st.integers(1, 7)),
            min_size=1,
            max_size=9,
        )
    )
    drawn = [(arm, level, answer) for arm, level, answer, size in blocks for _ in range(size)]
    answers = {person: answer for person, (_arm, _level, answer) in enumerate(drawn)}
    cells = [Cell("total", "all", frozenset(answers))]
    for table, place, names in (("arm", 0, "mn"), ("level", 1, "12")):
        cells += [Cell(table, n, frozenset(p for p, kind in enumerate(drawn) if kind[place] == n)) for n in names]
    return cells, answers, possible, list(suppress(cells).released)


def indicators_of(answers: Mapping[int, Answer], possible: Sequence[Answer]) -> dict[str, frozenset[object]]:
    names = sorted(frozenset().union(*possible))
    return {name: frozenset(p for p, answer in answers.items() if name in answer) for name in names}


def nearly_nobody(
    verdicts: Sequence[FamilySuppression],
    answers: Mapping[int, Answer],
    possible: Sequence[Answer],
    counted: Sequence[frozenset[Hashable]],
) -> list[dict[tuple[tuple[bool, ...], Answer], int]]:
    """Sets of (group, answer) places that the reader can count, and that hold one person or none."""
    told = [members for verdict in verdicts for members in verdict.people.released] + list(counted)
    exact = [(m, name) for verdict in verdicts for name in verdict.indicators for m in verdict[name].released]
    groups = list(dict.fromkeys([*told, *(members for members, _name in exact)]))
    kind = {person: tuple(person in group for group in groups) for person in answers}
    places = [(k, answer) for k in sorted(set(kind.values())) for answer in sorted(set(possible), key=sorted)]
    rows = [[int(k[groups.index(members)]) for k, _answer in places] for members in dict.fromkeys(told)]
    rows += [[int(k[groups.index(members)] and name in a) for k, a in places] for members, name in exact]
    inside = {place: sum((kind[p], a) == place for p, a in answers.items()) for place in places}
    weights = [inside[place] for place in places]
    return [
        {place: inside[place] for place, used in zip(places, vector, strict=True) if used}
        for vector in knowable(rows)
        if sum(weight for weight, used in zip(weights, vector, strict=True) if used) <= 1
    ]


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answered(), st.booleans())
def test_no_sum_of_shares_comes_to_nearly_nobody(
    drawn: tuple[list[Cell], dict[int, Answer], list[Answer], list[frozenset[Hashable]]], with_means: bool
) -> None:
    cells, answers, possible, shown_with_means = drawn
    counted = shown_with_means if with_means else []
    verdict = suppress_family(cells, indicators_of(answers, possible), possible, counted=counted)
    again = suppress_family(cells[::-1], indicators_of(answers, possible), possible, counted=counted)
    assert {n: dict(verdict[n].shares) for n in verdict.indicators} == {
        n: dict(again[n].shares) for n in again.indicators
    }
    assert nearly_nobody([verdict], answers, possible, counted) == []
    for name, positives in indicators_of(answers, possible).items():
        for cell in cells:
            share = verdict[name][cell.key]
            if isinstance(share, ExactShare):
                assert (share.positives, share.n) == (len(cell.members & positives), cell.n)
                assert 2 <= share.positives <= share.n - 2
                assert share.n >= 8
            elif isinstance(share, ShareBand):
                assert share.holds(len(cell.members & positives))
            else:
                assert share == HiddenShare(8)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answered(), st.sets(st.integers(0, 40), max_size=12))
def test_shares_of_two_releases_together_come_to_nobody_either(
    drawn: tuple[list[Cell], dict[int, Answer], list[Answer], list[frozenset[Hashable]]], missing: set[int]
) -> None:
    cells, answers, possible, _counted = drawn
    indicators = indicators_of(answers, possible)
    fewer = [Cell(cell.table, cell.name, cell.members - missing) for cell in cells]
    first = suppress_family(fewer, indicators, possible)
    earlier = Earlier(first.people.released, {name: first[name].released for name in indicators})
    try:
        second = suppress_family(cells, indicators, possible, earlier=earlier)
    except ReleaseRefused:
        return
    assert nearly_nobody([first, second], answers, possible, []) == []


def test_the_reader_sees_what_is_published_without_care() -> None:
    """The adversary finds what a careless release would show: else its silence would mean nothing."""
    total, arm = frozenset(range(20)), frozenset(range(17))
    assert singled_out([total, arm], FLOOR) == {frozenset({17, 18, 19})}
    assert frozenset({7}) in singled_out([frozenset(range(8)), frozenset(range(7))], FLOOR)


def test_noes_of_one_group_against_yeses_of_another_are_not_told() -> None:
    """Ten who all say no and ten who all say yes, each seen only beside ten more: the difference would tell both."""
    noes, yeses, both = frozenset(range(10)), frozenset(range(10, 20)), frozenset(range(20, 30))
    positives = yeses | frozenset(range(20, 25))
    cells = [Cell("a", "noes and both", noes | both), Cell("b", "yeses and both", yeses | both)]
    cells += [Cell("arm", "noes", noes), Cell("arm", "yeses", yeses)]
    verdict = suppress_shares(cells, positives)
    exact = [key for key, share in verdict.shares.items() if isinstance(share, ExactShare)]
    assert len(exact) <= 1


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((9, 6, 4, 1), {"a": ExactShare(9, 20), "b": ExactShare(6, 20), "c": "band", "d": "band"}),
        ((7, 5, 5, 3), {name: ExactShare(count, 20) for name, count in zip("abcd", (7, 5, 5, 3), strict=True)}),
        ((10, 8, 1, 1), {"a": ExactShare(10, 20), "b": ExactShare(8, 20), "c": "band", "d": "band"}),
        ((19, 1, 0, 0), dict.fromkeys("abcd", "band")),
    ],
)
def test_the_last_answer_is_not_what_the_others_leave(
    counts: tuple[int, ...], expected: dict[str, ExactShare | str]
) -> None:
    answers = dict(enumerate(frozenset(name) for name, count in zip("abcd", counts, strict=True) for _ in range(count)))
    possible = ANSWERS["one of four"]
    verdict = suppress_family([Cell("total", "all", frozenset(answers))], indicators_of(answers, possible), possible)
    found = {name: verdict[name]["total", "all"] for name in "abcd"}
    assert {name: "band" if isinstance(share, ShareBand) else share for name, share in found.items()} == expected


def test_the_gap_between_two_limits_is_a_group_too() -> None:
    """Nine of twenty at the lower limit, eight at the higher: one person stands between them."""
    answers = dict(enumerate([frozenset("ab")] * 8 + [frozenset("a")] + [frozenset[str]()] * 11))
    possible = [frozenset[str](), frozenset("a"), frozenset("ab")]
    verdict = suppress_family([Cell("total", "all", frozenset(answers))], indicators_of(answers, possible), possible)
    kinds = {type(verdict[name]["total", "all"]) for name in "ab"}
    assert kinds == {ExactShare, ShareBand}
