"""People who were a pair before."""

from collections.abc import Mapping

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import Reason
from mentorship_app.matching.criteria.tables import Marked
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts


class Past(Marked):
    """1 for a mentor of an earlier year, 0 for others; nothing for a mentee without one among these mentors."""

    key = "past"
    name = N_("Paired before")
    hint = N_("Mentors with whom the mentee was paired in an earlier year.")
    default_weight = 2

    def marks(self, facts: Facts, mentee: MenteeFacts) -> Mapping[str, float] | None:
        return dict.fromkeys(facts.past_of.get(mentee.id, ()), 1.0) or None

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        earlier = facts.past_of[mentee.id].get(mentor.id)
        if earlier is None:
            return Reason(self.key, score, Phrase(N_("Was paired with another mentor before")))
        if not earlier.cohort:
            return Reason(
                self.key, score, Phrase(N_("They know each other")), Phrase(N_("You know each other already"))
            )
        cohort = {"cohort": LocalizedText(en=earlier.cohort, fr=earlier.cohort)}
        plainly = Phrase(N_("You were paired before: %(cohort)s"), cohort)
        return Reason(self.key, score, Phrase(N_("Paired before: %(cohort)s"), cohort), plainly)
