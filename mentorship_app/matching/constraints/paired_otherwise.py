"""Two people who are a pair in another way already, or who are one person."""

from collections.abc import Iterator

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.constraints.base import Constraint, constraints
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.settings import Rules


class PairedOtherwise(Constraint):
    """One mentor for each function: two people are one pair at most."""

    key = "paired_otherwise"
    name = N_("A pair in another role already")

    def excludes(self, facts: Facts, rules: Rules) -> Iterator[Pair]:  # noqa: ARG002  it holds under any rules
        yield from facts.paired_otherwise

    def words(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Phrase:  # noqa: ARG002  the same for all
        return Phrase(N_("They are a pair in another role already, or one person"))


constraints.add(PairedOtherwise.key, PairedOtherwise())
