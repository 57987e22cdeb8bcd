"""Mentors who have fewer mentees already."""

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import Reason
from mentorship_app.matching.criteria.tables import Tabled
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts


class Load(Tabled[None, int]):
    """1 for a mentor without other mentees, less the more of their places are taken in other roles."""

    key = "load"
    name = N_("Room")
    hint = N_("Mentors with fewer mentees in other roles first.")
    default_weight = 2

    def wish(self, mentee: MenteeFacts) -> None:
        """Everybody is better off with somebody who has time."""

    def offer(self, mentor: MentorFacts) -> int:
        return mentor.load

    def compare(self, wish: None, offer: int) -> float | None:  # noqa: ARG002  the shape of a criterion
        return 1.0 / (1 + offer)

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        if not mentor.load:
            return Reason(self.key, score, Phrase(N_("Mentors nobody in another role")))
        several = Phrase(
            N_("Mentors %(num)s person in another role"),
            plural="Mentors %(num)s people in other roles",
            n=mentor.load,
        )
        return Reason(self.key, score, several)
