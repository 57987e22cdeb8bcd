"""The smallest set of rules that contradict each other, where no matching keeps them all.

First what can be seen at once: one lock too many, a lock on a forbidden pair. Else rules are left out, in large parts
first, as long as the others still contradict each other; what remains is needed to the last ("deletion filter":
Chinneck and Dravnieks, ORSA J Comput 1991;3:157-168). Where rules are few, smaller sets are tried too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from json import dumps
from math import comb
from typing import TYPE_CHECKING, Any

from mentorship_app.matching.solving.bottleneck import needs_met
from mentorship_app.matching.solving.canonical import Impossible, Instance, Open, Refused, open_part
from mentorship_app.matching.solving.flows import NOBODY, edges, largest_matching
from mentorship_app.matching.solving.programme import Programme

if TYPE_CHECKING:
    from mentorship_app.matching.solving.canonical import Integers, Mask
    from mentorship_app.matching.solving.problem import Pair

Rule = tuple[str, tuple[int, ...]]
"""Kind, and the positions it names: (mentor), (mentee, mentor) or two mentees."""

_SECONDS_PER_TRIAL = 20.0
_TRIALS = 400
"""So many smaller sets are tried at most."""
_MOST_LOADS = 40
_MOST_FORBIDDEN = 40
"""More forbidden pairs than this are not named one by one: they are the matrix, not a rule."""


def plain_conflict(instance: Instance) -> tuple[Mapping[str, Any], ...]:
    """A conflict that needs no search: of locks with each other, with what is forbidden or with places, or of a
    smallest load above the places. Empty where there is none of these."""
    found = _forbidden_lock(instance) or _locks_of_one(instance) or _load_above_places(instance)
    return described(instance, found)


def lock_conflict(instance: Instance) -> tuple[Mapping[str, Any], ...]:
    """As ``plain_conflict``, of locks alone."""
    return described(instance, _forbidden_lock(instance) or _locks_of_one(instance))


def _forbidden_lock(instance: Instance) -> list[Rule]:
    for lock in instance.locked:
        if not instance.allowed[lock]:
            return [("locked", lock), ("forbidden", lock)]
    return []


def _locks_of_one(instance: Instance) -> list[Rule]:
    """The fewest locks that are too many for one mentee, or for one mentor's places."""
    of_mentee: dict[int, list[Rule]] = defaultdict(list)
    of_mentor: dict[int, list[Rule]] = defaultdict(list)
    for lock in instance.locked:
        of_mentee[lock[0]].append(("locked", lock))
        of_mentor[lock[1]].append(("locked", lock))
    found: list[list[Rule]] = []
    for mentee, locks in of_mentee.items():
        if len(locks) > instance.wants[mentee]:
            found.append(locks[: int(instance.wants[mentee]) + 1])
    for mentor, locks in of_mentor.items():
        if len(locks) > instance.capacity[mentor]:
            found.append([("capacity", (mentor,)), *locks[: int(instance.capacity[mentor]) + 1]])
    return min(found, key=len, default=[])


def _load_above_places(instance: Instance) -> list[Rule]:
    """Where there would be mentees enough; where not, the smallest load is out of reach without regard to places."""
    possible_load = (instance.allowed & (instance.wants > 0)[:, None]).sum(axis=0)
    above = ((instance.min_load > instance.capacity) & (instance.min_load <= possible_load)).nonzero()[0]
    return [("min_load", (int(above[0]),)), ("capacity", (int(above[0]),))] if len(above) else []


def broken_rules(instance: Instance, pairs: Collection[Pair]) -> tuple[Mapping[str, Any], ...]:
    """The smallest loads and the rules of two mentees that these pairs break."""
    mentors_of: dict[str, set[str]] = defaultdict(set)
    for mentee, mentor in pairs:
        mentors_of[mentee].add(mentor)
    loads = Counter(mentor for _, mentor in pairs)
    held = [mentors_of[mentee] for mentee in instance.mentees]
    broken: list[Rule] = [
        ("min_load", (k,)) for k, least in enumerate(instance.min_load.tolist()) if loads[instance.mentors[k]] < least
    ]
    broken += [("together", couple) for couple in instance.together if held[couple[0]] != held[couple[1]]]
    broken += [("apart", couple) for couple in instance.apart if held[couple[0]] & held[couple[1]]]
    return described(instance, broken)


