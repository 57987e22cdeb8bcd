"""Why a mentee has no mentor, and what would help, in words that tell nothing private."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mentorship_app.core.i18n import LOCALES, N_, LocalizedText, localized, translate
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.constraints import Constraint, constraints
from mentorship_app.matching.constraints.language import SAID, Language
from mentorship_app.matching.decisions import State
from mentorship_app.matching.excluding import Exclusions
from mentorship_app.matching.facts import Facts, Pair
from mentorship_app.matching.run_results import CouldExcept, CouldTake, Remedies
from mentorship_app.matching.solving.problem import Problem, Solution, Unmatched
from mentorship_app.questions.languages import code_of
from mentorship_app.questions.languages import name_of as language_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHOWN = 5
"""How many mentors of each sort are named to one mentee’s coordinator."""

KEPT_APART = "kept_apart"
"""Not a constraint: a coordinator forbade the pair in this round."""
KEPT_APART_NAME = N_("Kept apart in this round")

CANNOT = N_("This mentee cannot be paired with anybody who has room.")


@dataclass(frozen=True)
class Outcome:
    """What a run came to, with everything that its reasons are read from. ``fits``: readable, mentees × mentors."""

    facts: Facts
    exclusions: Exclusions
    state: State
    problem: Problem
    solution: Solution
    fits: NDArray[np.float64]

    @cached_property
    def loads(self) -> Mapping[str, int]:
        """Mentees of this round by mentor."""
        return Counter(mentor for _mentee, mentor in self.solution.pairs)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Places of this round by mentor, as they were posed to the solver."""
        return {mentor.id: mentor.capacity for mentor in self.problem.mentors}

    @cached_property
    def kept_apart(self) -> frozenset[Pair]:
        """Pairs that coordinators forbade."""
        return frozenset(one.pair for one in self.state.forbidden)

    @cached_property
    def open_mentors(self) -> tuple[str, ...]:
        """Mentors with a place left."""
        return tuple(mentor for mentor, places in self.places.items() if self.loads.get(mentor, 0) < places)

    def barriers(self, mentee: str, mentor: str) -> tuple[str, ...]:
        """Keys of what staff may read between the two; empty also where only something private is."""
        found = tuple(constraint.key for constraint in self.exclusions.reasons(mentee, mentor))
        return found or ((KEPT_APART,) if (mentee, mentor) in self.kept_apart else ())


def reason_for(outcome: Outcome, unmatched: Unmatched) -> Phrase:
    """Why this mentee has no mentor."""
    if unmatched.reason == "crowded":
        return _crowded(outcome, unmatched)
    if unmatched.reason == "chosen_over":
        return Phrase(N_("Every mentor who would be possible took mentees who came first in the order of both sides."))
    if unmatched.reason == "left_out":
        return Phrase(N_("A place would be there, but the rules that keep mentees together or apart leave it empty."))
    return _nobody(outcome, unmatched.mentee)


def _nobody(outcome: Outcome, mentee: str) -> Phrase:
    """Nobody is possible: by what, if that may be read whole. A part would tell how large the rest is."""
    offering = [mentor for mentor, places in outcome.places.items() if places > 0]
    if not offering:
        return Phrase(N_("No mentor has a place."))
    first = [outcome.barriers(mentee, mentor)[:1] for mentor in offering]
    if not all(first):
        return Phrase(CANNOT)
    counts = Counter(key for keys in first for key in keys)
    return Phrase(
        N_("No mentor with a place is possible: %(reasons)s."),
        {"reasons": tuple(_counted(key, count) for key, count in counts.most_common())},
    )


def _counted(key: str, count: int) -> LocalizedText:
    words = {locale: f"{translate(name_of(key), locale)} ({count})" for locale in LOCALES}
    return LocalizedText(en=words["en"], fr=words["fr"])


def name_of(key: str) -> str:
    """What a barrier is called, marked with ``N_``."""
    return KEPT_APART_NAME if key == KEPT_APART else constraints[key].name


