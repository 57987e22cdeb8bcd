"""What is told of a count beside other counts: the guards, number by number."""

from random import Random
from uuid import UUID

import pytest

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.monitoring.values import Middle, Part, TooFew
from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.reports.reaching.groups import grouped, reach_by_group
from mentorship_app.reports.reaching.told import (
    Counted,
    done_by_program,
    merged_groups,
    nested,
    rough,
    spread,
    whole,
)
from tests.kit.adversary import singled_out


def test_a_share_is_exact_with_two_on_either_side() -> None:
    assert nested(20, 22) == Part(ExactShare(20, 22))
    assert nested(2, 22) == Part(ExactShare(2, 22))


@pytest.mark.parametrize("count", [21, 22])
def test_nobody_left_out_and_one_left_out_look_alike(count: int) -> None:
    assert nested(count, 22) == Part(ShareBand(80, 100, 22))


@pytest.mark.parametrize("count", [19, 20])
def test_one_left_out_of_a_group_within_is_not_told_either(count: int) -> None:
    assert nested(count, 22, 20) == Part(ShareBand(80, 100, 20))
    assert nested(18, 22, 20) == Part(ExactShare(18, 22))


def test_a_share_of_fewer_than_eight_is_not_told() -> None:
    assert nested(3, 7) == TooFew(8)
    assert nested(3, 22, 5) == TooFew(8)


def test_what_the_program_does_is_exact_from_five_on() -> None:
    assert done_by_program(23, 24) == Part(ExactShare(23, 24))
    assert done_by_program(3, 4) == TooFew(5)
    assert whole(5) == Counted(5)
    assert whole(4) == whole(0) == TooFew(5)


def test_bands_hold_five_each() -> None:
    numbers = [0, 1, 1, 2, 2, 3, 3, 4, 6, 6, 7, 7, 9]
    found = spread(numbers, (0, 1, 2, 3, 5, 7))
    assert found is not None
    assert [(band.low, band.high, band.count) for band in found.bands] == [(0, 2, 5), (3, None, 8)]


def test_a_silent_pair_is_one_of_five_that_met_seldom() -> None:
    silent = spread([0, 1, 1, 2, 2, *[6] * 10], (0, 1, 2, 3, 5, 7))
    met = spread([1, 1, 1, 2, 2, *[6] * 10], (0, 1, 2, 3, 5, 7))
    assert silent is not None
    assert met is not None
    assert [band.count for band in silent.bands] == [5, 10]
    assert silent.bands[0].high == 2
    assert [band.count for band in met.bands] == [5, 10]


def test_fewer_than_ten_are_not_spread_nor_those_who_end_in_one_band() -> None:
    assert spread([1] * 9, (0, 1)) is None
    assert spread([0, 0, 1, 2, *[6] * 20], (0, 1, 2, 3, 5, 7)) is None


def test_small_groups_stand_together_and_never_fewer_than_five() -> None:
    assert merged_groups({"North": 9, "South": 6, "East": 1}) == {"North": "North", "South": "", "East": ""}
    assert merged_groups({"North": 9, "South": 3, "East": 2}) == {"North": "North", "South": "", "East": ""}
    assert merged_groups({"North": 3}) == {"North": ""}


def test_how_many_stand_behind_a_middle_is_told_in_fives() -> None:
    assert rough(Middle(8, 5, 12, 23)) == Middle(8, 5, 12, 20)
    assert rough(TooFew(5)) == TooFew(5)


def test_no_exact_share_of_a_group_gives_a_smaller_one_away() -> None:
    """Twenty-five random programs: whoever adds and subtracts all that is exact never arrives at one to four people."""
    chance = Random(7)  # noqa: S311  made-up programs
    exact = 0
    for _program in range(25):
        people = [UUID(int=chance.getrandbits(128)) for _person in range(chance.randrange(20, 90))]
        matched = frozenset(one for one in people if chance.random() < chance.choice((0.4, 0.6, 0.9)))
        met = frozenset(one for one in matched if chance.random() < chance.choice((0.5, 0.8)))
        members = [
            *grouped({one: called(chance.randrange(3)) for one in people}, "level"),
            *grouped({one: called(chance.randrange(2)) for one in people}, "site"),
        ]
        public = [frozenset(people), matched, met]
        told = {*public, *(group.people for group in members if len(group.people) >= FLOOR)}
        known = singled_out(told, FLOOR)
        found = [group for grouping in reach_by_group(members, (matched, met), public) for group in grouping.groups]
        for group, reach in zip(members, found, strict=True):
            for value, among in zip(reach.values, (matched, met), strict=True):
                if isinstance(value, Part) and isinstance(value.share, ExactShare):
                    exact += 1
                    told |= {group.people & among, group.people - among}
        assert singled_out(told, FLOOR) == known
    assert exact > 20


def called(number: int) -> LocalizedText:
    return LocalizedText(en=str(number), fr=str(number))
