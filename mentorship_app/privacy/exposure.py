"""What a reader of published sums can work out by adding and subtracting them.

Every published figure of a group is one equation over *atoms*: classes of respondents who belong to exactly the same
groups. A union of atoms is known to the reader when its 0/1 vector lies in the rational span of the published vectors.
The algebra is exact (fractions, no floats), because a near miss here is somebody's answer.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

Members = frozenset[Hashable]
_Row = dict[int, Fraction]


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


def exposures(vectors: Sequence[frozenset[int]], weights: Sequence[int], *, limit: int) -> Iterator[Exposure]:
    """Every non-empty union of atoms in the span of ``vectors`` whose weights add up to less than ``limit``.

    Weights are whole numbers from 0 up (people, or people who answered yes). Earlier vectors are preferred in the
    proof, so put what is already public first: an exposure that names only those is nothing new.

    Any member of the span is fixed by its values at the pivots of the reduced rows, and those values must be 0 or 1.
    Pivots are taken heaviest atom first, so that most of them weigh too much to belong to a small union at all.
    """
    heaviest_first = sorted(range(len(weights)), key=lambda atom: (-weights[atom], atom))
    reduced = _reduced_rows(vectors, heaviest_first)
    light = [row for row in reduced if weights[row.pivot] < limit]
    last_use = {atom: position for position, row in enumerate(light) for atom in row.vector}
    closing: list[list[int]] = [[] for _ in light]
    for atom, position in last_use.items():
        closing[position].append(atom)
    yield from _small_unions(light, closing, weights, limit)


def _small_unions(
    light: list[_ReducedRow], closing: list[list[int]], weights: Sequence[int], limit: int
) -> Iterator[Exposure]:
    """Walk over the choices of rows, giving a branch up once an atom that is settled is neither in nor out."""
    pending: list[tuple[int, tuple[int, ...], _Row, int]] = [(0, (), {}, 0)]
    while pending:
        position, taken, vector, weight = pending.pop()
        if position == len(light):
            if taken:
                yield Exposure(frozenset(vector), frozenset(_added([light[row].groups for row in taken])))
            continue
        for choice, candidate in (
            ((*taken, position), _added([vector, light[position].vector])),
            (taken, vector),
        ):
            settled = [candidate.get(atom, Fraction(0)) for atom in closing[position]]
            if any(value not in (0, 1) for value in settled):
                continue
            heavier = weight + sum(
                weights[atom] for atom, value in zip(closing[position], settled, strict=True) if value
            )
            if heavier < limit:
                pending.append((position + 1, choice, candidate, heavier))


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


def _added(rows: Sequence[_Row]) -> _Row:
    """Sum of sparse rows, without the zeros."""
    total: _Row = {}
    for row in rows:
        for position, value in row.items():
            total[position] = total.get(position, Fraction(0)) + value
    return {position: value for position, value in total.items() if value}
