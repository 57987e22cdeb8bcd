"""What a mentee wishes to share with a mentor of who they are: for the solver alone."""

from collections.abc import Mapping

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import UNKNOWN, Reason
from mentorship_app.matching.criteria.tables import Marked
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts

SHARE = 0.1
"""Its weight, as a part of the sum of a mentee's other weights. Nobody sets it: two runs with and without it would
tell who wished what."""


class Identity(Marked):
    """How far the mentor shares what the mentee wished for, where both told it; nobody on staff reads any of it."""

    key = "identity"
    name = N_("Who people are")
    hint = N_("Wishes to share part of who one is. Compared for matching alone and shown to nobody.")
    default_weight = 1
    is_private = True

    def marks(self, facts: Facts, mentee: MenteeFacts) -> Mapping[str, float] | None:
        return facts.shared_with.get(mentee.id)

    def otherwise(self, facts: Facts, mentor: MentorFacts) -> float:  # noqa: ARG002  nothing is known of them
        return UNKNOWN

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        return None if score is None else Reason(self.key, score, Phrase(N_("Compared for matching alone")))
