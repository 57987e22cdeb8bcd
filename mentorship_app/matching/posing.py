"""From what is known and decided to the problem that is solved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mentorship_app.matching.decisions import State
from mentorship_app.matching.enums import Mode
from mentorship_app.matching.excluding import Exclusions, exclusions
from mentorship_app.matching.facts import Facts, MentorFacts, Pair
from mentorship_app.matching.scoring import fit_matrix
from mentorship_app.matching.settings import Rules, Settings
from mentorship_app.matching.solving.problem import Mentee, Mentor, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIT_DIGITS = 6


def pose(facts: Facts, settings: Settings, state: State, found: Exclusions | None = None) -> Problem:
    """The problem of a round. Ids are public ids; fits are rounded to 1e-6, so that no machine reads them otherwise.

    Pairs that run are locked unless released. What people decided about somebody who left counts no more, nor does a
    lock on two who must not be paired since. ``found``: the exclusions of these facts, where they are known already.
    """
    forbidden = (found or exclusions(facts, settings.rules, state.excepted)).forbidden
    locked = _locked(facts, state, forbidden)
    by_hand = {one.pair for one in state.forbidden if _is_there(facts, one.pair)}
    barred = frozenset((forbidden | by_hand) - locked)
    fit = fit_matrix(facts, settings).round(FIT_DIGITS)
    mentors, mentees = _people(facts, settings, state, fit, barred)
    return Problem(
        mentors=mentors,
        mentees=mentees,
        fit=fit,
        forbidden=barred,
        locked=locked,
        together=frozenset((rule.one, rule.other) for rule in facts.side_rules if rule.together),
        apart=frozenset((rule.one, rule.other) for rule in facts.side_rules if not rule.together),
    )


def running(facts: Facts, state: State) -> frozenset[Pair]:
    """The pairs of this kind that run and stay: their mentee was not released."""
    return frozenset(pair for pair in facts.standing if pair[0] not in state.released)


def places_of(facts: Facts, rules: Rules, mentor: MentorFacts) -> int:
    """How many mentees of this round a mentor may have: no more than the rules give to mentors of its kind."""
    return min(mentor.capacity, rules.caps.get(facts.kind, mentor.capacity))


def _locked(facts: Facts, state: State, forbidden: frozenset[Pair]) -> frozenset[Pair]:
    """A lock on somebody who got a pair since says nothing beside that pair."""
    stay = running(facts, state)
    paired = {mentee for mentee, _mentor in stay}
    return stay | {
        pair for pair in state.locked if pair[0] not in paired and pair not in forbidden and _is_there(facts, pair)
    }


def _is_there(facts: Facts, pair: Pair) -> bool:
    return pair[0] in facts.mentee and pair[1] in facts.mentor


def _people(
    facts: Facts, settings: Settings, state: State, fit: NDArray[np.float64], barred: frozenset[Pair]
) -> tuple[tuple[Mentor, ...], tuple[Mentee, ...]]:
    """Everybody's order is given for a stable matching alone: the other one has the choices in its fits.

    A mentor has places for all who stay, also where the rules were made stricter since.
    """
    is_ranked = settings.mode is Mode.STABLE
    staying = Counter(mentor for _mentee, mentor in running(facts, state))
    mentor_ids, mentee_ids = [one.id for one in facts.mentors], [one.id for one in facts.mentees]
    mentors = []
    for column, mentor in enumerate(facts.mentors):
        order = None
        if is_ranked and mentor.ranking:
            out = {mentee for mentee in mentee_ids if (mentee, mentor.id) in barred}
            order = _order(mentor.ranking, mentee_ids, fit[:, column], out)
        room = max(staying[mentor.id], places_of(facts, settings.rules, mentor))
        mentors.append(Mentor(mentor.id, room, ranking=order))
    mentees = []
    for row, mentee in enumerate(facts.mentees):
        order = None
        if is_ranked and mentee.choices:
            out = {mentor_id for mentor_id in mentor_ids if (mentee.id, mentor_id) in barred}
            order = _order([choice.mentor for choice in mentee.choices], mentor_ids, fit[row], out)
        mentees.append(Mentee(mentee.id, ranking=order))
    return tuple(mentors), tuple(mentees)


def _order(chosen: Sequence[str], others: Sequence[str], fit: NDArray[np.float64], barred: set[str]) -> tuple[str, ...]:
    """Those whom somebody chose, in their order; then all others, the best fit first. Who is barred is left out."""
    first = dict.fromkeys(one for one in chosen if one not in barred)
    by_fit = sorted(range(len(others)), key=lambda place: (-float(fit[place]), others[place]))
    rest = (others[place] for place in by_fit)
    return (*first, *(one for one in rest if one not in barred and one not in first))
