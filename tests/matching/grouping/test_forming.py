"""Groups: of the sizes asked for, levels mixed, nobody where they must not be, and no better way to seat people."""

from itertools import product

import numpy as np
import pytest

from mentorship_app.matching.grouping.forming import Formed, Ground, Leader, Seeker, Wishes, form
from mentorship_app.matching.grouping.placing import Placing, place


def ground(fit: np.ndarray, allowed: np.ndarray | None = None, **more: object) -> Ground:
    """People r0, r1 … of levels in turn, mentors m0, m1 … of two departments in turn."""
    rows, columns = fit.shape
    return Ground(
        tuple(Leader(f"m{number}", f"department {number % 2}") for number in range(columns)),
        tuple(Seeker(f"r{number}", f"PGY-{number % 3 + 1}") for number in range(rows)),
        fit,
        np.ones((rows, columns), dtype=bool) if allowed is None else allowed,
        **more,  # type: ignore[arg-type]  # the rules between two mentees
    )


def wishes(mentors: int, **more: int) -> Wishes:
    return Wishes(tuple(f"m{number}" for number in range(mentors)), **more)


def sizes(formed: Formed) -> list[int]:
    return sorted(len(mentees) for _leaders, mentees in formed.groups)


def test_sixteen_residents_and_eight_mentors_make_four_groups_led_by_two_departments() -> None:
    formed = form(ground(np.random.default_rng(1).random((16, 8))), wishes(8))
    assert formed.refusal is None
    assert sizes(formed) == [4, 4, 4, 4]
    assert formed.left_over == ()
    for leaders, _mentees in formed.groups:
        assert {int(one[1:]) % 2 for one in leaders} == {0, 1}


def test_levels_are_mixed_as_evenly_as_numbers_allow() -> None:
    formed = form(ground(np.random.default_rng(2).random((12, 3))), wishes(3, leaders_a_group=1))
    for _leaders, mentees in formed.groups:
        levels = [int(one[1:]) % 3 for one in mentees]
        assert max(levels.count(level) for level in set(levels)) <= 2


def test_nobody_is_placed_with_somebody_they_must_not_meet() -> None:
    allowed = np.ones((8, 4), dtype=bool)
    allowed[0, 0] = allowed[1, 0] = allowed[2, 1] = False
    formed = form(ground(np.random.default_rng(3).random((8, 4)), allowed), wishes(4))
    seated = {mentee: leaders for leaders, mentees in formed.groups for mentee in mentees}
    assert set(seated) == {f"r{number}" for number in range(8)}
    assert "m0" not in seated["r0"]
    assert "m0" not in seated["r1"]
    assert "m1" not in seated["r2"]


def test_two_are_kept_together_and_two_apart() -> None:
    fit = np.random.default_rng(4).random((9, 3))
    rules = {"together": frozenset({("r0", "r1")}), "apart": frozenset({("r2", "r3")})}
    formed = form(ground(fit, **rules), wishes(3, leaders_a_group=1))
    seat = {mentee: leaders for leaders, mentees in formed.groups for mentee in mentees}
    assert seat["r0"] == seat["r1"]
    assert seat["r2"] != seat["r3"]


def test_the_order_in_which_people_are_named_changes_nothing() -> None:
    rng = np.random.default_rng(5)
    known = ground(np.round(rng.random((10, 4)), 1))
    rows, columns = rng.permutation(10), rng.permutation(4)
    shuffled = Ground(
        tuple(known.leaders[column] for column in columns),
        tuple(known.seekers[row] for row in rows),
        known.fit[rows][:, columns],
        known.allowed[rows][:, columns],
    )
    assert form(known, wishes(4)) == form(shuffled, wishes(4))


@pytest.mark.parametrize(
    ("rows", "columns", "asked", "words"),
    [
        (2, 2, {}, "There are 2 mentees without a group. A group needs at least 3."),
        (13, 2, {}, "13 mentees make at least 3 groups of 6, and 2 mentors are to lead."),
        (7, 4, {"smallest": 4, "largest": 5}, "7 mentees cannot be divided into groups of 4 to 5."),
    ],
)
def test_says_what_to_do_when_numbers_make_no_groups(
    rows: int, columns: int, asked: dict[str, int], words: str
) -> None:
    formed = form(ground(np.ones((rows, columns))), wishes(columns, **asked))
    assert formed.groups == ()
    assert formed.refusal is not None
    assert words in formed.refusal.in_("en")


def test_says_so_when_everybody_must_stay_away_from_everybody() -> None:
    formed = form(ground(np.ones((6, 2)), np.zeros((6, 2), dtype=bool)), wishes(2))
    assert formed.refusal is not None
    assert formed.refusal.in_("fr").startswith("Aucun groupe de cette taille")


def _score(placing: Placing, seats: tuple[int, ...]) -> tuple[int, float, float] | None:
    """What a way to seat everybody is worth by the goals; None where it breaks a rule. -1 is no group."""
    groups = placing.fit.shape[1]
    placed = [(row, seat) for row, seat in enumerate(seats) if seat >= 0]
    counts = [sum(seat == group for _row, seat in placed) for group in range(groups)]
    if any(not placing.allowed[row, seat] for row, seat in placed):
        return None
    if any(not placing.smallest <= count <= placing.largest for count in counts):
        return None
    for members, most in placing.level_most.items():
        if any(sum(seats[row] == group for row in members) > most for group in range(groups)):
            return None
    if any(seats[one] == seats[other] >= 0 for one, other in placing.apart):
        return None
    if any(seats[one] != seats[other] for one, other in placing.together):
        return None
    fits = [float(placing.fit[row, seat]) for row, seat in placed]
    return len(placed), min(fits, default=float("-inf")), sum(fits)


def _random(rng: np.random.Generator) -> Placing:
    rows, groups = int(rng.integers(2, 7)), int(rng.integers(1, 3))
    pairs = [(0, 1)] if rng.random() < 0.3 else []
    return Placing(
        fit=rng.integers(0, 6, (rows, groups)).astype(float),
        allowed=rng.random((rows, groups)) < 0.8,
        smallest=int(rng.integers(0, 3)),
        largest=int(rng.integers(2, 5)),
        level_most={tuple(range(0, rows, 2)): int(rng.integers(1, 4))},
        together=tuple(pairs) if rng.random() < 0.5 else (),
        apart=((rows - 2, rows - 1),) if rng.random() < 0.3 else (),
    )


def test_no_other_way_to_seat_people_is_better() -> None:
    rng = np.random.default_rng(6)
    solved = 0
    for _number in range(150):
        placing = _random(rng)
        rows, groups = placing.fit.shape
        ways = (_score(placing, seats) for seats in product(range(-1, groups), repeat=rows))
        best = max((way for way in ways if way is not None), default=None)
        found = place(placing)
        if best is None:
            assert found is None
            continue
        assert found is not None
        assert _score(placing, tuple(found.get(row, -1) for row in range(rows))) == best
        solved += 1
    assert solved > 50
