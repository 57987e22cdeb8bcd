"""Why a mentee does not have some other mentor."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.phrases import Phrase, Value
from mentorship_app.matching.alternatives import alternatives_of
from mentorship_app.matching.decisions import State
from mentorship_app.matching.drafting.judging import Judge
from mentorship_app.matching.explaining.costs import NOT_TRIED, words_of_cost
from mentorship_app.matching.explaining.holding import places_to_give
from mentorship_app.matching.facts import Facts, Pair
from mentorship_app.matching.run_results import Result
from mentorship_app.matching.scoring import fit, shown
from mentorship_app.matching.settings import Settings
from mentorship_app.mentoring.services import MUST_NOT_BE_PAIRED

NOBODY_SAYS: Mapping[Pair, str] = {}


def why_not(
    facts: Facts,
    settings: Settings,
    state: State,
    result: Result,
    mentee_id: str,
    mentor_id: str,
    *,
    locked_by: Mapping[Pair, str] = NOBODY_SAYS,
) -> tuple[Phrase, ...]:
    """Why these two, whom the facts know (else KeyError), are no proposed pair: what comes first decides most.

    Two who must not be paired for a reason that is nobody's to read get one sentence and nothing else. ``locked_by``:
    who locked a pair, as far as that is known.
    """
    pair = (mentee_id, mentor_id)
    if pair in state.pairs:
        return (Phrase(N_("These two are the proposed pair.")),)
    judge = Judge(facts, settings)
    among = judge.exclusions(state, [mentee_id], [mentor_id])
    if among.is_private(*pair):
        return (Phrase(MUST_NOT_BE_PAIRED),)
    barred = (*_forbidden(state, pair), *judge.why(pair, among.reasons(*pair)))
    if barred:
        return barred
    held = tuple(_held(judge, state, mentee_id, locked_by))
    rules, fits = _side_rules(judge, state, pair), _fits(facts, settings, state, pair)
    told = (*held, *rules, *fits, *_places(judge, state, mentor_id))
    if held or not places_to_give(judge, state)[mentor_id]:
        return told
    return (*told, *_cost(facts, result, pair))


def _forbidden(state: State, pair: Pair) -> Iterator[Phrase]:
    for one in state.forbidden:
        if one.pair == pair:
            yield Phrase(N_("Forbidden by %(by)s: %(rationale)s"), {"by": one.by, "rationale": one.rationale})


def _held(judge: Judge, state: State, mentee: str, locked_by: Mapping[Pair, str]) -> Iterator[Phrase]:
    """What holds the mentee to the mentor they have."""
    pair = (mentee, state.mentor_of.get(mentee, ""))
    if pair not in judge.fixed(state):
        return
    names: dict[str, str] = judge.names(pair)
    if pair not in state.locked:
        yield Phrase(N_("%(mentee)s and %(mentor)s are a pair that runs already, and it stands."), {**names})
    elif pair in locked_by:
        yield Phrase(N_("%(by)s locked %(mentee)s with %(mentor)s."), {**names, "by": locked_by[pair]})
    else:
        yield Phrase(N_("%(mentee)s is locked with %(mentor)s."), {**names})


def _side_rules(judge: Judge, state: State, pair: Pair) -> Iterator[Phrase]:
    others = tuple(one for one in state.pairs if one[0] != pair[0])
    try:
        judge.require_side_rules(replace(state, pairs=(*others, pair)), [pair[0]])
    except Conflict as broken:
        yield Phrase(broken.message, {name: str(value) for name, value in broken.values.items()})


def _fits(facts: Facts, settings: Settings, state: State, pair: Pair) -> Iterator[Phrase]:
    mentee, mentor = facts.mentee[pair[0]], facts.mentor[pair[1]]
    there = shown(fit(facts, settings, mentee, mentor))
    current = facts.mentor.get(state.mentor_of.get(mentee.id, ""))
    if current is None:
        yield Phrase(N_("The fit would be %(fit)s of 100."), {"fit": there})
        return
    now = shown(fit(facts, settings, mentee, current))
    values: dict[str, str | int] = {"fit": there, "now": now, "name": current.name}
    if there < now:
        yield Phrase(N_("The fit would be lower: %(fit)s of 100, and %(now)s with %(name)s."), {**values})
    elif there > now:
        yield Phrase(N_("The fit would be higher: %(fit)s of 100, and %(now)s with %(name)s."), {**values})
    else:
        yield Phrase(N_("The fit would be the same as with %(name)s: %(fit)s of 100."), {**values})


def _places(judge: Judge, state: State, mentor_id: str) -> Iterator[Phrase]:
    mentor, places = judge.facts.mentor[mentor_id], judge.places(state)[mentor_id]
    holders = sorted(one for one, other in state.pairs if other == mentor_id and one in judge.facts.mentee)
    left = max(0, places - Counter(other for _one, other in state.pairs)[mentor_id])
    if not places:
        yield Phrase(N_("%(name)s has no place in this round."), {"name": mentor.name})
    elif left:
        words = N_("%(name)s has %(num)s place left."), "%(name)s has %(num)s places left."
        yield Phrase(words[0], {"name": mentor.name}, plural=words[1], n=left)
    else:
        have = tuple(_with_fit(judge, one, mentor_id) for one in holders)
        values: dict[str, Value] = {"name": mentor.name, "holders": have}
        if places_to_give(judge, state)[mentor_id]:
            yield Phrase(N_("Every place of %(name)s is taken: %(holders)s."), values)
        else:
            words_of_fixed = N_(
                "Every place of %(name)s is taken by pairs that are locked or run already: %(holders)s."
            )
            yield Phrase(words_of_fixed, values)


def _with_fit(judge: Judge, mentee_id: str, mentor_id: str) -> LocalizedText:
    """Who has a place, and how well they fit there."""
    facts = judge.facts
    number = shown(fit(facts, judge.settings, facts.mentee[mentee_id], facts.mentor[mentor_id]))
    text = f"{facts.mentee[mentee_id].name} ({number})"
    return LocalizedText(en=text, fr=text)


def _cost(facts: Facts, result: Result, pair: Pair) -> tuple[Phrase, ...]:
    if pair in result.pairs:
        return (Phrase(N_("The run proposed these two; people decided otherwise since.")),)
    found = next((one for one in alternatives_of(result.alternatives, pair[0]) if one.mentor == pair[1]), None)
    return words_of_cost(facts, found) if found is not None else (NOT_TRIED,)
