"""The maximum flow behind "31 of 34 can have a mentor for one of their topics"."""

import time
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_app.matching.reach import Offer, served_at_once

VALUES = st.frozensets(st.sampled_from("abcde"), max_size=4)
WISHES = st.lists(VALUES, max_size=6)
OFFERS = st.lists(st.builds(Offer, values=VALUES, places=st.integers(0, 3)), max_size=4)


def by_trying_everything(wishes: Sequence[frozenset[str]], places: tuple[tuple[frozenset[str], int], ...]) -> int:
    if not wishes:
        return 0
    best = by_trying_everything(wishes[1:], places)
    for number, (values, left) in enumerate(places):
        if left and values & wishes[0]:
            rest = (*places[:number], (values, left - 1), *places[number + 1 :])
            best = max(best, 1 + by_trying_everything(wishes[1:], rest))
    return best


@given(WISHES, OFFERS)
@settings(max_examples=150, deadline=None)
def test_the_flow_is_what_trying_everything_finds(wishes: list[frozenset[str]], offers: list[Offer]) -> None:
    tried = by_trying_everything(wishes, tuple((offer.values, offer.places) for offer in offers))
    assert served_at_once(wishes, offers) == tried


@given(WISHES, OFFERS)
@settings(max_examples=60, deadline=None)
def test_another_mentor_never_serves_fewer(wishes: list[frozenset[str]], offers: list[Offer]) -> None:
    assert served_at_once(wishes, [*offers, Offer(frozenset("ab"), 1)]) >= served_at_once(wishes, offers)


def test_a_shared_place_is_not_counted_twice() -> None:
    """Two topics, two mentees, enough places for each topic alone: yet one mentor with one place serves one."""
    wishes = [frozenset({"research"}), frozenset({"teaching"})]
    assert served_at_once(wishes, [Offer(frozenset({"research", "teaching"}), 1)]) == 1


def test_who_wishes_nothing_is_not_counted() -> None:
    assert served_at_once([frozenset()], [Offer(frozenset({"research"}), 3)]) == 0


def test_nothing_offered_serves_nobody() -> None:
    assert served_at_once([frozenset({"research"})], []) == 0


def test_a_thousand_of_each_take_less_than_two_seconds() -> None:
    topics = [f"topic {number}" for number in range(30)]
    wishes = [frozenset({topics[n % 30], topics[n * 7 % 30], topics[n * 11 % 30]}) for n in range(1_000)]
    offers = [Offer(frozenset({topics[n % 30], topics[n * 13 % 30]}), n % 4) for n in range(1_000)]
    begin = time.perf_counter()
    served = served_at_once(wishes, offers)
    assert time.perf_counter() - begin < 2
    assert 0 < served <= 1_000
