"""Which groups of a release may be shown: small groups are hidden, and so is what would give them away.

The one road from answers to numbers: pages, charts, PDF and CSV ask here first. Three rules are enforced:

* *primary*: a group in which fewer than ``floor`` people answered is hidden, zero included;
* *complementary*: no sum or difference of shown groups may describe 1 to ``floor - 1`` people, so the fewest further
  groups are hidden (then those with the fewest people, then by name);
* *differencing*: the same holds over everything released before about the same answers.

Call it once per figure, with the people who answered *that* question as members, since two questions may be
answered by different people. Not covered, and said so to the reader of the method notes: bounds that follow from
knowing that a hidden group is small, members of a group who pool what they know, and overlap between waves.

Sources: complementary suppression in contingency tables, Cox LH, J Am Stat Assoc 1980;75(370):377-385; the fixed floor
of five and the release ledger are this program's own rules (docs/privacy.md).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from types import MappingProxyType

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.privacy.complement import Candidate, Proof, cheapest_hiding
from mentorship_app.privacy.exposure import Members, Partition, exposures, partition, small_unions

FLOOR = 5
"""Fewest people behind any shown figure. A program may ask for more, never for fewer."""

_PROOFS_AT_ONCE = 64

Release = Collection[Members]
"""The groups of one earlier release that were shown, as sets of respondents."""
CellKey = tuple[str, str]
Finder = Callable[[Partition], Iterable[frozenset[int]]]
"""Unions of atoms, in the span of a whole partition, that nobody may learn of."""


class Visibility(StrEnum):
    """What becomes of a cell."""

    SHOWN = "shown"
    PRIMARY = "primary"  # too few people
    COMPLEMENTARY = "complementary"  # would give a hidden cell away
    EARLIER = "earlier"  # would give a small group away together with what was released before
    RANGE = "range"  # nearly all or nearly none of the group: at most a range may be told
    CONDITION = "condition"  # the number of those who were asked would tell what they answered before


@dataclass(frozen=True)
class Cell:
    """One group of one table, with the respondents behind it. Members are response ids, never people."""

    table: str
    name: str
    members: Members

    @property
    def key(self) -> CellKey:
        return self.table, self.name

    @property
    def n(self) -> int:
        return len(self.members)


@dataclass(frozen=True)
class Suppression:
    """The verdict on each cell, and what of it goes into the ledger."""

    floor: int
    visibility: Mapping[CellKey, Visibility]
    released: tuple[Members, ...]
    """Member sets of the shown cells; keep them with the release, to be passed as ``earlier_releases`` later."""

    def __getitem__(self, key: CellKey) -> Visibility:
        return self.visibility[key]

    def shows(self, table: str, name: str) -> bool:
        """True when the figure of this cell may leave the query layer."""
        return self.visibility[table, name] is Visibility.SHOWN


class ReleaseRefused(Conflict):
    """Together with earlier releases, even the total would single out ``exposed`` people. Nothing is released."""

    def __init__(self, exposed: int) -> None:
        super().__init__(
            N_(
                "These results cannot be released. Compared with results that were released before, "
                "they would reveal the answers of a very small group (people concerned: %(exposed)s)."
            ),
            exposed=exposed,
        )
        self.exposed = exposed


def suppress(cells: Sequence[Cell], *, floor: int = FLOOR, earlier_releases: Iterable[Release] = ()) -> Suppression:
    """Decide which cells of a release may be shown.

    Cells are unique by table and name. Raises ``ReleaseRefused`` when the group of everybody in the release (or, where
    no cell holds everybody, every single cell) would have to be hidden because of what was released before, and
    ``ValueError`` for a floor below five or a cell named twice.
    """
    _check(cells, floor)
    ledger = list(dict.fromkeys(members for release in earlier_releases for members in release))

    def below_floor(whole: Partition) -> list[frozenset[int]]:
        return small_unions(whole.vectors, [len(atom) for atom in whole.atoms], limit=floor)

    large = [cell for cell in cells if cell.n >= floor]
    _refuse_if_total_exposes(large, ledger, below_floor)
    complementary = hidden_complements(large, ledger, below_floor)
    if ledger and large and len(complementary) == len(large):
        raise ReleaseRefused(_people_exposed(large, ledger, below_floor))
    # Without the ledger: what is hidden anyway is not hidden because of an earlier release.
    alone = hidden_complements(large, (), below_floor) if ledger and complementary else complementary
    visibility = {cell.key: _verdict(cell, floor, complementary, alone) for cell in cells}
    released = dict.fromkeys(cell.members for cell in cells if visibility[cell.key] is Visibility.SHOWN)
    return Suppression(floor, MappingProxyType(visibility), tuple(released))


def hidden_complements(
    cells: Sequence[Cell],
    ledger: Sequence[Members],
    find: Finder,
    *,
    sizes: Mapping[CellKey, int] | None = None,
) -> frozenset[CellKey]:
    """Keys of the fewest ``cells`` to hide so that ``find`` sees no exposure in the rest.

    A cell whose members are in the ledger is public already: hiding it protects nobody, so it is never chosen.
    ``sizes`` tells how many people a cell loses where that is not the number of its members.
    """
    public = set(ledger)
    free = sorted((cell for cell in cells if cell.members not in public), key=lambda cell: cell.key)
    whole = partition([*ledger, *(cell.members for cell in free)])
    forbidden = _not_public(find(whole), whole.vectors[: len(ledger)])

    def proofs_without(hidden: frozenset[int]) -> Iterable[Proof]:
        shown = [position for position in range(len(free)) if position not in hidden]
        order = [*range(len(ledger)), *(len(ledger) + position for position in shown)]
        found = exposures(forbidden, [whole.vectors[position] for position in order])
        named = ({order[group] - len(ledger) for group in exposure.groups} for exposure in found)
        return islice((frozenset(group for group in groups if group >= 0) for groups in named), _PROOFS_AT_ONCE)

    people = sizes or {cell.key: cell.n for cell in free}
    candidates = [Candidate(cell.table, cell.name, people[cell.key]) for cell in free]
    return frozenset(free[position].key for position in cheapest_hiding(candidates, proofs_without))


def _refuse_if_total_exposes(cells: Sequence[Cell], ledger: Sequence[Members], find: Finder) -> None:
    """Groups that this release has itself are left to the search: the same release again gets the same verdict."""
    everybody = frozenset().union(*(cell.members for cell in cells))
    total = [cell for cell in cells if cell.members == everybody]
    current = {cell.members for cell in cells}
    bygone = [members for members in ledger if members not in current]
    if bygone and total and (exposed := _people_exposed(total[:1], bygone, find)):
        raise ReleaseRefused(exposed)


def _people_exposed(cells: Sequence[Cell], ledger: Sequence[Members], find: Finder) -> int:
    """How many different people stand in groups that these cells newly single out."""
    whole = partition([*ledger, *(cell.members for cell in cells)])
    exposed = frozenset().union(*_not_public(find(whole), whole.vectors[: len(ledger)]))
    return sum(len(whole.atoms[atom]) for atom in exposed)


def _not_public(unions: Iterable[frozenset[int]], ledger: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    """Without what earlier releases tell by themselves: under a floor raised since then, that cannot be undone."""
    unions = list(unions)
    public = {exposure.atoms for exposure in exposures(unions, ledger)}
    return [union for union in unions if union not in public]


def _verdict(cell: Cell, floor: int, complementary: frozenset[CellKey], alone: frozenset[CellKey]) -> Visibility:
    if cell.n < floor:
        return Visibility.PRIMARY
    if cell.key not in complementary:
        return Visibility.SHOWN
    return Visibility.COMPLEMENTARY if cell.key in alone else Visibility.EARLIER


def _check(cells: Sequence[Cell], floor: int) -> None:
    if floor < FLOOR:
        raise ValueError(f"the floor may be raised above {FLOOR}, not lowered to {floor}")
    if len({cell.key for cell in cells}) < len(cells):
        raise ValueError("each cell needs its own table and name")
