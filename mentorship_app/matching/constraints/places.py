"""Mentors who take nobody new in this round."""

from collections.abc import Iterator

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.constraints.base import Constraint, constraints
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.settings import Rules


class Places(Constraint):
    """Who pauses, has no place left beside other roles, or may take nobody of this kind. Pairs that run go on.

    How many a mentor can take in a round is no matter of two people: see ``posing``.
    """

    key = "places"
    name = N_("Takes nobody new")

    def excludes(self, facts: Facts, rules: Rules) -> Iterator[Pair]:
        standing = frozenset(facts.standing)
        for mentor in facts.mentors:
            if mentor.pauses or mentor.capacity <= 0 or rules.caps.get(facts.kind) == 0:
                pairs = ((mentee.id, mentor.id) for mentee in facts.mentees)
                yield from (pair for pair in pairs if pair not in standing)

    def words(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Phrase:  # noqa: ARG002  it is about the mentor alone
        if mentor.pauses:
            return Phrase(N_("The mentor pauses and takes nobody new"))
        if mentor.capacity <= 0:
            return Phrase(N_("All places of the mentor are taken in other roles"))
        return Phrase(N_("The rules give mentors no place in this role"))


constraints.add(Places.key, Places())
