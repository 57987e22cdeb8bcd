"""Why a mentee has the mentor who is proposed, or nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.alternatives import alternatives_of
from mentorship_app.matching.criteria import criteria
from mentorship_app.matching.decisions import State
from mentorship_app.matching.drafting.judging import Judge
from mentorship_app.matching.explaining.costs import NOT_TRIED, words_of_cost
from mentorship_app.matching.explaining.holding import places_to_give
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts
from mentorship_app.matching.run_results import Result
from mentorship_app.matching.scoring import Part, fit, parts, plain_reasons, shown
from mentorship_app.matching.settings import Settings


@dataclass(frozen=True)
class Point:
    """What one criterion adds to a fit of 0–100. ``points`` of all add up to the fit that is shown."""

    criterion: str
    name: str
    """Marked with ``N_``."""
    words: Phrase
    points: int
    possible: int
    """What it could add at most."""
    matters_most: bool = False
    """Whether the mentee named it as what matters most, so that it counts double."""


@dataclass(frozen=True)
class NextBest:
    """Another mentor for the same mentee. ``fit`` 0–100; ``cost``: what everybody else would have."""

    mentor: MentorFacts
    fit: int
    cost: tuple[Phrase, ...]
    was_proposed: bool = False
    """Whether the run proposed this mentor, and people decided otherwise since."""


@dataclass(frozen=True)
class Explanation:
    """Everything that staff may read about why a mentee has this mentor; without ``mentor``, why they have none."""

    mentee: MenteeFacts
    mentor: MentorFacts | None = None
    fit: int | None = None
    """0–100."""
    points: tuple[Point, ...] = ()
    choice: Phrase | None = None
    """Which choice of the mentee it is; None where they chose nobody."""
    next_best: NextBest | None = None
    shown_to_mentee: tuple[Phrase, ...] = ()
    """At most three reasons, if nothing is kept back by who may read which answer."""
    nobody: tuple[Phrase, ...] = ()
    """Why nobody."""
    is_of_run: bool = True
    """Whether the pairs are still those of the run, so that what it says of others holds as it stands."""


def explain(facts: Facts, settings: Settings, state: State, result: Result, mentee_id: str) -> Explanation:
    """Of a mentee whom the facts know; KeyError for anybody else. ``state``: the pairs as they stand."""
    mentee, current = facts.mentee[mentee_id], state.mentor_of.get(mentee_id)
    next_best = _next_best(facts, settings, state, result, mentee)
    is_of_run = set(state.pairs) == set(result.pairs)
    mentor = facts.mentor.get(current or "")
    if mentor is None:
        why = _why_nobody(result, mentee_id)
        return Explanation(mentee, next_best=next_best, nobody=why, is_of_run=is_of_run)
    return Explanation(
        mentee=mentee,
        mentor=mentor,
        fit=shown(fit(facts, settings, mentee, mentor)),
        points=points_of(facts, settings, mentee, mentor),
        choice=_choice(facts, mentee, mentor),
        next_best=next_best,
        shown_to_mentee=plain_reasons(facts, settings, mentee, mentor),
        is_of_run=is_of_run,
    )


def points_of(facts: Facts, settings: Settings, mentee: MenteeFacts, mentor: MentorFacts) -> tuple[Point, ...]:
    """What each criterion adds, the largest first."""
    made = parts(facts, settings, mentee, mentor)
    total = shown(fit(facts, settings, mentee, mentor))
    points, possible = _whole([part.share for part in made], total), _whole([part.possible for part in made], 100)
    return tuple(_point(part, mentee, adds, most) for part, adds, most in zip(made, points, possible, strict=True))


def _point(part: Part, mentee: MenteeFacts, points: int, possible: int) -> Point:
    key = part.reason.criterion
    words = part.reason.words
    # Rounded apart from each other, the two could cross by one.
    return Point(key, criteria[key].name, words, points, max(points, possible), key == mentee.matters_most)


def _whole(shares: Sequence[float], total: int) -> list[int]:
    """Shares of 1 as whole numbers that add up to ``total``: the largest remainders are rounded up."""
    if not shares:
        return []
    scale = total / sum(shares) if sum(shares) else 0.0
    exact = [share * scale for share in shares]
    found = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (found[place] - exact[place], place))
    for place in by_remainder[: total - sum(found)]:
        found[place] += 1
    return found


def _choice(facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Phrase | None:
    reason = criteria["ranking"].reason(facts, mentee, mentor)
    return reason.words if reason is not None else None


def _why_nobody(result: Result, mentee_id: str) -> tuple[Phrase, ...]:
    """As the run found it; of somebody whose pair was taken apart since, that."""
    said = tuple(reason for mentee, reason in result.unmatched if mentee == mentee_id)
    if said:
        return said
    if any(mentee == mentee_id for mentee, _mentor in result.pairs):
        return (Phrase(N_("Somebody took the pair apart that the run proposed.")),)
    return ()


def _next_best(facts: Facts, settings: Settings, state: State, result: Result, mentee: MenteeFacts) -> NextBest | None:
    """The other mentor with the best fit who is possible; one whom the run proposed comes first."""
    judge = Judge(facts, settings)
    current = state.mentor_of.get(mentee.id)
    if (mentee.id, current) in judge.fixed(state):
        return None
    among = judge.exclusions(state, [mentee.id], list(facts.mentor))
    places = places_to_give(judge, state)
    tried = {one.mentor: one for one in alternatives_of(result.alternatives, mentee.id)}
    proposed = dict(result.pairs).get(mentee.id)
    possible = [
        one
        for one in facts.mentors
        if one.id != current
        and places[one.id] > 0
        and judge.is_possible(state, (mentee.id, one.id), among)
        and (one.id not in tried or tried[one.id].is_possible)
    ]
    if not possible:
        return None
    fits = {one.id: fit(facts, settings, mentee, one) for one in possible}
    best = min(possible, key=lambda one: (one.id != proposed, -fits[one.id], one.id))
    was_proposed = best.id == proposed
    cost = words_of_cost(facts, tried[best.id]) if best.id in tried else () if was_proposed else (NOT_TRIED,)
    return NextBest(best, shown(fits[best.id]), cost, was_proposed)
