"""The people of a problem file, and whatever names them: rankings, pairs, couples of mentees."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from mentorship_app.matching.problem_file.careful_json import Complaints, as_list, as_object, expect, shown
from mentorship_app.matching.solving.problem import Pair

MOST = 1_000_000
"""No number of people or places is larger."""
_ID = "an id (text or a whole number)"


@dataclass(frozen=True)
class People:
    """The mentors or the mentees of a file. ``given``: their ids as they stand there, by the same as text.

    ``entries``: in the order of the file, each with its place, its id as text. ``complete``: everybody has an id, so
    whoever is not here is nobody.
    """

    word: str
    """``mentor`` or ``mentee``."""
    given: Mapping[str, str | int]
    entries: Collection[tuple[str, Mapping[str, Any]]]
    complete: bool


def read_people(
    complaints: Complaints, name: str, value: object, needs: Collection[str], may: Collection[str]
) -> People:
    """Everybody with a usable id, and complaints about the others."""
    word = name.removesuffix("s")
    people = None if value is None else as_list(complaints, name, value, f"{word}s")
    if people is None:
        return People(word, {}, (), complete=False)
    given: dict[str, str | int] = {}
    entries = []
    for position, one in enumerate(people):
        place = f"{name}[{position}]"
        entry = as_object(complaints, place, one, needs=("id", *needs), may=may)
        if entry is None or "id" not in entry or (key := read_id(complaints, f"{place}.id", entry["id"])) is None:
            continue
        if key in given:
            alike = "" if entry["id"] == given[key] else f" (as {shown(given[key])})"
            complaints.add(f"{place}.id", f"{shown(entry['id'])} is there twice{alike}")
            continue
        given[key] = entry["id"]
        entries.append((place, {**entry, "id": key}))
    return People(word, given, entries, complete=len(entries) == len(people))


def read_id(complaints: Complaints, place: str, value: object) -> str | None:
    """An id as text; None after a complaint."""
    if type(value) is int:
        return str(value)
    if type(value) is not str:
        expect(complaints, place, value, _ID)
        return None
    if not value:
        complaints.add(place, "an empty id")
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        complaints.add(place, f"{shown(value)} has half a character in it (a lone surrogate)")
        return None
    return value


def read_known(complaints: Complaints, place: str, value: object, people: People) -> str | None:
    """The id of one of these people; None after a complaint."""
    key = read_id(complaints, place, value)
    if key is None or key in people.given:
        return key
    if people.complete:
        complaints.add(place, f"unknown {people.word} {shown(value)}")
    return None


def read_ranking(
    complaints: Complaints, place: str, entry: Mapping[str, Any], others: People
) -> tuple[str, ...] | None:
    """Whom somebody ranks, best first; None where they do not rank."""
    if "ranking" not in entry:
        return None
    place = f"{place}.ranking"
    expected = f"{others.word} ids; leave the key out for somebody who goes by fit"
    ranking = as_list(complaints, place, entry["ranking"], expected)
    if ranking is None:
        return None
    ranked: dict[str, None] = {}
    for position, one in enumerate(ranking):
        key = one if type(one) is str and one in others.given else None
        if key is None:
            key = _ranked(complaints, f"{place}[{position}]", one, others)
        if key in ranked:
            complaints.add(f"{place}[{position}]", f"{shown(one)} is there twice")
        elif key is not None:
            ranked[key] = None
    return tuple(ranked)


def _ranked(complaints: Complaints, place: str, value: object, others: People) -> str | None:
    if isinstance(value, list):
        complaints.add(
            place,
            "a list; a ranking has no ties: for a tie leave the whole ranking out and give equal fits",
        )
        return None
    return read_known(complaints, place, value, others)


def read_pairs(complaints: Complaints, name: str, value: object, mentees: People, mentors: People) -> frozenset[Pair]:
    """Pairs of a mentee and a mentor."""
    return _twos(complaints, name, value, (mentees, mentors), "[mentee, mentor]")


def read_couples(complaints: Complaints, name: str, value: object, mentees: People) -> frozenset[tuple[str, str]]:
    """Couples of two different mentees, each with the smaller id first."""
    found = _twos(complaints, name, value, (mentees, mentees), "[mentee, mentee]")
    for one in sorted(one for one, other in found if one == other):
        complaints.add(name, f"mentee {shown(one)} with themselves")
    return frozenset((min(couple), max(couple)) for couple in found)


def _twos(
    complaints: Complaints, name: str, value: object, sides: tuple[People, People], written: str
) -> frozenset[Pair]:
    twos = as_list(complaints, name, value, f"pairs {written}")
    found = set()
    for position, two in enumerate(twos or ()):
        place = f"{name}[{position}]"
        if not isinstance(two, list) or len(two) != len(sides):
            said = f"a list of {len(two)}" if isinstance(two, list) else shown(two)
            complaints.add(place, f"expected {written}, not {said}")
            continue
        one, other = (
            read_known(complaints, f"{place}[{number}]", each, side)
            for number, (each, side) in enumerate(zip(two, sides, strict=True))
        )
        if one is not None and other is not None:
            found.add((one, other))
    return frozenset(found)
