"""What mentees need against what mentors offer: where places are missing, and how many people can be served at once.

Needs come from the intakes that were sent; where these say nothing yet, from the targets of the calls. Offers are the
places of the mentors who take part and do not pause, whether or not a place is taken by now: both sides are the whole
cohort. Everything counts places, since one mentor may take several people.

How many mentors are missing for one value: the places missing, divided by how many people a mentor of this cohort takes
(the median capacity of those who take anybody; 1 while there is none), rounded up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil
from statistics import median

from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.intake.queries import IntakeCount
from mentorship_app.matching.common_ground import Interest
from mentorship_app.matching.reach import Offer, served_at_once
from mentorship_app.matching.sides import (
    Facet,
    Person,
    Target,
    what_calls_look_for,
    what_mentees_need,
    what_mentors_offer,
)
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort

FEWEST_NAMING_IDENTITY = 5
"""A need that touches on who people are is shown only if at least so many mentees named it."""


class Basis(StrEnum):
    """Where the needs of a facet come from."""

    INTAKES = "intakes"
    TARGETS = "targets"


@dataclass(frozen=True)
class Gap:
    """One topic, place, language …: places needed and offered. ``offered`` is None where nobody counts."""

    key: str
    name: LocalizedText
    needed: int
    offered: int | None
    mentors_missing: int = 0
    lang: str | None = None
    """The language of the name, where it is always the same."""

    @property
    def missing(self) -> int:
        """Places missing; 0 where nobody counts."""
        return max(0, self.needed - self.offered) if self.offered is not None else 0


@dataclass(frozen=True)
class FacetBoard:
    """One facet. Of ``asking`` mentees, ``served`` can have a mentor for one of their wishes, all at the same time.

    Both are None where the needs are targets, which name no people.
    """

    facet: Facet
    basis: Basis
    gaps: tuple[Gap, ...]
    asking: int | None = None
    served: int | None = None
    some_hidden: bool = False
    """Whether needs are left out because too few people named them."""


@dataclass(frozen=True)
class Board:
    """The gap board of a cohort."""

    facets: tuple[FacetBoard, ...]
    sent: IntakeCount
    mentors: int
    places: int
    unknown: int
    """Mentors who came by the list of people: nobody asked them for topics, languages or functions."""

    @property
    def shortest(self) -> Gap | None:
        """Where most mentors are missing; None when nothing is short."""
        return max(
            (gap for board in self.facets for gap in board.gaps if gap.missing),
            key=lambda gap: (gap.mentors_missing, gap.missing),
            default=None,
        )

    @property
    def short(self) -> int:
        """How many values have fewer places than needed."""
        return sum(bool(gap.missing) for board in self.facets for gap in board.gaps)


def board(session: Session, cohort: Cohort, *, today: date, with_reach: bool = True) -> Board:
    """The whole board; as many queries for three people as for a thousand.

    Without ``with_reach`` nobody works out how many can be served at once, which takes the longest.
    """
    mentees, count = what_mentees_need(session, cohort)
    mentors, unknown = what_mentors_offer(session, cohort, today=today)
    targets = what_calls_look_for(session, cohort)
    facets = (_facet_board(facet, mentees, mentors, targets.get(facet, ()), with_reach=with_reach) for facet in Facet)
    return Board(
        facets=tuple(facet for facet in facets if facet is not None),
        sent=count,
        mentors=len(mentors),
        places=sum(mentor.places for mentor in mentors),
        unknown=unknown,
    )


def _facet_board(
    facet: Facet,
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    targets: Sequence[Target],
    *,
    with_reach: bool,
) -> FacetBoard | None:
    needed, names = _counted(facet, mentees)
    hidden = {key for key, count in needed.items() if _is_private(facet, key) and count < FEWEST_NAMING_IDENTITY}
    shown = {key: count for key, count in needed.items() if key not in hidden}
    if not shown:
        return _from_targets(facet, mentors, targets)
    countable = frozenset(key for key in shown if not _is_private(facet, key))
    wishes = [wish for mentee in mentees if (wish := mentee.keys(facet) & countable)]
    offers = [Offer(mentor.keys(facet), mentor.places) for mentor in mentors]
    return FacetBoard(
        facet,
        Basis.INTAKES,
        _gaps(facet, ((names[key], count) for key, count in shown.items()), mentors),
        asking=len(wishes),
        served=served_at_once(wishes, offers) if with_reach else None,
        some_hidden=bool(hidden),
    )


def _from_targets(facet: Facet, mentors: Sequence[Person], targets: Sequence[Target]) -> FacetBoard | None:
    if not targets:
        return None
    wanted = ((target.wanted, target.places) for target in targets)
    return FacetBoard(facet, Basis.TARGETS, _gaps(facet, wanted, mentors))


def _gaps(facet: Facet, needed: Iterable[tuple[Interest, int]], mentors: Sequence[Person]) -> tuple[Gap, ...]:
    """Largest shortfall first, then what is needed most."""
    typical = _typical_capacity(mentors)
    found = []
    for wanted, count in needed:
        key = wanted.key
        offered = None if _is_private(facet, key) else sum(one.places for one in mentors if key in one.keys(facet))
        missing = max(0, count - offered) if offered is not None else 0
        found.append(Gap(key, wanted.text, count, offered, ceil(missing / typical), wanted.lang))
    return tuple(sorted(found, key=lambda gap: (-gap.missing, -gap.needed, gap.name.en.casefold())))


def _typical_capacity(mentors: Sequence[Person]) -> float:
    """How many mentees a mentor of the cohort takes: the median of those who take anybody, at least 1."""
    taking = [mentor.places for mentor in mentors if mentor.places > 0]
    return float(median(taking)) if taking else 1.0


def _is_private(facet: Facet, key: str) -> bool:
    """Who shares part of somebody's identity is asked for matching alone, so nobody counts who offers it."""
    return facet is Facet.IDENTITY or (facet is Facet.FUNCTION and key == PairingKind.IDENTITY.value)


def _counted(facet: Facet, people: Sequence[Person]) -> tuple[dict[str, int], dict[str, Interest]]:
    counts: dict[str, int] = {}
    names: dict[str, Interest] = {}
    for person in people:
        for interest in person.values.get(facet, ()):
            counts[interest.key] = counts.get(interest.key, 0) + 1
            names.setdefault(interest.key, interest)
    return counts, names
