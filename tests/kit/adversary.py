"""Somebody who adds and subtracts published sums: an exact solver, written apart from the code that it is set against.

What is published are sums over groups. A column is a class of people who stand in the same groups; a row is a
published group, with 1 for each class inside. Every set of classes whose sum the reader can work out is a 0/1 vector
in the rational span of the rows, and each such vector is fixed by its values in the pivot columns.
"""

from collections.abc import Collection, Hashable, Sequence
from fractions import Fraction
from math import lcm

import numpy


def echelon(rows: Sequence[Sequence[int]]) -> list[list[Fraction]]:
    """The reduced row echelon form over the rational numbers, without the rows of zeros."""
    matrix = [[Fraction(value) for value in row] for row in rows]
    done: list[list[Fraction]] = []
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in matrix if row[column]), None)
        if pivot is None:
            continue
        matrix.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        matrix = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in matrix]
        done = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in done]
        done.append(pivot)
    return done


def knowable(rows: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Every 0/1 vector in the span of ``rows``, but the empty one."""
    basis = echelon(rows)
    if not basis:
        return []
    one = lcm(*(value.denominator for row in basis for value in row))
    whole = numpy.array([[int(value * one) for value in row] for row in basis], dtype=object)
    counted = range(1, 2 ** len(basis))
    chosen = numpy.array([[n >> bit & 1 for bit in range(len(basis))] for n in counted], dtype=object)
    sums = chosen.dot(whole)
    fits = ((sums == 0) | (sums == one)).all(axis=1)
    return [tuple(int(value == one) for value in row) for row in sums[fits]]


def singled_out(published: Collection[frozenset[Hashable]], floor: int) -> set[frozenset[Hashable]]:
    """Groups of 1 to ``floor - 1`` members that follow from the published ones."""
    groups = list(dict.fromkeys(published))
    classes: dict[tuple[int, ...], set[Hashable]] = {}
    for person in frozenset().union(*groups):
        classes.setdefault(tuple(int(person in group) for group in groups), set()).add(person)
    columns = sorted(classes, key=lambda signature: (signature, len(classes[signature])))
    rows = [[signature[number] for signature in columns] for number in range(len(groups))]
    found = set()
    for vector in knowable(rows):
        members = frozenset().union(*(classes[columns[i]] for i, inside in enumerate(vector) if inside))
        if 0 < len(members) < floor:
            found.add(members)
    return found
