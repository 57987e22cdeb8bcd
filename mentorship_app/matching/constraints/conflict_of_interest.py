"""A conflict of interest that staff may read."""

from collections.abc import Iterator

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.constraints.base import Constraint, constraints
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.settings import Rules


class ConflictOfInterest(Constraint):
    """One assesses, supervises or leads the other. An exception is possible where every reason allows one."""

    key = "conflict_of_interest"
    name = N_("Conflict of interest")
    allows_exception = True

    def excludes(self, facts: Facts, rules: Rules) -> Iterator[Pair]:  # noqa: ARG002  it holds under any rules
        for conflict in facts.conflicts:
            yield conflict.mentee, conflict.mentor

    def words(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Phrase:
        reasons = tuple(facts.word("conflict", code) for code in _between(facts, mentee, mentor))
        return Phrase(N_("Conflict of interest: %(reasons)s"), {"reasons": reasons})

    def excepts(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> bool:
        pair = (mentee.id, mentor.id)
        return all(one.allows_exception for one in facts.conflicts if (one.mentee, one.mentor) == pair)


def _between(facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> list[str]:
    pair = (mentee.id, mentor.id)
    return [code for one in facts.conflicts if (one.mentee, one.mentor) == pair for code in one.reasons]


constraints.add(ConflictOfInterest.key, ConflictOfInterest())
