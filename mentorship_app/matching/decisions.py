"""What people decided about pairs before or after a run, and the pairs that stand in a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentorship_app.matching.facts import Pair


@dataclass(frozen=True)
class Forbidden:
    """Two people whom a coordinator keeps apart in this round, and why."""

    mentee: str
    mentor: str
    rationale: str
    by: str

    @property
    def pair(self) -> Pair:
        return self.mentee, self.mentor


@dataclass(frozen=True)
class Excepted:
    """Two people who may be paired although constraints (their keys) speak against it: named, dated, with consent."""

    mentee: str
    mentor: str
    constraints: tuple[str, ...]
    rationale: str
    by: str
    on: str
    """The day, ISO."""
    agreed: bool = True

    @property
    def pair(self) -> Pair:
        return self.mentee, self.mentor


@dataclass(frozen=True)
class State:
    """One state of a draft. ``locked`` pairs stand through every run; ``released``: whose pair is open."""

    pairs: tuple[Pair, ...] = ()
    locked: frozenset[Pair] = frozenset()
    forbidden: tuple[Forbidden, ...] = ()
    excepted: tuple[Excepted, ...] = ()
    released: frozenset[str] = frozenset()
    """Mentees whose existing pair of the round is open to change."""

    @property
    def mentor_of(self) -> Mapping[str, str]:
        """Mentor by mentee."""
        return dict(self.pairs)

    def as_json(self) -> dict[str, Any]:
        """Plain values; :func:`state_of` reads them back."""
        return {
            "pairs": sorted(map(list, self.pairs)),
            "locked": sorted(map(list, self.locked)),
            "forbidden": [vars(one) for one in self.forbidden],
            "excepted": [vars(one) | {"constraints": list(one.constraints)} for one in self.excepted],
            "released": sorted(self.released),
        }


def state_of(stored: Mapping[str, Any]) -> State:
    """The state that :meth:`State.as_json` wrote."""
    return State(
        pairs=tuple((mentee, mentor) for mentee, mentor in stored["pairs"]),
        locked=frozenset((mentee, mentor) for mentee, mentor in stored["locked"]),
        forbidden=tuple(Forbidden(**one) for one in stored["forbidden"]),
        excepted=tuple(Excepted(**(one | {"constraints": tuple(one["constraints"])})) for one in stored["excepted"]),
        released=frozenset(stored["released"]),
    )
