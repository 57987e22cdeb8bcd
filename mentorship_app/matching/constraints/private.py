"""What is nobody's to read: private lists and personal conflicts, told apart by nobody."""

from collections.abc import Iterator

from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.constraints.base import Constraint, constraints
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.settings import Rules
from mentorship_app.mentoring.services import MUST_NOT_BE_PAIRED


class Private(Constraint):
    """Two who must not be paired. The one sentence is that of pairing by hand, whatever the reason."""

    key = "private"
    name = MUST_NOT_BE_PAIRED
    is_private = True

    def excludes(self, facts: Facts, rules: Rules) -> Iterator[Pair]:  # noqa: ARG002  it holds under any rules
        yield from facts.apart_unsaid

    def words(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Phrase:  # noqa: ARG002  the same for all
        return Phrase(MUST_NOT_BE_PAIRED)


constraints.add(Private.key, Private())
