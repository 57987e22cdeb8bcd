"""The four cells of a limit, and how many moved by a published size: judged beside each other and every limit."""

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise

from mentorship_app.privacy.bands import FEW, SHARE_FLOOR
from mentorship_app.privacy.exposure import Members, partition
from mentorship_app.privacy.shares import Earlier, suppress_family
from mentorship_app.privacy.suppression import Cell, Visibility
from mentorship_app.surveys.judging import counted, exact
from mentorship_app.surveys.linking.judging import Books, change_name, last, public
from mentorship_app.surveys.linking.limits import (
    CELLS,
    PAIRED,
    exact_groups,
    is_exact,
    tellable,
    why_a_range,
)
from mentorship_app.surveys.linking.people import LinkedWave, Pair
from mentorship_app.surveys.linking.steps import (
    CELL_NAMES,
    DIRECTIONS,
    Steps,
    Yardstick,
    is_now,
    of_cell,
    of_move,
    was,
)
from mentorship_app.surveys.outcomes import Moves

_MOVES = "/moves"
MOST_PLACES = 1500
"""Kinds of people (by the groups that they stand in) times what can hold of one person, up to which every sum of cells,
moves and limits is searched. Beyond, the search would take too long for the close of a wave: cells are not told, and
moves where counting alone shows that they are safe."""
_FEWEST = FEW + 1
"""So many people must stand in whatever a reader can count."""


def judge_moves(pair: Pair, books: Books, *, with_cells: bool, with_moves: bool) -> None:
    """Write down which cells and moves may be told; once, after change and limits of the pair were judged.

    ``with_cells``: shares of the limits were released. ``with_moves``: the mean change was.
    """
    steps = Steps(pair)
    cells = [of_cell(limit, cell) for limit in steps.limits for cell in CELL_NAMES] if with_cells else []
    moves = _names(steps) if with_moves else []
    told = _exactly(steps, books, [*cells, *moves])
    name = change_name(pair, pair.after)
    found = [exact(name + CELLS, one) for one in steps.limits if with_cells and _all_told(steps, books, one, told)]
    if moves:
        found += [counted(name + _MOVES), *(exact(name + _MOVES, one) for one in moves if one in told)]
    for figure in found:
        books.record(pair.after.subject, figure, (pair.members(pair.after),))


def moves_told(pair: Pair, books: Books) -> tuple[Moves, ...]:
    """The moves by each published size, as far as released; nothing for a scale without a better end."""
    steps = Steps(pair)
    name, book = change_name(pair, pair.after) + _MOVES, books.of(pair.after.subject)
    mine = pair.members(pair.after)
    if mine not in last(book, counted(name)):
        status = Visibility.PRIMARY if len(pair.codes) < SHARE_FLOOR else Visibility.COMPLEMENTARY
        return tuple(Moves(one.kind, one.constant, one.threshold, None, None, None, status) for one in steps.yardsticks)
    exactly = frozenset(one for one in _names(steps) if mine in last(book, exact(name, one)))
    return tuple(_moves(steps, one, exactly) for one in steps.yardsticks)


def _names(steps: Steps) -> list[str]:
    return [of_move(one, direction) for one in steps.yardsticks for direction in DIRECTIONS]


def _moves(steps: Steps, yardstick: Yardstick, exactly: frozenset[str]) -> Moves:
    n = len(steps.pair.codes)
    directions = [yardstick.direction(after - before) for before, after in zip(*steps.pair.values(), strict=True)]
    counts = [directions.count(direction) for direction in DIRECTIONS]
    improved, same, worse = (
        tellable(count, n, is_exact=of_move(yardstick, direction) in exactly)
        for count, direction in zip(counts, DIRECTIONS, strict=True)
    )
    status = why_a_range(list(zip(counts, (improved, same, worse), strict=True)), n)
    return Moves(yardstick.kind, yardstick.constant, yardstick.threshold, improved, same, worse, status)


