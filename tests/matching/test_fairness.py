"""Whom some pairs serve how well, and what two proposals differ in."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from mentorship_app.matching.facts import Choice, Conflict, Facts, MenteeFacts, MentorFacts
from mentorship_app.matching.fairness import (
    Difference,
    Dimension,
    Group,
    Numbers,
    difference,
    large_enough,
    numbers,
    numbers_from,
)
from mentorship_app.matching.scoring import fit
from mentorship_app.matching.settings import Settings
from mentorship_app.mentoring import PairingKind
from tests.matching.kinds_of_facts import BROOK, HALE, ITO, any_facts, small

DEFAULT = Settings()


def test_what_pairs_come_to() -> None:
    facts = small()
    found = numbers(facts, DEFAULT, [("ito", "hale"), ("rook", "brook")])

    with_hale, with_brook = fit(facts, DEFAULT, ITO, HALE), fit(facts, DEFAULT, facts.mentee["rook"], BROOK)
    assert (found.mentees, found.matched, found.ranked, found.top) == (2, 2, 1, 1)
    assert (found.worst, found.worst_fit) == (("rook", "brook"), pytest.approx(with_brook))
    assert found.mean == pytest.approx((with_hale + with_brook) / 2, abs=1e-6)
    assert found.total == pytest.approx(with_hale + with_brook, abs=1e-6)
    assert (found.loads, found.least_load, found.most_load, found.spread) == ({0: 1, 1: 2}, 0, 1, 1)
    assert (found.conflicts, found.overfull) == (0, 0)
    assert (found.pairs["ito"].rank, found.pairs["ito"].topics, found.pairs["rook"].topics) == (2, 2, None)


def test_without_pairs_there_is_no_worst_and_no_mean() -> None:
    found = numbers(small(), DEFAULT, [("gone", "hale")])
    assert (found.matched, found.worst, found.mean, found.total, found.loads) == (0, None, None, 0.0, {0: 3})


def test_conflicts_that_staff_may_read_and_full_mentors_are_counted() -> None:
    facts = small(
        conflicts=(Conflict("ito", "brook", ("evaluator",), True),),
        apart_unsaid=(("rook", "brook"),),
    )
    found = numbers(facts, DEFAULT, [("ito", "brook"), ("rook", "brook")])
    assert (found.conflicts, found.overfull) == (1, 1)


@given(facts=any_facts())
@examples(max_examples=50, deadline=None)
def test_numbers_are_kept_as_plain_values_and_hold_nothing_private(facts: Facts) -> None:
    pairs = [(mentee.id, mentor.id) for mentee, mentor in zip(facts.mentees, facts.mentors, strict=False)]
    found = numbers(facts, DEFAULT, pairs)
    assert numbers_from(json.loads(json.dumps(found.as_json()))) == found
    untold = replace(facts, shared_identity=(), apart_unsaid=tuple(pairs))
    assert numbers(untold, DEFAULT, pairs) == found


def test_nothing_kept_gives_empty_numbers() -> None:
    assert numbers_from({}) == Numbers()


def cohort(levels: dict[str, int]) -> Facts:
    """So many mentees of each level, all of whom chose the one mentor first."""
    mentees = tuple(
        MenteeFacts(f"{level}-{n}", f"{level} {n}", level=place, level_code=level, choices=(Choice("hale", 1),))
        for place, (level, count) in enumerate(levels.items())
        for n in range(count)
    )
    return Facts(PairingKind.PRIMARY, (replace(HALE, capacity=99),), mentees)


def groups(levels: dict[str, int]) -> list[tuple[str, int | None]]:
    facts = cohort(levels)
    found = numbers(facts, DEFAULT, [(one.id, "hale") for one in facts.mentees]).groups
    assert {group.dimension for group in found} <= {Dimension.LEVEL}
    return [(group.name, group.n) for group in found]


def test_groups_of_five_are_counted_in_the_order_of_training() -> None:
    assert groups({"PGY-2": 5, "PGY-1": 6}) == [("PGY-2", 5), ("PGY-1", 6)]


def test_one_small_group_takes_the_smallest_other_with_it() -> None:
    assert groups({"PGY-1": 9, "PGY-2": 6, "PGY-3": 2}) == [("PGY-1", 9), ("PGY-2", None), ("PGY-3", None)]


def test_small_groups_that_are_five_together_hide_only_themselves() -> None:
    assert groups({"PGY-1": 9, "PGY-2": 3, "PGY-3": 2}) == [("PGY-1", 9), ("PGY-2", None), ("PGY-3", None)]


def test_one_group_alone_is_no_group() -> None:
    assert groups({"PGY-1": 9}) == []


def test_a_group_has_its_choices_counted_by_those_who_chose() -> None:
    facts = cohort({"PGY-1": 6, "PGY-2": 6})
    silent = tuple(replace(one, choices=()) if one.id in {"PGY-1-0", "PGY-1-1"} else one for one in facts.mentees)
    facts = replace(facts, mentees=silent)
    found = numbers(facts, DEFAULT, [(one.id, "hale") for one in facts.mentees]).groups
    # Four chose in the first group: too few, and so the other is not shown beside the total either.
    assert [(group.n, group.ranked, group.top) for group in found] == [(6, None, None), (6, None, None)]
    assert not any(group.is_hidden for group in found)


def test_who_people_are_is_never_a_group() -> None:
    assert set(Dimension) == {"level", "site", "department"}


@given(st.dictionaries(st.text(max_size=2), st.integers(0, 12), max_size=6))
@examples(deadline=None)
def test_what_is_left_out_cannot_be_got_by_subtraction(sizes: dict[str, int]) -> None:
    shown = large_enough(sizes)
    left_out = [size for name, size in sizes.items() if name not in shown]
    assert all(sizes[name] >= 5 for name in shown)
    assert sum(left_out) == 0 or sum(left_out) >= 5 or not shown


def lines(found: Difference) -> tuple[list[str], list[str], list[str]]:
    better, worse, same = ([words.in_("en") for words in side] for side in (found.better, found.worse, found.same))
    return better, worse, same


def compare(facts: Facts, before: list[tuple[str, str]], after: list[tuple[str, str]]) -> Difference:
    return difference(facts, numbers(facts, DEFAULT, before), numbers(facts, DEFAULT, after))


def test_the_same_pairs_change_no_number() -> None:
    pairs = [("ito", "hale")]
    assert lines(compare(small(), pairs, pairs)) == (
        [],
        [],
        ["No number changes", "No conflict of interest, no mentor over their places"],
    )


def test_a_swap_says_who_gains_and_who_loses() -> None:
    rook = MenteeFacts("rook", "Caspian Rook", said={"topics": ("burnout", "research", "career")})
    facts = small(mentees=(ITO, rook))
    better, worse, same = lines(
        compare(facts, [("ito", "hale"), ("rook", "brook")], [("ito", "brook"), ("rook", "hale")])
    )
    assert "Wren Ito gets choice 1 instead of choice 2" in better
    assert "Caspian Rook shares 1 topic more" in better
    assert any(line.startswith("The weakest fit goes from") for line in worse + better)
    assert same == ["No conflict of interest, no mentor over their places"]


@pytest.mark.parametrize(
    ("before", "after", "side", "expected"),
    [
        ([], [("ito", "hale")], 0, "Mentees with a mentor go from 0 to 1 of 2"),
        ([], [("ito", "hale")], 0, "Wren Ito has a mentor"),
        ([("ito", "hale")], [], 1, "Wren Ito has no mentor"),
        ([("ito", "hale")], [], 1, "Top-3 choices go from 1 of 1 to 0 of 0"),
        ([("ito", "hale")], [("ito", "silent")], 1, "Top-3 choices go from 1 to 0 of 1"),
        ([("ito", "hale")], [("ito", "silent")], 1, "Wren Ito gets a mentor they did not choose instead of choice 2"),
        ([("ito", "silent")], [("ito", "hale")], 0, "Wren Ito gets choice 2 instead of a mentor they did not choose"),
        ([("rook", "brook")], [("rook", "hale")], 0, "Caspian Rook has a fit of 100 instead of 50"),
        ([("rook", "silent")], [("rook", "hale")], 2, "Caspian Rook has another mentor, with the same fit"),
        (
            [("ito", "hale")],
            [("ito", "hale"), ("rook", "hale")],
            1,
            "The most mentees that one mentor has go from 1 to 2",
        ),
    ],
)
def test_lines_of_a_comparison(
    before: list[tuple[str, str]], after: list[tuple[str, str]], side: int, expected: str
) -> None:
    assert expected in lines(compare(small(), before, after))[side]


def test_conflicts_and_full_mentors_are_told_apart() -> None:
    facts = small(conflicts=(Conflict("ito", "brook", ("evaluator",), True),))
    _better, worse, _same = lines(compare(facts, [("ito", "hale")], [("ito", "brook"), ("rook", "brook")]))
    assert {
        "Pairs with a conflict of interest go from 0 to 1",
        "Mentors over their places go from 0 to 1",
    } <= set(worse)


def test_of_many_people_only_the_number_is_told() -> None:
    facts = cohort({"PGY-1": 9})
    facts = replace(facts, mentors=(*facts.mentors, MentorFacts("other", "Other", 9)))
    before = [(one.id, "hale") for one in facts.mentees]
    after = [(one.id, "other") for one in facts.mentees]
    _better, worse, _same = lines(compare(facts, before, after))
    assert "9 people are worse off" in worse


def test_french_has_its_own_numbers() -> None:
    found = compare(small(), [("rook", "brook"), ("ito", "hale")], [("rook", "hale"), ("ito", "hale")])
    means = [words.in_("fr") for words in found.better if "moyenne" in words.in_("fr")]
    assert len(means) == 1
    assert "," in means[0]


def test_a_hidden_group_says_nothing() -> None:
    assert Group(Dimension.SITE, "Eastmere").is_hidden
