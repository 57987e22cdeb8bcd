"""What other weights or rules would do to the pairs that are proposed. Pure: nothing is read, nothing is solved.

Only readable criteria and constraints are looked at, so every number here may be shown.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mentorship_app.matching.decisions import State
from mentorship_app.matching.excluding import exclusions
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.posing import places_of
from mentorship_app.matching.scoring import fit
from mentorship_app.matching.settings import Rules, Settings

NOTICED = 0.005
"""A change of fit below half a point of a hundred is none."""


@dataclass(frozen=True)
class Effect:
    """The same pairs judged by two settings. Fits are 0–1."""

    pairs: int
    mean_before: float
    mean_after: float
    worst_before: float
    worst_after: float
    better: int
    """Pairs that would fit better by half a point of a hundred or more."""
    worse: int
    impossible: tuple[Pair, ...]
    """Pairs that the rules would newly forbid; those that run are not asked."""
    crowded: tuple[str, ...]
    """Mentors with more of these pairs than the rules would give them places."""


def effect_of(facts: Facts, state: State, before: Settings, after: Settings) -> Effect | None:
    """What ``after`` would do to the pairs of ``state``; None without pairs. People who left the facts are left out."""
    there = [pair for pair in state.pairs if pair[0] in facts.mentee and pair[1] in facts.mentor]
    if not there:
        return None
    people = [(facts.mentee[mentee], facts.mentor[mentor]) for mentee, mentor in there]
    old = [fit(facts, before, *two) for two in people]
    new = [fit(facts, after, *two) for two in people]
    return Effect(
        pairs=len(there),
        mean_before=sum(old) / len(old),
        mean_after=sum(new) / len(new),
        worst_before=min(old),
        worst_after=min(new),
        better=sum(second - first >= NOTICED for first, second in zip(old, new, strict=True)),
        worse=sum(first - second >= NOTICED for first, second in zip(old, new, strict=True)),
        impossible=_impossible(facts, state, people, before.rules, after.rules),
        crowded=_crowded(facts, there, before.rules, after.rules),
    )


def _impossible(
    facts: Facts, state: State, people: Sequence[tuple[MenteeFacts, MentorFacts]], before: Rules, after: Rules
) -> tuple[Pair, ...]:
    if before == after:
        return ()
    running = frozenset(facts.standing)
    return tuple(
        (mentee.id, mentor.id)
        for mentee, mentor in people
        if (mentee.id, mentor.id) not in running
        and _is_ruled_out(facts, state, mentee, mentor, after)
        and not _is_ruled_out(facts, state, mentee, mentor, before)
    )


def _is_ruled_out(facts: Facts, state: State, mentee: MenteeFacts, mentor: MentorFacts, rules: Rules) -> bool:
    """By rules alone: what stands between two people whatever the rules are is no effect of a change of them."""
    two = replace(
        facts, mentees=(mentee,), mentors=(mentor,), conflicts=(), apart_unsaid=(), paired_otherwise=(), standing=()
    )
    excepted = [one for one in state.excepted if one.pair == (mentee.id, mentor.id)]
    return bool(exclusions(two, rules, excepted).forbidden)


def _crowded(facts: Facts, pairs: Sequence[Pair], before: Rules, after: Rules) -> tuple[str, ...]:
    loads = Counter(mentor for _mentee, mentor in pairs)
    return tuple(
        sorted(
            mentor
            for mentor, load in loads.items()
            if load > places_of(facts, after, facts.mentor[mentor])
            and load <= places_of(facts, before, facts.mentor[mentor])
        )
    )
