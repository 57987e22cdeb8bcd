"""Shares of people over several groups, and over several answers of one question.

Numerators add up over groups just as people do, and over the answers of a question too: the last of five answers is
what the other four leave, and the difference of two limits on one scale is a group of its own. So all indicators that
describe the same people are judged together, as a *family*: what a reader knows are the number of people of each
shown group, and the number of people of each exact share. No sum or difference of these may come to a group with at
most one person in it; the fewest shares are turned into bands for that.

Source: the program's own rule on shares (docs/privacy.md); the algebra is that of ``exposure``.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from mentorship_app.privacy.bands import (
    FEW,
    SHARE_FLOOR,
    ExactShare,
    HiddenShare,
    Share,
    ShareBand,
    band_around,
    shown_share,
)
from mentorship_app.privacy.exposure import Members, Partition, small_unions
from mentorship_app.privacy.suppression import (
    FLOOR,
    Cell,
    CellKey,
    Release,
    Suppression,
    Visibility,
    hidden_complements,
    suppress,
)

__all__ = [
    "SHARE_FLOOR",
    "ExactShare",
    "FamilySuppression",
    "HiddenShare",
    "Share",
    "ShareBand",
    "ShareSuppression",
    "band_around",
    "shown_share",
    "suppress_family",
    "suppress_shares",
]

_YES = "yes"
_PERSON, _PLACE = "person", "place"
Answer = frozenset[str]
"""What one person can answer at once: the names of the indicators that then hold."""


@dataclass(frozen=True)
class ShareSuppression:
    """What may be said of each cell, and what of it goes into the ledger of this indicator."""

    shares: Mapping[CellKey, Share]
    released: tuple[Members, ...]
    """Member sets of the cells with an exact share."""
    banded: frozenset[CellKey] = frozenset()
    """Cells that would have an exact share, were it not for others that it would give away."""

    def __getitem__(self, key: CellKey) -> Share:
        return self.shares[key]


@dataclass(frozen=True)
class FamilySuppression:
    """The verdicts on all indicators of a family, by name."""

    people: Suppression
    """Which groups are large enough to be spoken of at all; ``released`` are those whose number of people is told."""
    indicators: Mapping[str, ShareSuppression]

    def __getitem__(self, indicator: str) -> ShareSuppression:
        return self.indicators[indicator]


@dataclass(frozen=True)
class Earlier:
    """What was released before: groups whose number of people was told, and groups with an exact share by indicator."""

    people: Sequence[Members] = ()
    exact: Mapping[str, Sequence[Members]] = field(default_factory=dict)


_NOTHING_EARLIER = Earlier()


def suppress_shares(
    cells: Sequence[Cell],
    positives: frozenset[Hashable],
    *,
    floor: int = SHARE_FLOOR,
    earlier_releases: Iterable[Release] = (),
) -> ShareSuppression:
    """Decide what may be said of the share of ``positives`` in each cell: a family of one indicator.

    ``earlier_releases`` are the ``released`` groups of this indicator. Raises as ``suppress`` and ``shown_share`` do.
    """
    shown = [members for release in earlier_releases for members in release]
    earlier = Earlier(people=shown, exact={_YES: shown})
    answers = [frozenset[str](), frozenset({_YES})]
    return suppress_family(cells, {_YES: positives}, answers, floor=floor, earlier=earlier)[_YES]


def suppress_family(
    cells: Sequence[Cell],
    indicators: Mapping[str, frozenset[Hashable]],
    answers: Iterable[Answer],
    *,
    floor: int = SHARE_FLOOR,
    counted: Iterable[Members] = (),
    earlier: Earlier = _NOTHING_EARLIER,
) -> FamilySuppression:
    """Decide what may be said of the share of each indicator in each cell.

    ``indicators`` maps a name to the people for whom it holds. ``answers`` are all combinations that one person can
    give at all, whether somebody did or not. ``counted`` are further groups of these people whose number is told
    elsewhere, such as with their mean. Groups of people are protected first, as ``suppress`` does, with this higher
    floor. Raises as ``suppress`` and ``shown_share`` do.
    """
    counted = tuple(counted)
    people = suppress(cells, floor=floor, earlier_releases=[earlier.people] if earlier.people else [])
    people = _beside(people, cells, counted)
    single = {
        (name, cell.key): shown_share(len(cell.members & positives), cell.n, floor=floor)
        if people.shows(*cell.key)
        else HiddenShare(floor)
        for name, positives in indicators.items()
        for cell in cells
    }
    exact = [(name, cell) for name in indicators for cell in cells if isinstance(single[name, cell.key], ExactShare)]
    told = [*earlier.people, *people.released, *counted]
    universe = _Universe(indicators, answers, [*told, *(cell.members for cell in cells), *_groups(earlier)])
    banded = _to_be_banded(exact, told, earlier, universe)

    def verdict(name: str) -> ShareSuppression:
        mine = frozenset(key for indicator, key in banded if indicator == name)
        shares = {cell.key: single[name, cell.key] for cell in cells}
        shares |= {c.key: band_around(len(c.members & indicators[name]), c.n) for c in cells if c.key in mine}
        released = dict.fromkeys(c.members for indicator, c in exact if indicator == name and c.key not in mine)
        return ShareSuppression(MappingProxyType(shares), tuple(released), mine)

    return FamilySuppression(people, MappingProxyType({name: verdict(name) for name in indicators}))


def _beside(people: Suppression, cells: Sequence[Cell], counted: Sequence[Members]) -> Suppression:
    """The verdict without the groups whose number, beside the numbers told elsewhere, gives the size of a small one."""

    def below_floor(whole: Partition) -> list[frozenset[int]]:
        return small_unions(whole.vectors, [len(atom) for atom in whole.atoms], limit=FLOOR)

    shown = [cell for cell in cells if people.shows(*cell.key)]
    if not counted or not (hidden := hidden_complements(shown, counted, below_floor)):
        return people
    changed = dict(people.visibility) | dict.fromkeys(hidden, Visibility.COMPLEMENTARY)
    released = dict.fromkeys(cell.members for cell in shown if cell.key not in hidden)
    return Suppression(people.floor, MappingProxyType(changed), tuple(released))


def _groups(earlier: Earlier) -> Iterator[Members]:
    for groups in earlier.exact.values():
        yield from groups


def _to_be_banded(
    exact: Sequence[tuple[str, Cell]], told: Sequence[Members], earlier: Earlier, universe: "_Universe"
) -> frozenset[tuple[str, CellKey]]:
    """The fewest exact shares (then of the fewest people) without which nobody is singled out."""
    cells = [Cell(f"{name}|{cell.table}", cell.name, universe.of(cell.members, name)) for name, cell in exact]
    public = [universe.of(members, name) for name, groups in earlier.exact.items() for members in groups]
    public += [universe.of(members) for members in told]
    # The smaller group goes first; within one group, the answer that fewer gave.
    most = 1 + max((cell.n for _name, cell in exact), default=0)
    sizes = {
        wide.key: cell.n * most + len(cell.members & universe.positives[name])
        for wide, (name, cell) in zip(cells, exact, strict=True)
    }
    hidden = hidden_complements(cells, list(dict.fromkeys(public)), _nearly_nobody, sizes=sizes)
    return frozenset((name, cell.key) for wide, (name, cell) in zip(cells, exact, strict=True) if wide.key in hidden)


class _Universe:
    """Everybody in a family, each with what they answered, and a place for every answer that nobody gave.

    Places are needed because "nobody of these" is a finding too: without them an empty group would leave no trace in
    the algebra.
    """

    def __init__(
        self, indicators: Mapping[str, frozenset[Hashable]], answers: Iterable[Answer], groups: Iterable[Members]
    ) -> None:
        self.positives = indicators
        self._position = {members: position for position, members in enumerate(dict.fromkeys(groups))}
        self._answer = {
            person: frozenset(name for name, positives in indicators.items() if person in positives)
            for person in frozenset().union(*self._position)
        }
        kinds = sorted({tuple(person in group for group in self._position) for person in self._answer})
        possible = sorted({*answers, *self._answer.values()}, key=sorted)
        self._places = [(kind, answer) for kind in kinds for answer in possible]

    def of(self, members: Members, indicator: str | None = None) -> Members:
        """A group, or those of it for whom ``indicator`` holds: its people, and the places of its kinds."""
        position = self._position[members]
        people = ((_PERSON, person) for person in members if indicator is None or indicator in self._answer[person])
        places = (
            (_PLACE, kind, answer)
            for kind, answer in self._places
            if kind[position] and (indicator is None or indicator in answer)
        )
        return frozenset((*people, *places))


def _nearly_nobody(whole: Partition) -> list[frozenset[int]]:
    """Unions of atoms with one person in them, or none."""
    weights = [sum(isinstance(token, tuple) and token[0] == _PERSON for token in atom) for atom in whole.atoms]
    return small_unions(whole.vectors, weights, limit=FEW + 1)
