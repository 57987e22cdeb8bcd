"""What single people's change can be called: beyond a published limit before and after, and moved by a published size.

A limit's shares before are judged beside all that was told of the limits in the first wave, those after beside the
second's, each in its own wave as every share. The four cells of a limit (beyond it both times, only before, only after,
never) and the moves describe people of both waves at once. So they are judged once more, in a universe of persons who
carry both answers: beside every exact share of the limits in either wave, and beside each other. Without that, "four
lay beyond the limit before" and "four moved far down" could together mean that each of the four did.

Not searched: sums over three waves, such as cells of one pair beside cells of another.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import stdev
from types import MappingProxyType
from typing import Literal

from mentorship_app.instruments.definition import CutOff, Instrument, Method, Scale, SourcedNumber
from mentorship_app.statistics import reliable_change
from mentorship_app.surveys.cutoffs import is_beyond, limits_of
from mentorship_app.surveys.linking.people import Pair

IMPROVED, SAME, WORSE = "improved", "same", "worse"
DIRECTIONS = (IMPROVED, SAME, WORSE)
BOTH, ONLY_BEFORE, ONLY_AFTER, NEITHER = "both", "only_before", "only_after", "neither"
CELL_NAMES = (BOTH, ONLY_BEFORE, ONLY_AFTER, NEITHER)

_HAIR = 1e-9
"""Scores are sums of fractions: a change of exactly the smallest size that matters must not miss it by rounding."""
_POINTS = 200
"""How finely scores are tried where their possible values form no grid, or a very fine one."""


@dataclass(frozen=True)
class Yardstick:
    """A size of change, and who moved by it."""

    kind: Literal["reliable", "matters"]
    constant: SourcedNumber
    threshold: float
    better_is_up: bool

    @property
    def name(self) -> str:
        return f"{self.kind}{self.constant.value:g}"

    def direction(self, change: float) -> str:
        """Where a change in points of the scale lies."""
        room = _HAIR if self.kind == "matters" else -_HAIR
        if abs(change) < self.threshold - room:
            return SAME
        return IMPROVED if (change > 0) is self.better_is_up else WORSE


@dataclass(frozen=True)
class Steps:
    """Limits and yardsticks of one pair of waves."""

    pair: Pair

    @cached_property
    def limits(self) -> Mapping[str, tuple[CutOff, ...]]:
        return MappingProxyType(limits_of(self.pair.over.instrument, self.pair.over.definition))

    @cached_property
    def yardsticks(self) -> tuple[Yardstick, ...]:
        """What the measure's own error explains, then each published size that matters; none without a better end."""
        scale = self.pair.over.scale
        if scale.better == "neither":
            return ()
        return tuple(self._yardsticks(better_is_up=scale.better == "up"))

    def _yardsticks(self, *, better_is_up: bool) -> Iterator[Yardstick]:
        constants = self.pair.over.scale.constants
        before, after = self.pair.values()
        spread = stdev(before) if len(before) > 1 else 0.0
        kinds = ("retest", "alpha", "omega")
        published = sorted((one for one in constants if one.kind in kinds), key=lambda one: kinds.index(one.kind))
        if published and spread > 0:
            found = reliable_change(before, after, sd=spread, reliability=published[0].value)
            yield Yardstick("reliable", published[0], found.threshold, better_is_up)
        sizes = {one.value: one for one in reversed(constants) if one.kind == "change"}
        for _value, constant in sorted(sizes.items()):
            yield Yardstick("matters", constant, constant.value, better_is_up)

    def classes(self) -> list[frozenset[str]]:
        """What can be said of a change by all yardsticks together, from the greatest fall to the greatest rise."""
        edges = sorted({edge for one in self.yardsticks for edge in (-one.threshold, one.threshold)})
        beyond = [edges[0] - 1, edges[-1] + 1] if edges else []
        tried = sorted([*edges, *beyond, *((low + high) / 2 for low, high in pairwise(edges))])
        found = [frozenset(of_move(one, one.direction(change)) for one in self.yardsticks) for change in tried]
        return list(dict.fromkeys(found))

    def before(self, name: str, score: float) -> bool:
        """Whether a score lies beyond the limit of that name."""
        return is_beyond(score, self.limits[name][0])

    def cell(self, name: str, before: float, after: float) -> str:
        """In which of the four cells of a limit two scores lie."""
        was, is_now = self.before(name, before), self.before(name, after)
        if was:
            return BOTH if is_now else ONLY_BEFORE
        return ONLY_AFTER if is_now else NEITHER

    def said(self, before: float, after: float) -> frozenset[str]:
        """Everything that holds of two scores, by the names that indicators have."""
        found = [of_cell(name, self.cell(name, before, after)) for name in self.limits]
        found += [was(name) for name in self.limits if self.before(name, before)]
        found += [is_now(name) for name in self.limits if self.before(name, after)]
        found += [of_move(one, one.direction(after - before)) for one in self.yardsticks]
        return frozenset(found)

    def possible(self) -> frozenset[frozenset[str]]:
        """Everything that can hold at once of one person."""
        scores = possible_scores(self.pair.over.instrument, self.pair.over.definition)
        if not self.yardsticks:
            # Only the side of each limit counts: one score of each stretch stands for all.
            scores = tuple({frozenset(n for n in self.limits if self.before(n, one)): one for one in scores}.values())
        return frozenset(self.said(before, after) for before in scores for after in scores)

    def each(self) -> dict[Hashable, frozenset[str]]:
        """What holds of each paired person, by code."""
        pair = self.pair
        return {
            code: self.said(pair.before.score(code, pair.key), pair.after.score(code, pair.key)) for code in pair.codes
        }


def was(limit: str) -> str:
    """The indicator of lying beyond a limit in the first wave."""
    return f"before {limit}"


def is_now(limit: str) -> str:
    """The indicator of lying beyond a limit in the second wave."""
    return f"after {limit}"


def of_cell(limit: str, cell: str) -> str:
    """The indicator of one of the four cells of a limit."""
    return f"{cell} {limit}"


def of_move(yardstick: Yardstick, direction: str) -> str:
    """The indicator of a move."""
    return f"{yardstick.name}:{direction}"


def possible_scores(instrument: Instrument, scale: Scale) -> tuple[float, ...]:
    """Every score that answers can come to, sorted; points close to each other where these are very many."""
    close = tuple(scale.low + (scale.high - scale.low) * step / _POINTS for step in range(_POINTS + 1))
    if scale.method is Method.WEIGHTED:
        return close
    values = _keyed_values(instrument, scale)
    found: set[float] = set()
    sums = {0}
    for answered in range(1, len(scale.items) + 1):
        sums = {total + value for total in sums for value in values}
        if answered >= max(1, scale.min_answered):
            share = answered if scale.method is Method.MEAN else 1
            found |= {total * scale.multiply / share for total in sums}
    inside = tuple(sorted(score for score in found if scale.low - _HAIR <= score <= scale.high + _HAIR))
    return inside if len(inside) <= 2 * _POINTS else close


def _keyed_values(instrument: Instrument, scale: Scale) -> frozenset[int]:
    items = [instrument.item(item) for item in scale.items]
    return frozenset(
        value if item.reverse is None else item.reverse - value
        for item in items
        for value in instrument.responses_to(item.id).values
    )
