"""Topics that both named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import UNKNOWN, Criterion, Reason
from mentorship_app.matching.criteria.shares import share_matrix, share_of
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAID = "topics"


class Topics(Criterion):
    """The share of the mentee's topics that the mentor offers."""

    key = "topics"
    name = N_("Topics")
    hint = N_("How many of the mentee’s topics the mentor offers.")
    default_weight = 8
    mentee_questions = (SAID,)
    mentor_questions = (SAID,)

    def score(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> float | None:  # noqa: ARG002  the shape of a criterion
        return share_of(mentee.said.get(SAID, ()), mentor.said.get(SAID), unknown=UNKNOWN)

    def matrix(self, facts: Facts) -> NDArray[np.float64]:
        return share_matrix(facts, SAID, unknown=UNKNOWN)

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        wished, offered = mentee.said[SAID], mentor.said.get(SAID)
        if offered is None:
            return Reason(self.key, score, Phrase(N_("Topics are not known of this mentor")))
        common = tuple(facts.word(SAID, code) for code in wished if code in offered)
        counts = {"common": len(common), "asked": len(wished)}
        if not common:
            return Reason(self.key, score, Phrase(N_("Topics %(common)s of %(asked)s"), counts))
        words = Phrase(N_("Topics %(common)s of %(asked)s: %(topics)s"), counts | {"topics": common})
        return Reason(self.key, score, words, Phrase(N_("You both named: %(topics)s"), {"topics": common}))
