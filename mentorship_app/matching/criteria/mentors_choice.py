"""The mentees whom a mentor would choose, where mentors are asked."""

from collections.abc import Mapping

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import UNKNOWN, Reason
from mentorship_app.matching.criteria.ranking import by_place
from mentorship_app.matching.criteria.tables import Marked
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts


class MentorsChoice(Marked):
    """Mentors who named this mentee, in their order. Of a mentee whom nobody named it says nothing."""

    key = "mentors_choice"
    name = N_("The mentor’s choices")
    hint = N_("The mentees whom the mentor would choose, where mentors are asked.")
    default_weight = 5
    told_to_mentors = False

    def marks(self, facts: Facts, mentee: MenteeFacts) -> Mapping[str, float] | None:
        places = facts.ranked_by.get(mentee.id)
        return {mentor: by_place(place) for mentor, place in places.items()} if places else None

    def otherwise(self, facts: Facts, mentor: MentorFacts) -> float:  # noqa: ARG002  the shape of a criterion
        return 0.0 if mentor.ranking else UNKNOWN

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        place = facts.ranked_by[mentee.id].get(mentor.id)
        if place is not None:
            return Reason(self.key, score, Phrase(N_("Choice %(place)s of the mentor"), {"place": place}))
        words = N_("Not among the mentor’s choices") if mentor.ranking else N_("The mentor named no choices")
        return Reason(self.key, score, Phrase(words))
