"""What a reader of published sums can work out by adding and subtracting them.

Every published figure of a group is one equation over *atoms*: classes of respondents who belong to exactly the same
groups. A union of atoms is known to the reader when its 0/1 vector lies in the rational span of the published vectors.
The algebra is exact (fractions, no floats), because a near miss here is somebody's answer.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TypeVar

Members = frozenset[Hashable]
_Row = dict[int, Fraction]
_Number = TypeVar("_Number", int, Fraction)

_PRIME = 2**61 - 1
_GENERATOR = 6364136223846793005


@dataclass(frozen=True)
class Partition:
    """Respondents sorted into atoms. ``vectors[i]`` holds the positions of the atoms that make up the i-th group."""

    atoms: tuple[Members, ...]
    vectors: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class Exposure:
    """A union of atoms that the reader can single out, and the groups whose figures give it away."""

    atoms: frozenset[int]
    groups: frozenset[int]


@dataclass(frozen=True)
class _ReducedRow:
    pivot: int
    vector: _Row
    groups: _Row


def partition(groups: Sequence[Members]) -> Partition:
    """Sort everybody in ``groups`` into classes of equal membership, in an order that depends on the groups only."""
    signatures: dict[Hashable, list[int]] = {}
    for position, members in enumerate(groups):
        for member in members:
            signatures.setdefault(member, []).append(position)
    by_signature: dict[tuple[int, ...], list[Hashable]] = {}
    for member, positions in signatures.items():
        by_signature.setdefault(tuple(positions), []).append(member)
    ordered = sorted(by_signature)
    vectors = tuple(
        frozenset(atom for atom, signature in enumerate(ordered) if position in signature)
        for position in range(len(groups))
    )
    return Partition(tuple(frozenset(by_signature[signature]) for signature in ordered), vectors)


def small_unions(vectors: Sequence[frozenset[int]], weights: Sequence[int], *, limit: int) -> list[frozenset[int]]:
    """Every non-empty union of atoms in the span of ``vectors`` whose weights add up to less than ``limit``.

    Weights are whole numbers from 0 up (people, or people who answered yes). Hiding a group only shrinks the span, so
    this list, taken with every group shown, holds all that can ever be exposed.

    Any member of the span is fixed by its values at the pivots of the reduced rows, and those values must be 0 or 1.
    Pivots are taken heaviest atom first, so that most of them weigh too much to belong to a small union at all.
    """
    heaviest_first = sorted(range(len(weights)), key=lambda atom: (-weights[atom], atom))
    light = [row for row in _reduced_rows(vectors, heaviest_first) if weights[row.pivot] < limit]
    one = lcm(*(value.denominator for row in light for value in row.vector.values()))
    rows = _settling_early([{atom: int(value * one) for atom, value in row.vector.items()} for row in light])
    last_use = {atom: position for position, row in enumerate(rows) for atom in row}
    settled_by: list[list[int]] = [[] for _ in rows]
    for atom, position in last_use.items():
        settled_by[position].append(atom)
    return list(_walk(rows, settled_by, one, weights, limit))


def _walk(
    rows: list[dict[int, int]], settled_by: list[list[int]], one: int, weights: Sequence[int], limit: int
) -> Iterator[frozenset[int]]:
    """Sums of rows that hold only ``one`` and 0. A branch ends when a settled atom is neither, or weighs too much."""
    pending: list[tuple[int, dict[int, int], int]] = [(0, {}, 0)]
    while pending:
        position, vector, weight = pending.pop()
        if position == len(rows):
            if vector:
                yield frozenset(vector)
            continue
        for candidate in (vector, _added([vector, rows[position]])):
            heavier = weight
            for atom in settled_by[position]:
                value = candidate.get(atom, 0)
                if value not in (0, one):
                    break
                heavier += weights[atom] if value else 0
            else:
                if heavier < limit:
                    pending.append((position + 1, candidate, heavier))


def _settling_early(rows: list[dict[int, int]]) -> list[dict[int, int]]:
    """The rows in an order in which atoms are settled soon: next is always the row with the fewest new atoms."""
    ordered: list[dict[int, int]] = []
    touched: set[int] = set()
    remaining = list(rows)
    while remaining:
        nearest = min(remaining, key=lambda row: (len(row.keys() - touched), min(row)))
        remaining.remove(nearest)
        ordered.append(nearest)
        touched |= nearest.keys()
    return ordered


def exposures(unions: Iterable[frozenset[int]], vectors: Sequence[frozenset[int]]) -> Iterator[Exposure]:
    """Those of ``unions`` that lie in the span of ``vectors``, each with a proof.

    Earlier vectors are preferred in the proof, so put what is already public first: a proof that names only those
    says that nothing new is exposed.
    """
    atoms = sorted(frozenset().union(*vectors))
    rows = {row.pivot: row for row in _reduced_rows(vectors, atoms)}
    mark = {atom: pow(_GENERATOR, atom + 1, _PRIME) for atom in atoms if atom not in rows}
    for pivot, row in rows.items():
        mark[pivot] = -sum(_modulo(value) * mark[atom] for atom, value in row.vector.items() if atom != pivot)
    for union in unions:
        # The marks of a union in the span add up to 0; a cheap test that most others fail. The exact one follows.
        if not union <= mark.keys() or sum(mark[atom] for atom in union) % _PRIME:
            continue
        taken = [rows[atom] for atom in union if atom in rows]
        if _added([row.vector for row in taken]) == dict.fromkeys(union, 1):
            yield Exposure(union, frozenset(_added([row.groups for row in taken])))


def _modulo(value: Fraction) -> int:
    return value.numerator * pow(value.denominator, -1, _PRIME) % _PRIME


def _reduced_rows(vectors: Sequence[frozenset[int]], column_order: Sequence[int]) -> list[_ReducedRow]:
    """Reduced row echelon form of an independent choice of ``vectors``, each row with the vectors it is made of."""
    open_rows = [
        ({atom: Fraction(1) for atom in vectors[position]}, {position: Fraction(1)})
        for position in _independent(vectors)
    ]
    done: list[tuple[int, _Row, _Row]] = []
    for column in column_order:
        chosen = next((position for position, (vector, _) in enumerate(open_rows) if column in vector), None)
        if chosen is None:
            continue
        vector, groups = open_rows.pop(chosen)
        scale = 1 / vector[column]
        vector = {atom: value * scale for atom, value in vector.items()}
        groups = {position: value * scale for position, value in groups.items()}
        open_rows = [_cleared(row, column, vector, groups) for row in open_rows]
        done = [(pivot, *_cleared((row, made_of), column, vector, groups)) for pivot, row, made_of in done]
        done.append((column, vector, groups))
    return [_ReducedRow(pivot, vector, groups) for pivot, vector, groups in done]


def _independent(vectors: Sequence[frozenset[int]]) -> list[int]:
    """Positions of the vectors that are no combination of those before them."""
    kept: list[int] = []
    echelon: list[tuple[int, _Row]] = []
    for position, members in enumerate(vectors):
        row = {atom: Fraction(1) for atom in members}
        for pivot, earlier in echelon:
            if pivot in row:
                row = _added([row, _scaled(earlier, -row[pivot])])
        if row:
            pivot = min(row)
            echelon.append((pivot, _scaled(row, 1 / row[pivot])))
            kept.append(position)
    return kept


def _cleared(row: tuple[_Row, _Row], column: int, vector: _Row, groups: _Row) -> tuple[_Row, _Row]:
    values, made_of = row
    if column not in values:
        return row
    factor = -values[column]
    return _added([values, _scaled(vector, factor)]), _added([made_of, _scaled(groups, factor)])


def _scaled(row: _Row, factor: Fraction) -> _Row:
    return {position: value * factor for position, value in row.items()}


def _added(rows: Sequence[Mapping[int, _Number]]) -> dict[int, _Number]:
    """Sum of sparse rows, without the zeros."""
    total: dict[int, _Number] = {}
    for row in rows:
        for position, value in row.items():
            total[position] = total[position] + value if position in total else value
    return {position: value for position, value in total.items() if value}
