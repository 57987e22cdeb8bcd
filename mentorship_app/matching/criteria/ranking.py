"""The mentors whom a mentee would choose."""

from collections.abc import Mapping

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import Reason
from mentorship_app.matching.criteria.tables import Marked
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts

BY_PLACE = (1.0, 0.85, 0.7, 0.55, 0.4)
"""Scores of the first, second … choice; a later one counts as the last of these."""

WORDS = (
    N_("Their first choice"),
    N_("Their second choice"),
    N_("Their third choice"),
    N_("Their fourth choice"),
    N_("Their fifth choice"),
)


def by_place(place: int) -> float:
    """The score of a place in somebody's ranking, counted from 1."""
    return BY_PLACE[min(place, len(BY_PLACE)) - 1]


class Ranking(Marked):
    """The mentee's choices that count, in their order."""

    key = "ranking"
    name = N_("The mentee’s choices")
    hint = N_("The mentors whom the mentee put on the list of choices, the first most of all.")
    default_weight = 10
    told_to_mentors = False

    def marks(self, facts: Facts, mentee: MenteeFacts) -> Mapping[str, float] | None:  # noqa: ARG002  the shape of a criterion
        return {choice.mentor: by_place(choice.rank) for choice in mentee.choices} or None

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        rank = next((choice.rank for choice in mentee.choices if choice.mentor == mentor.id), None)
        if rank is None:
            return Reason(self.key, score, Phrase(N_("Not among their choices")))
        # Which place it has would tell the mentee that an earlier choice does not count, and so who refused.
        plainly = Phrase(N_("This mentor is on your list of choices"))
        return Reason(self.key, score, Phrase(WORDS[min(rank, len(WORDS)) - 1]), plainly)