def _crowded(outcome: Outcome, unmatched: Unmatched) -> Phrase:
    """Some mentees can go to the same few places: how many, and what keeps them from the others."""
    mentees = [str(one) for one in unmatched.values["mentees"]]
    mentors = [str(one) for one in unmatched.values["mentors"]]
    places = int(unmatched.values["places"])
    others = [mentor for mentor in outcome.open_mentors if mentor not in mentors]
    if not others:
        return Phrase(
            N_("There are not enough places: %(places)s for %(num)s mentee."),
            {"places": places},
            plural="There are not enough places: %(places)s for %(num)s mentees.",
            n=len(mentees),
        )
    strongest = _strongest(outcome, mentees, others)
    if strongest is None:
        return Phrase(CANNOT)
    language = _needed_language(outcome.facts, mentees, mentors, others) if strongest == Language.key else None
    if language is not None:
        return Phrase(
            N_("%(mentees)s mentees need %(language)s, and %(num)s place has it."),
            {"mentees": len(mentees), "language": language},
            plural="%(mentees)s mentees need %(language)s, and %(num)s places have it.",
            n=places,
        )
    return Phrase(
        N_("Places open to these %(mentees)s mentees: %(places)s. What mostly keeps them from others: %(reason)s."),
        {"mentees": len(mentees), "places": places, "reason": localized(name_of(strongest))},
    )


def _strongest(outcome: Outcome, mentees: Iterable[str], others: Iterable[str]) -> str | None:
    """The barrier that stands between most of these mentees and the mentors with room; the first named among equals."""
    here, there = list(mentees), list(others)
    counts = Counter(key for mentee in here for mentor in there for key in outcome.barriers(mentee, mentor))
    order = [*constraints, KEPT_APART]
    return min(counts, key=lambda key: (-counts[key], order.index(key)), default=None)


def _needed_language(
    facts: Facts, mentees: Iterable[str], mentors: Iterable[str], others: Iterable[str]
) -> LocalizedText | None:
    """The language that all these mentees and their mentors named and none of the others did."""
    named = [frozenset(facts.mentee[mentee].said.get(SAID, ())) for mentee in mentees]
    named += [frozenset(facts.mentor[mentor].said.get(SAID, ())) for mentor in mentors]
    elsewhere = frozenset[str]().union(*(facts.mentor[mentor].said.get(SAID, ()) for mentor in others))
    shared = frozenset.intersection(*named) - elsewhere
    if not shared:
        return None
    code = code_of(min(shared))
    if code is None:
        return facts.word(SAID, min(shared))
    return LocalizedText(en=language_name(code, "en"), fr=language_name(code, "fr").lower())


def remedies_for(outcome: Outcome, mentee: str) -> Remedies:
    """Full mentors who could take one more, and exceptions that could be made; best fit first, five of each."""
    row = outcome.fits[[one.id for one in outcome.facts.mentees].index(mentee)]
    ranked = sorted(
        zip((-row).tolist(), (mentor.id for mentor in outcome.facts.mentors), strict=True),
    )
    could_take: list[CouldTake] = []
    could_except: list[CouldExcept] = []
    for negative, mentor in ranked:
        if len(could_take) < SHOWN and _could_take(outcome, mentee, mentor):
            person = outcome.facts.mentor[mentor]
            load = outcome.loads.get(mentor, 0) + person.load
            could_take.append(CouldTake(mentor, -negative, load, person.capacity + person.load))
        elif len(could_except) < SHOWN and mentor in outcome.open_mentors:
            overruled = tuple(_to_overrule(outcome, mentee, mentor))
            if overruled:
                could_except.append(CouldExcept(mentor, -negative, tuple(one.key for one in overruled)))
    return Remedies(tuple(could_take), tuple(could_except))


def _could_take(outcome: Outcome, mentee: str, mentor: str) -> bool:
    places = outcome.places.get(mentor, 0)
    full = 0 < places <= outcome.loads.get(mentor, 0)
    return full and (mentee, mentor) not in outcome.problem.forbidden and not outcome.facts.mentor[mentor].pauses


def _to_overrule(outcome: Outcome, mentee: str, mentor: str) -> Iterator[Constraint]:
    """The constraints between the two, if an exception from every one is possible."""
    pair = (mentee, mentor)
    if pair in outcome.kept_apart or outcome.exclusions.is_private(mentee, mentor):
        return
    between = outcome.exclusions.reasons(mentee, mentor)
    two = outcome.facts.mentee[mentee], outcome.facts.mentor[mentor]
    if all(constraint.excepts(outcome.facts, *two) for constraint in between):
        yield from between
