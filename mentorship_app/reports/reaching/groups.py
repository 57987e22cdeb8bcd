"""Whether training levels and sites were reached alike: a share for each, where nobody stands out in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.monitoring.values import Part, TooFew
from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.privacy.suppression import FLOOR, Cell, ReleaseRefused, suppress
from mentorship_app.reports.reaching.told import FEWEST_TO_SPREAD, Protecting, Told

People = frozenset[UUID]


@dataclass(frozen=True)
class GroupReach:
    """One training level or site. ``mentees`` is None where they are fewer than five."""

    name: LocalizedText | None
    """None: not known."""
    mentees: int | None
    values: tuple[Told, ...]
    """One for each thing that was counted, in its order."""


@dataclass(frozen=True)
class Grouping:
    """The groups of one kind, in their order."""

    key: str
    groups: tuple[GroupReach, ...]


@dataclass(frozen=True)
class Members:
    """One group before anything is hidden."""

    grouping: str
    name: LocalizedText | None
    people: People


def reach_by_group(groups: Sequence[Members], counted: Sequence[People], public: Sequence[People]) -> list[Grouping]:
    """Of each group, how many are in each of the sets ``counted``.

    A share is exact only where at least five are in and five are not, and where nothing smaller can be worked out from
    all that is exact (``public``: sets whose size the report tells anyway). Where fewer than five are left out, or in,
    a range stands, the same for none and for four.
    """
    candidates = {
        (group, measure)
        for group, members in enumerate(groups)
        for measure, among in enumerate(counted)
        if _both_enough(members.people, among)
    }
    told = _guarded(candidates, groups, counted, public)
    found: dict[str, list[GroupReach]] = {}
    for position, members in enumerate(groups):
        size = len(members.people)
        values = tuple(
            _told(members.people, among, is_exact=(position, measure) in told) for measure, among in enumerate(counted)
        )
        reach = GroupReach(members.name, size if size >= FLOOR else None, values)
        found.setdefault(members.grouping, []).append(reach)
    return [Grouping(key, tuple(rows)) for key, rows in found.items()]


def _both_enough(people: People, among: People) -> bool:
    return min(len(people & among), len(people - among)) >= FLOOR


def _told(people: People, among: People, *, is_exact: bool) -> Told:
    count, size = len(people & among), len(people)
    if is_exact:
        return Part(ExactShare(count, size))
    if size < FEWEST_TO_SPREAD:
        return TooFew(FEWEST_TO_SPREAD)
    if _both_enough(people, among):
        return Protecting()
    return Part(_range(size, few_in=count < FLOOR))


def _range(size: int, *, few_in: bool) -> ShareBand:
    """In tens of per cent: from nobody to four and a little more, or the same from everybody downward."""
    bound = next(high for high in range(10, 101, 10) if ShareBand(0, high, size).holds(FLOOR - 1))
    return ShareBand(0, bound, size) if few_in else ShareBand(100 - bound, 100, size)


_Place = tuple[int, int]


def _guarded(
    candidates: set[_Place], groups: Sequence[Members], counted: Sequence[People], public: Sequence[People]
) -> set[_Place]:
    """Without those that give others away, by what is left over in a grouping or by any other sum or difference."""
    left = set(candidates)
    while True:
        for grouping in {members.grouping for members in groups}:
            places = [position for position, members in enumerate(groups) if members.grouping == grouping]
            for measure, among in enumerate(counted):
                left -= set(_leftovers_need(places, measure, left, groups, among))
        exposing = _exposing(left, groups, counted, public)
        if not exposing:
            return left
        left -= exposing


def _leftovers_need(
    places: Sequence[int], measure: int, left: set[_Place], groups: Sequence[Members], among: People
) -> Iterator[_Place]:
    """Groups to hide, smallest first, until those without an exact share have five in and five out between them."""
    exact = sorted((place for place in places if (place, measure) in left), key=lambda one: len(groups[one].people))
    rest = [place for place in places if place not in exact]
    while exact and rest:
        people = frozenset[UUID]().union(*(groups[place].people for place in rest))
        if len(rest) > 1 and _both_enough(people, among):
            return
        rest.append(exact.pop(0))
        yield rest[-1], measure


def _exposing(
    left: set[_Place], groups: Sequence[Members], counted: Sequence[People], public: Sequence[People]
) -> set[_Place]:
    cells: dict[tuple[str, str], _Place] = {}
    shown: list[Cell] = []
    for position, measure in sorted(left):
        people, among = groups[position].people, counted[measure]
        for name, members in (("in", people & among), ("out", people - among)):
            cell = Cell(f"{measure} {name}", str(position), members)
            cells[cell.key] = position, measure
            shown.append(cell)
    if not shown:
        return set()
    sizes = [members.people for members in groups if len(members.people) >= FLOOR]
    try:
        verdict = suppress(shown, floor=FLOOR, earlier_releases=[[*public, *sizes]])
    except ReleaseRefused:
        return set(left)
    return {place for key, place in cells.items() if not verdict.shows(*key)}


def grouped(named: Mapping[UUID, LocalizedText | None], grouping: str) -> list[Members]:
    """People by the name of their group, in the order of ``named``; those of whom it is not known come last.

    Nobody is grouped where there is only one group.
    """
    found: dict[LocalizedText | None, set[UUID]] = {}
    for person, name in named.items():
        found.setdefault(name, set()).add(person)
    if len(found) < 2:
        return []
    ordered = sorted(found.items(), key=lambda one: one[0] is None)
    return [Members(grouping, name, frozenset(people)) for name, people in ordered]