def smallest_conflict(instance: Instance) -> tuple[Mapping[str, Any], ...]:
    """A smallest set of rules that no matching keeps together, of an instance that has none for all.

    No rule of it can be left out, unless it has very many smallest loads. It is the smallest of all where few rules
    make a search through smaller sets cheap.
    """
    rules = _rules(instance)
    without = replace(instance, together=(), apart=())
    if not (instance.wants > 1).any() and not possible(without, _rules(without)):
        rules = _of_starved_mentors(without, _rules(without))

    def contradict(some: Sequence[Rule]) -> bool:
        return not possible(instance, some)

    loads = [rule for rule in rules if rule[0] == "min_load"]
    if len(loads) > _MOST_LOADS and contradict(rules):
        # So many that leaving out one or the other helps nobody who reads them.
        others = [rule for rule in rules if rule[0] != "min_load"]
        return described(instance, [*_needed(others, loads, contradict), *loads])
    core = _fewer_by_size(rules, _needed(rules, [], contradict), contradict)
    return described(instance, [*core, *_forbidden_that_matter(instance, core)])


def possible(instance: Instance, rules: Sequence[Rule]) -> bool:
    """Whether a matching keeps these rules, others left aside. What is forbidden in the instance holds always, and so
    does how many mentors a mentee wants."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    some = _only(instance, rules)
    if plain_conflict(some):
        return False
    if some.together or some.apart or (some.wants > 1).any():
        try:
            programme = Programme(some, _SECONDS_PER_TRIAL)
            programme.least(np.zeros(programme.size))
        except Impossible:
            return False
        except Refused:
            # Not known in that time; then none of these is left out.
            return True
        return True
    part = open_part(some)
    return needs_met(part, edges(part.fit, part.allowed & (part.need > 0)))


def _only(instance: Instance, rules: Sequence[Rule]) -> Instance:
    """The instance with these rules and no others."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    named: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for kind, positions in rules:
        named[kind].append(positions)
    capacity: Integers = np.maximum(instance.capacity, len(instance.mentees))
    min_load: Integers = np.zeros_like(instance.min_load)
    for (mentor,) in named["capacity"]:
        capacity[mentor] = instance.capacity[mentor]
    for (mentor,) in named["min_load"]:
        min_load[mentor] = instance.min_load[mentor]
    allowed = instance.allowed
    if named["forbidden"]:
        allowed = allowed.copy()
        for mentee, mentor in named["forbidden"]:
            allowed[mentee, mentor] = False
    return replace(
        instance,
        capacity=capacity,
        min_load=min_load,
        allowed=allowed,
        locked=tuple((a, b) for a, b in named["locked"]),
        together=tuple((a, b) for a, b in named["together"]),
        apart=tuple((a, b) for a, b in named["apart"]),
    )


def _rules(instance: Instance) -> list[Rule]:
    """Every rule that could be part of a conflict, those that are hardest to give up first."""
    people = len(instance.mentees)
    return [
        *(("capacity", (k,)) for k, places in enumerate(instance.capacity.tolist()) if places < people),
        *(("locked", lock) for lock in instance.locked),
        *(("apart", couple) for couple in instance.apart),
        *(("together", couple) for couple in instance.together),
        *(("min_load", (k,)) for k, load in enumerate(instance.min_load.tolist()) if load > 0),
    ]


def _of_starved_mentors(instance: Instance, rules: list[Rule]) -> list[Rule]:
    """Only the mentors whose smallest loads compete for too few mentees, and the locks that keep mentees from them."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    part = open_part(instance)
    partner = largest_matching(edges(part.fit, part.allowed), len(part.rows), part.need)
    filled = np.bincount(partner[partner != NOBODY], minlength=len(part.need))
    starved = _fewest(part, _starved(part.allowed, partner, filled < part.need) & (part.need > 0))
    return [rule for rule in rules if rule[0] == "locked" or (rule[0] == "min_load" and starved[rule[1][0]])]


def _fewest(part: Open, starved: Mask) -> Mask:
    """Of mentors who need more mentees than all of them together could have, fewer of whom that is still so."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    starved = starved.copy()
    competing = part.allowed[:, starved].sum(axis=1)
    missing = int(part.need[starved].sum()) - int((competing > 0).sum())
    for column in np.argsort(part.need, kind="stable"):
        only_theirs = part.allowed[:, column] & (competing == 1)
        without = missing - int(part.need[column]) + int(only_theirs.sum())
        if starved[column] and without > 0:
            starved[column] = False
            competing = competing - part.allowed[:, column]
            missing = without
    return starved


