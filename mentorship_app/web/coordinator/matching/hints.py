"""Whether exchanging two mentors would be better than what stands: said only where a hand changed something.

Where the run put people and nobody touched them since, nothing is said: what the solver found is best by everything it
knows, part of which is private, and a hint against it would tell that part.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentorship_app.core.errors import AppError
from mentorship_app.matching.drafting import after_swap
from mentorship_app.matching.facts import Pair
from mentorship_app.web.coordinator.matching.desk import Desk

MOST_LOOKED_AT = 4000
"""Exchanges that one page looks at: about a tenth of a second."""
NOTICED = 0.005
"""A change of fit below half a point of a hundred is none."""


@dataclass(frozen=True)
class Exchange:
    """Two mentees who could exchange their mentors, and the fits (0–1) of both before and after."""

    one: str
    other: str
    before: tuple[float, float]
    after: tuple[float, float]

    @property
    def gain(self) -> float:
        """What both gain together."""
        return sum(self.after) - sum(self.before)

    @property
    def is_better(self) -> bool:
        """Both gain together, and the worse off of the two is not worse off afterwards."""
        return self.gain > NOTICED and min(self.after) >= min(self.before)


def exchanges(desk: Desk, mentee: str) -> list[Exchange]:
    """With whom a mentee could exchange mentors, the best effect first. Who must not be paired is left out unsaid."""
    state, judge = desk.state, desk.judge
    mentor_of = state.mentor_of
    mine = mentor_of.get(mentee)
    fixed = {one for one, _mentor in judge.fixed(state)}
    if mine is None or mentee in fixed:
        return []
    others = [pair for pair in state.pairs if pair[1] != mine and pair[0] not in fixed and not {*pair} & desk.left]
    theirs = judge.exclusions(state, [mentee], {mentor for _other, mentor in others})
    to_mine = judge.exclusions(state, [other for other, _mentor in others], [mine])
    found = [
        Exchange(
            mentee,
            other,
            (desk.fits[mentee, mine], desk.fits[other, mentor]),
            (desk.fit((mentee, mentor)), desk.fit((other, mine))),
        )
        for other, mentor in others
        if judge.is_possible(state, (mentee, mentor), theirs) and judge.is_possible(state, (other, mine), to_mine)
    ]
    names = desk.facts.mentee
    return sorted((one for one in found if _keeps_rules(desk, one)), key=lambda one: (-one.gain, names[one.other].name))


def _keeps_rules(desk: Desk, exchange: Exchange) -> bool:
    """Whether rules about mentees together or apart allow it; the dear question, asked only where such rules are."""
    if not desk.facts.side_rules:
        return True
    try:
        after_swap(desk.judge, desk.state, exchange.one, exchange.other)
    except AppError:
        return False
    return True


def better_swaps(desk: Desk, pairs: Sequence[Pair]) -> dict[str, str]:
    """For mentees of these pairs whom a hand touched since the run: with whom an exchange would be better."""
    found: dict[str, str] = {}
    looked_at = 0
    for mentee in _touched(desk, pairs):
        looked_at += len(desk.state.pairs)
        if looked_at > MOST_LOOKED_AT:
            break
        best = next((one for one in exchanges(desk, mentee) if one.is_better), None)
        if best is not None:
            found[mentee] = best.other
    return found


def _touched(desk: Desk, pairs: Iterable[Pair]) -> list[str]:
    run = dict(desk.result.pairs)
    return [mentee for mentee, mentor in pairs if run.get(mentee) != mentor]