def _all_told(steps: Steps, books: Books, limit: str, told: frozenset[str]) -> bool:
    """Whether all four cells of a limit may be told: not if one of the shares that they add up to is a range."""
    ends = all(is_exact(steps.pair, wave, books, limit) for wave in steps.pair.sides)
    return ends and all(of_cell(limit, cell) in told for cell in CELL_NAMES)


def _exactly(steps: Steps, books: Books, asked: Sequence[str]) -> frozenset[str]:
    """Those of ``asked`` whose exact share among the paired people may be told."""
    pair = steps.pair
    holds = _holding(steps)
    sides = frozenset(of(limit) for limit in steps.limits for of in (was, is_now))
    named = frozenset(asked) | sides
    groups = [_persons(pair, wave, one) for wave in pair.sides for one in public(books.of(wave.subject), pair.key)]
    answers = {said & named for said in steps.possible()}
    if not asked:
        return frozenset()
    kinds = partition(groups).atoms
    if len(kinds) * len(answers) > MOST_PLACES:
        return frozenset(_names(steps)) & frozenset(asked) if _are_many(steps, kinds, sides) else frozenset()
    everybody = frozenset[Hashable](pair.codes)
    verdict = suppress_family(
        [Cell(PAIRED.table, PAIRED.name, everybody)],
        {name: frozenset(person for person, said in holds.items() if name in said) for name in sorted(named)},
        answers,
        counted=[everybody, *groups],
        earlier=Earlier(exact=_told_before(steps, books)),
    )
    return frozenset(name for name in asked if verdict[name].released)


def _told_before(steps: Steps, books: Books) -> dict[str, list[Members]]:
    """The groups with an exact share of a limit in either wave, as persons."""
    pair = steps.pair
    found: dict[str, list[Members]] = {}
    for limit in steps.limits:
        for wave, name in ((pair.before, was(limit)), (pair.after, is_now(limit))):
            told = exact_groups(books.of(wave.subject), pair.key, limit)
            found[name] = [_persons(pair, wave, group) for group in told]
    return found


def _holding(steps: Steps) -> dict[Hashable, frozenset[str]]:
    """What holds of everybody with a score in either wave.

    Whoever has one score only is taken as unchanged. That says nothing about them: no figure asks for the other score
    of somebody who has none. But it keeps them among the answers that a person can give.
    """
    pair = steps.pair
    found = steps.each()
    for wave in pair.sides:
        scores = wave.scores(pair.key)
        for member in pair.left_over(wave):
            [person] = _persons(pair, wave, frozenset({member}))
            found[person] = steps.said(scores[member], scores[member])
    return found


def _persons(pair: Pair, wave: LinkedWave, group: Members) -> Members:
    """A group of one wave as persons of both: the paired by their code, everybody else by their answer."""
    codes: dict[Hashable, Hashable] = {wave.by_code[code].member: code for code in pair.codes}
    return frozenset(codes.get(member, (wave.subject, member)) for member in group)


def _are_many(steps: Steps, kinds: Sequence[Members], sides: frozenset[str]) -> bool:
    """Whether every sum that moves are part of counts two people or more, by counting alone.

    A sum of moves, limits and groups that describes a set of people takes each *place* (a kind of people, a side of
    every limit before and after, a class of change) whole or not at all. What limits and groups contribute is the same
    for all classes of change. So where a sum weighs two neighbouring classes differently, it holds exactly one of the
    two in *every* kind and on all sides, and with that at least the smaller one. A sum that moves are part of weighs
    some two neighbours differently. It is enough that, for each two, the smaller ones add up to two people.
    """
    classes = steps.classes()
    kind_of = {person: number for number, kind in enumerate(kinds) for person in kind}
    found: Counter[tuple[int, frozenset[str], frozenset[str]]] = Counter()
    for code, said in steps.each().items():
        found[kind_of[code], said & sides, said & frozenset(_names(steps))] += 1
    places = {(kind, side) for kind, side, _class in found}
    return all(
        sum(min(found[kind, side, one], found[kind, side, other]) for kind, side in places) >= _FEWEST
        for one, other in pairwise(classes)
    )
