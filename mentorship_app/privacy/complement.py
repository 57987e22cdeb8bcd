"""The cheapest set of further cells to hide, so that nothing hidden can be worked out from what is left.

Hiding a cell never reveals anything, so each proof of an exposure ("these cells together give it away") asks for one
thing: hide at least one of them. The optimum over all proofs is the cheapest set that meets every proof. Proofs are
gathered until the cheapest set that meets those gathered so far is safe; no cheaper set can be.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

EXACT_SEARCH_CELLS = 15
"""Up to this many cells at stake the optimum is searched cell by cell; beyond it, tables are hidden whole."""

Proof = frozenset[int]


@dataclass(frozen=True)
class Candidate:
    """A cell that could be hidden: where it stands and how many people it loses."""

    table: str
    name: str
    people: int


def cheapest_hiding(
    candidates: Sequence[Candidate], proofs_without: Callable[[frozenset[int]], Iterable[Proof]]
) -> frozenset[int]:
    """Positions of the candidates to hide: fewest cells, then fewest people, then first by table and name.

    ``proofs_without(hidden)`` returns proofs of exposure that remain when ``hidden`` are gone, empty when it is safe;
    each proof is a non-empty set of candidates still shown. With more than ``EXACT_SEARCH_CELLS`` candidates in
    proofs, whole tables are hidden instead: fewest tables, then fewest people, then first by name.
    """
    proofs: list[Proof] = []
    hidden: frozenset[int] = frozenset()
    while remaining := list(proofs_without(hidden)):
        proofs.extend(remaining)
        at_stake = sorted(frozenset().union(*proofs))
        if len(at_stake) > EXACT_SEARCH_CELLS:
            return _whole_tables(candidates, proofs_without)
        hidden = _cheapest_cover({position: (position,) for position in at_stake}, candidates, proofs)
    return hidden


def _whole_tables(
    candidates: Sequence[Candidate], proofs_without: Callable[[frozenset[int]], Iterable[Proof]]
) -> frozenset[int]:
    tables = sorted({candidate.table for candidate in candidates})
    cells_of = [tuple(i for i, cell in enumerate(candidates) if cell.table == table) for table in tables]
    table_of = {position: number for number, positions in enumerate(cells_of) for position in positions}
    proofs: list[Proof] = []
    hidden: frozenset[int] = frozenset()
    while remaining := list(proofs_without(hidden)):
        proofs.extend(frozenset(table_of[position] for position in proof) for proof in remaining)
        units = {number: cells_of[number] for number in sorted(frozenset().union(*proofs))}
        hidden = _cheapest_cover(units, candidates, proofs)
    return hidden


def _cheapest_cover(
    units: dict[int, tuple[int, ...]], candidates: Sequence[Candidate], proofs: Iterable[Proof]
) -> frozenset[int]:
    """The cheapest choice of units that meets every proof, as positions of candidates."""
    bit = {unit: 1 << order for order, unit in enumerate(units)}
    masks = _smallest({sum(bit[unit] for unit in proof) for proof in proofs})

    def cost(choice: Sequence[int]) -> tuple[int, list[tuple[str, str]]]:
        cells = [candidates[position] for unit in choice for position in units[unit]]
        return sum(cell.people for cell in cells), sorted((cell.table, cell.name) for cell in cells)

    for size in range(1, len(units) + 1):
        covers = [choice for choice in combinations(units, size) if _meets(sum(bit[u] for u in choice), masks)]
        if covers:
            return frozenset(position for unit in min(covers, key=cost) for position in units[unit])
    raise ValueError("a proof of exposure must name at least one cell that can be hidden")


def _meets(choice: int, masks: Iterable[int]) -> bool:
    return all(choice & mask for mask in masks)


def _smallest(masks: set[int]) -> list[int]:
    """The masks that contain no other: meeting those meets all."""
    kept: list[int] = []
    for mask in sorted(masks, key=lambda mask: (mask.bit_count(), mask)):
        if all(mask & smaller != smaller for smaller in kept):
            kept.append(mask)
    return kept
