"""Groups of mentees, and which of them are large enough to be counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mentorship_app.matching.facts import Facts

TOP = 3
FEWEST_IN_GROUP = 5
DIGITS = 6


class Dimension(StrEnum):
    """By what mentees are grouped."""

    LEVEL = "level"
    SITE = "site"
    DEPARTMENT = "department"


@dataclass(frozen=True)
class PairNumbers:
    """One pair. ``fit`` 0–1; ``rank``: which choice of the mentee, None where they did not choose this mentor."""

    mentor: str
    fit: float
    rank: int | None = None
    has_ranked: bool = False
    topics: int | None = None
    """Topics in common; None where one of the two named none."""

    @property
    def is_top(self) -> bool:
        """Whether the mentee has one of their first three choices."""
        return self.rank is not None and self.rank <= TOP


@dataclass(frozen=True)
class Group:
    """Mentees with a mentor who have something in common. None: not shown, because too few people are in it."""

    dimension: Dimension
    name: str
    """Empty for those of whom it is not known."""
    n: int | None = None
    mean: float | None = None
    """Mean fit of the ``n``, 0–1."""
    ranked: int | None = None
    """How many of them chose somebody."""
    top: int | None = None
    """How many of the ``ranked`` have one of their first three choices."""

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it is shown."""
        return self.n is None and self.ranked is None


def groups_of(facts: Facts, each: Mapping[str, PairNumbers]) -> tuple[Group, ...]:
    """Mentees with a mentor (``each`` has them), by all dimensions in which there are several groups."""
    named: dict[Dimension, list[tuple[bool, int | None, str]]] = {
        Dimension.LEVEL: [(one.level is None, one.level, one.level_code) for one in facts.mentees],
        Dimension.SITE: [(not one.site, 0, one.site) for one in facts.mentees],
        Dimension.DEPARTMENT: [(not one.department, 0, one.department) for one in facts.mentees],
    }
    found: list[Group] = []
    for dimension, names in named.items():
        members: dict[str, list[PairNumbers]] = {}
        for _unknown, _position, name in sorted(set(names), key=lambda one: (one[0], one[1] or 0, one[2].casefold())):
            members.setdefault(name, [])
        for (_unknown, _position, name), mentee in zip(names, facts.mentees, strict=True):
            if mentee.id in each:
                members[name].append(each[mentee.id])
        if len(members) > 1:
            found += _counted(dimension, members)
    return tuple(found)


def _counted(dimension: Dimension, members: Mapping[str, list[PairNumbers]]) -> Iterable[Group]:
    by_name = {name: (len(each), sum(one.has_ranked for one in each)) for name, each in members.items()}
    counted = large_enough({name: matched for name, (matched, _ranked) in by_name.items()})
    ranked = large_enough({name: ranking for name, (_matched, ranking) in by_name.items()})
    for name, each in members.items():
        is_counted, is_ranked = name in counted, name in ranked
        yield Group(
            dimension,
            name,
            n=len(each) if is_counted else None,
            mean=round(sum(one.fit for one in each) / len(each), DIGITS) if is_counted else None,
            ranked=by_name[name][1] if is_ranked else None,
            top=sum(one.is_top for one in each) if is_ranked else None,
        )


def large_enough(sizes: Mapping[str, int]) -> frozenset[str]:
    """The groups that may be shown beside a total of all: each of five or more, and what is left out too, together.

    Where those left out are fewer than five, the smallest of the others goes with them, until they are enough.
    """
    shown = sorted((name for name, size in sizes.items() if size >= FEWEST_IN_GROUP), key=lambda name: sizes[name])
    left_out = sum(size for size in sizes.values() if size < FEWEST_IN_GROUP)
    while shown and 0 < left_out < FEWEST_IN_GROUP:
        left_out += sizes[shown.pop(0)]
    return frozenset(shown)
