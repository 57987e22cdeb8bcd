"""Everything that is told of three waves and of what links them, against a reader who adds and subtracts all of it."""

from collections.abc import Hashable, Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.privacy.bands import ExactShare
from mentorship_app.privacy.models import Release
from mentorship_app.privacy.suppression import Visibility
from mentorship_app.surveys import Wave
from mentorship_app.surveys.judging import exact
from mentorship_app.surveys.linking import moves, release_outcomes
from mentorship_app.surveys.linking.judging import Books, change_name, last, linked_names, public
from mentorship_app.surveys.linking.limits import limits_told
from mentorship_app.surveys.linking.moves import moves_told
from mentorship_app.surveys.linking.people import LinkedWave, Pair, linked_waves, pairs_of, scales_over_waves
from mentorship_app.surveys.linking.steps import Steps, is_now, was
from mentorship_app.surveys.models import Response
from tests.factories.people import CohortFactory
from tests.factories.results import closed_wave_of, released
from tests.factories.surveys import NOW
from tests.kit.adversary import knowable, singled_out
from tests.surveys.linking.test_changes import panel

WELL_BEING = "who_5.well_being"
FLOOR = 5


def well(total: int) -> dict[str, int]:
    """Five answers of 0 to 5 that add up to ``total``."""
    return {f"who_5_{number}": total // 5 + (number <= total % 5) for number in range(1, 6)}


def wave_in_levels(
    session: Session, cohort: object, scores: dict[int, int], levels: dict[int, str], number: int
) -> Wave:
    """A closed wave whose answers carry a level, released with everything that links it to those before."""
    wave = closed_wave_of(
        session,
        [well(score) for score in scores.values()],
        measures=[("who_5", 1)],
        cohort=cohort,  # type: ignore[arg-type]  a factory's cohort
        panels=[panel(person) for person in scores],
        at=NOW + timedelta(weeks=number),
    )
    names = sorted(set(levels.values()))
    wave.bands = {"training_level": [{"key": name, "en": name, "fr": name} for name in names]}
    for response in session.scalars(select(Response).where(Response.wave_id == wave.id)):
        response.strata = {"training_level": levels[int.from_bytes(response.panel, "big")]}
    session.flush()
    released(session, wave)
    return wave


@st.composite
def years(draw: st.DrawFn) -> tuple[list[tuple[str, tuple[bool, ...]]], int]:
    """Blocks of people of one level who answer the same waves, and a seed of their scores."""
    blocks = draw(
        st.lists(
            st.tuples(
                st.sampled_from("12"),
                st.sampled_from(
                    [(True, True, True)] * 3
                    + [(True, True, False), (True, False, True), (False, True, True)]
                    + [(True, False, False), (False, True, False), (False, False, True)]
                ),
                st.sampled_from([1, 2, 3, 4, 5, 6, 9]),
            ),
            min_size=1,
            max_size=7,
        )
    )
    people = [(level, waves) for level, waves, size in blocks for _ in range(size)]
    return people, draw(st.integers(0, 10**6))


def told_of(session: Session, subject: str, key: str) -> list[frozenset[Hashable]]:
    """Every group of which a mean or a sum was ever told, as the ledger has it."""
    rows = session.scalars(select(Release).where(Release.subject == subject)).all()
    names = {key, f"{key}/before", f"{key}/limits/n"}
    rows = [row for row in rows if row.figure in names or f":{key}:" in row.figure]
    return [frozenset(group) for row in rows for group in row.groups]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(years(), st.booleans())
def test_three_waves_and_their_links_single_nobody_out(
    session: Session, drawn: tuple[list[tuple[str, tuple[bool, ...]]], int], at_once: bool
) -> None:
    """``at_once``: all is linked at the first report, else at each close. Both leave the same in the ledger."""
    people, seed = drawn
    cohort = CohortFactory()
    levels = {person: level for person, (level, _waves) in enumerate(people)}
    waves = []
    for place in range(3):
        scores = {p: (seed + 7 * p + 3 * place) % 26 for p, (_level, answered) in enumerate(people) if answered[place]}
        waves.append(wave_in_levels(session, cohort, scores, levels, place + 1))
        if not at_once:
            release_outcomes(session, cohort, now=NOW)
    release_outcomes(session, cohort, now=NOW)
    for wave in waves:
        groups = told_of(session, f"wave:{wave.id}", WELL_BEING)
        assert singled_out(groups, FLOOR) == set()


def places_of(session: Session, pair: Pair) -> list[tuple[int, list[int]]]:
    """What a reader can count of one pair of waves: for each 0/1 vector, how many people stand in its places."""
    steps, books = Steps(pair), Books(session, now=None)
    persons = _persons(steps)
    groups: list[tuple[frozenset[Hashable], str | None]] = []
    for wave, said in ((pair.before, was), (pair.after, is_now)):
        book = books.of(wave.subject)
        groups += [(_as_persons(pair, wave, members), None) for members in public(book, pair.key)]
        for limit in steps.limits:
            suffix = exact("/limits", limit)
            names = [pair.key + suffix, *(name for name in linked_names(book, pair.key) if name.endswith(suffix))]
            groups += [(_as_persons(pair, wave, one), said(limit)) for name in names for one in last(book, name)]
    mine, book, name = pair.members(pair.after), books.of(pair.after.subject), change_name(pair, pair.after)
    everybody = frozenset[Hashable](pair.codes)
    for suffix in ("/cells", "/moves"):
        for figure in book:
            if figure.startswith(f"{name}{suffix}/=") and mine in last(book, figure):
                what = figure.partition("/=")[2]
                cells = ("both", "only_before", "only_after", "neither")
                groups += (
                    [(everybody, f"{cell} {what}") for cell in cells] if suffix == "/cells" else [(everybody, what)]
                )
    return _counted(groups, persons, steps)


def _counted(
    groups: Sequence[tuple[frozenset[Hashable], str | None]], persons: dict[Hashable, frozenset[str]], steps: Steps
) -> list[tuple[int, list[int]]]:
    groups = list(dict.fromkeys(groups))
    kinds = {person: tuple(person in members for members, _name in groups) for person in persons}
    answers = sorted({*steps.possible(), *persons.values()}, key=sorted)
    # Places that no published figure tells apart are one place.
    weights: dict[tuple[int, ...], int] = {}
    for kind in sorted(set(kinds.values())):
        for answer in answers:
            column = tuple(
                int(inside and (name is None or name in answer))
                for inside, (_m, name) in zip(kind, groups, strict=True)
            )
            here = sum(kinds[person] == kind and said == answer for person, said in persons.items())
            weights[column] = weights.get(column, 0) + here
    columns = [column for column in weights if any(column)]
    rows = [[column[number] for column in columns] for number in range(len(groups))]
    # How many more people answered one wave than the other is no answer of anybody: both numbers are told anyway.
    people = {*knowable([row for row, (_members, name) in zip(rows, groups, strict=True) if name is None])}
    return [
        (sum(weights[column] for column, used in zip(columns, vector, strict=True) if used), list(vector))
        for vector in knowable(rows)
        if vector not in people
    ]


def _persons(steps: Steps) -> dict[Hashable, frozenset[str]]:
    found = dict(steps.each())
    for wave in steps.pair.sides:
        scores = wave.scores(steps.pair.key)
        for member in steps.pair.left_over(wave):
            found[(wave.subject, member)] = steps.said(scores[member], scores[member])
    return found


def _as_persons(pair: Pair, wave: LinkedWave, members: frozenset[Hashable]) -> frozenset[Hashable]:
    codes = {wave.by_code[code].member: code for code in pair.codes}
    return frozenset(codes.get(member, (wave.subject, member)) for member in members)


@st.composite
def two_scores(draw: st.DrawFn) -> list[tuple[int | None, int | None]]:
    """Blocks of people with the same two scores; some have one only."""
    totals = st.sampled_from([3, 6, 8, 11, 12, 14, 20])
    blocks = draw(
        st.lists(
            st.tuples(totals | st.none(), totals | st.none(), st.sampled_from([1, 2, 3, 5, 8])), min_size=2, max_size=7
        )
    )
    return [(before, after) for before, after, size in blocks for _ in range(size)]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(two_scores())
def test_limits_cells_and_moves_together_come_to_nobody(
    session: Session, drawn: list[tuple[int | None, int | None]]
) -> None:
    cohort = CohortFactory()
    for number in (0, 1):
        scores = {person: score for person, both in enumerate(drawn) if (score := both[number]) is not None}
        wave_in_levels(session, cohort, scores, dict.fromkeys(scores, "1"), number + 1)
    outcomes = release_outcomes(session, cohort, now=NOW)
    [over] = scales_over_waves(linked_waves(session, cohort))
    for pair in pairs_of(over):
        assert [count for count, _places in places_of(session, pair) if count <= 1] == []
    for change in outcomes.changes:
        for move in change.moves:
            assert move.kind == "matters"


def pair_of(session: Session, drawn: Sequence[tuple[int, int]]) -> Pair:
    """Two released waves of these people, who answered both."""
    cohort = CohortFactory()
    for number in (0, 1):
        scores = {person: both[number] for person, both in enumerate(drawn)}
        wave_in_levels(session, cohort, scores, dict.fromkeys(scores, "1"), number + 1)
    release_outcomes(session, cohort, now=NOW)
    [over] = scales_over_waves(linked_waves(session, cohort))
    [pair] = pairs_of(over)
    return pair


def test_cells_and_moves_are_told_where_enough_people_stand_in_each(session: Session) -> None:
    pair = pair_of(session, [(3, 3)] * 4 + [(3, 20)] * 6 + [(20, 3)] * 5 + [(20, 20)] * 7)
    books = Books(session, now=None)
    half, _quarter = limits_told(pair, books, Visibility.SHOWN)
    assert half.paired is not None
    paired = half.paired
    assert (paired.both, paired.only_before, paired.only_after, paired.neither) == (4, 6, 5, 7)
    [move] = moves_told(pair, books)
    assert (move.improved, move.same, move.worse) == (ExactShare(6, 22), ExactShare(11, 22), ExactShare(5, 22))
    assert move.status is Visibility.SHOWN


def test_one_person_in_a_cell_hides_the_four_and_the_reader_would_have_found_them(session: Session) -> None:
    pair = pair_of(session, [(3, 3)] * 8 + [(3, 20)] * 4 + [(20, 3)] + [(20, 20)] * 9)
    limits = limits_told(pair, Books(session, now=None), Visibility.SHOWN)
    assert [limit.paired for limit in limits] == [None, None]
    assert limits[0].before == ExactShare(12, 22)
    steps, everybody = Steps(pair), frozenset[Hashable](pair.codes)
    name = next(iter(steps.limits))
    careless = [(everybody, None), *((everybody, one) for one in (was(name), is_now(name), f"both {name}"))]
    found = {count for count, _places in _counted(careless, _persons(steps), steps)}
    assert 1 in found, "the reader can see what would be told without care"


def many_pairs(session: Session, drawn: Sequence[tuple[int, int]], most: int) -> tuple[Pair, Books]:
    """The same two waves, judged as if only ``most`` places could be searched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moves, "MOST_PLACES", most)
        return pair_of(session, drawn), Books(session, now=None)


MANY = [(10, 18), (10, 11), (20, 13), (20, 19), (10, 5), (20, 24), (6, 6), (17, 17)] * 5


def test_where_a_search_would_take_too_long_counting_decides_on_moves(session: Session) -> None:
    [searched] = moves_told(*many_pairs(session, MANY, 10**6))
    pair, books = many_pairs(session, MANY, 0)
    [by_counting] = moves_told(pair, books)
    assert by_counting == searched
    assert by_counting.status is Visibility.SHOWN
    assert [limit.paired for limit in limits_told(pair, books, Visibility.SHOWN)] == [None, None]
    assert [count for count, _places in places_of(session, pair) if count <= 1] == []


def test_counting_tells_nothing_where_a_place_holds_one_way_of_moving_only(session: Session) -> None:
    """Whoever began low rose, whoever began high stayed: beside the limits, moves would say which of the two."""
    pair, books = many_pairs(session, [(10, 20)] * 10 + [(20, 20)] * 10 + [(24, 15)] * 10, 0)
    [by_counting] = moves_told(pair, books)
    assert by_counting.status is Visibility.COMPLEMENTARY
    told = (by_counting.improved, by_counting.same, by_counting.worse)
    assert not any(isinstance(share, ExactShare) for share in told)
