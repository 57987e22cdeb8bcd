"""Times of day at which both can meet."""

from collections.abc import Iterator
from functools import partial

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.constraints.answers import excluded_by
from mentorship_app.matching.constraints.base import Constraint, constraints
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.settings import Rules

SAID = "free_times"
VARIES = "varies"
"""Said by those whose week changes: any time may do."""


class Overlap(Constraint):
    """At least so many times of day in common as the program asks for. Times that vary may be any."""

    key = "overlap"
    name = N_("Too few times in common")
    allows_exception = True

    def excludes(self, facts: Facts, rules: Rules) -> Iterator[Pair]:
        if rules.min_overlap > 0:
            yield from excluded_by(facts, _times, _times, partial(_is_apart, rules.min_overlap))

    def words(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Phrase:
        common = tuple(facts.word(SAID, code) for code in mentee.said.get(SAID, ()) if code in _times(mentor))
        if not common:
            return Phrase(N_("No time of day in common"))
        return Phrase(N_("Too few times of day in common: %(times)s"), {"times": common})


def _times(person: MenteeFacts | MentorFacts) -> frozenset[str]:
    return frozenset(person.said.get(SAID, ()))


def _is_apart(least: int, asked: frozenset[str], offered: frozenset[str]) -> bool:
    if not asked or not offered or VARIES in asked | offered:
        return False
    return len(asked & offered) < least


constraints.add(Overlap.key, Overlap())