def _starved(allowed: Mask, partner: Any, short: Mask) -> Mask:
    """The mentors who are short, and all who have a mentee whom one of these could have."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    while True:
        wanted = allowed[:, short].any(axis=1)
        holders = np.unique(partner[wanted & (partner != NOBODY)])
        if short[holders].all():
            return short
        short = short.copy()
        short[holders] = True


def _needed(rules: Sequence[Rule], kept: Sequence[Rule], contradict: Callable[[Sequence[Rule]], bool]) -> list[Rule]:
    """A part of ``rules`` that contradicts itself together with ``kept``, none of which can be left out."""
    some = list(rules)
    size = max(1, len(some) // 2)
    while True:
        at = 0
        while at < len(some):
            rest = some[:at] + some[at + size :]
            if contradict([*kept, *rest]):
                some = rest
            else:
                at += size
        if size == 1:
            return some
        size //= 2


def _fewer_by_size(rules: Sequence[Rule], core: list[Rule], contradict: Callable[[Sequence[Rule]], bool]) -> list[Rule]:
    """The first smaller set that contradicts itself, as far as they can all be tried; else the one there is."""
    trials = 0
    for size in range(1, len(core)):
        trials += comb(len(rules), size)
        if trials > _TRIALS:
            break
        for some in combinations(rules, size):
            if contradict(some):
                return list(some)
    return core


def _forbidden_that_matter(instance: Instance, core: Sequence[Rule]) -> list[Rule]:
    """The forbidden pairs without which these rules could be kept; none where they could not even then, or where too
    many are forbidden to name them."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    mentors = {positions[0] for kind, positions in core if kind in {"min_load", "capacity"}}
    mentors |= {positions[1] for kind, positions in core if kind == "locked"}
    mentees = {k for kind, positions in core if kind in {"together", "apart"} for k in positions}
    forbidden: list[Rule] = [
        ("forbidden", (int(a), int(b))) for a, b in np.argwhere(~instance.allowed) if b in mentors or a in mentees
    ]
    if len(forbidden) > _MOST_FORBIDDEN:
        return []

    free = replace(instance, allowed=np.ones_like(instance.allowed))

    def contradict(some: Sequence[Rule]) -> bool:
        return not possible(free, some)

    if contradict(core) or not contradict([*core, *forbidden]):
        return []
    return _needed(forbidden, core, contradict)


def contradicts(instance: Instance, entries: Sequence[Mapping[str, Any]]) -> bool:
    """Whether these entries are rules of the instance that no matching keeps together."""
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    own = [*_rules(instance), *(("forbidden", (int(a), int(b))) for a, b in np.argwhere(~instance.allowed))]
    own += [("capacity", (k,)) for k in range(len(instance.mentors))]
    by_entry = {_key(_entry(instance, *rule)): rule for rule in own}
    named = [by_entry.get(_key(entry)) for entry in entries]
    rules = [rule for rule in named if rule is not None]
    return len(rules) == len(entries) and not possible(instance, rules)


def _key(entry: Mapping[str, Any]) -> str:
    return dumps(entry, sort_keys=True)


def described(instance: Instance, rules: Sequence[Rule]) -> tuple[Mapping[str, Any], ...]:
    """Plain entries with ids, as a certificate holds them."""
    return tuple(_entry(instance, kind, positions) for kind, positions in rules)


def _entry(instance: Instance, kind: str, positions: tuple[int, ...]) -> Mapping[str, Any]:
    if kind in {"together", "apart"}:
        return {"rule": kind, "mentees": [instance.mentees[k] for k in positions]}
    if kind in {"locked", "forbidden"}:
        return {"rule": kind, "mentee": instance.mentees[positions[0]], "mentor": instance.mentors[positions[1]]}
    numbers = instance.capacity if kind == "capacity" else instance.min_load
    return {"rule": kind, "mentor": instance.mentors[positions[0]], kind: int(numbers[positions[0]])}
