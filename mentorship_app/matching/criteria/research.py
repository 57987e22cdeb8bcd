"""Whether somebody who wants research finds it with the mentor."""

from collections.abc import Mapping

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import UNKNOWN, Reason
from mentorship_app.matching.criteria.tables import Tabled
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts

RESEARCH = "research"

Offer = tuple[bool, bool] | None
"""Whether one can join the mentor's research, and whether research is a topic; None where neither was asked."""


class Research(Tabled[str, Offer]):
    """Who has a project needs somebody to talk about it; who looks for one needs research that can be joined."""

    key = RESEARCH
    name = N_("Research")
    hint = N_(
        "Research that can be joined for those who look for a project, research as a topic for those who have one."
    )
    default_weight = 3
    mentee_questions = (RESEARCH,)
    mentor_questions = ("areas", "topics")

    def wish(self, mentee: MenteeFacts) -> str:
        said = mentee.said.get(RESEARCH, ())
        return said[0] if said and said[0] in SCORES else ""

    def offer(self, mentor: MentorFacts) -> Offer:
        areas, topics = mentor.said.get("areas"), mentor.said.get("topics")
        if areas is None and topics is None:
            return None
        return RESEARCH in (areas or ()), RESEARCH in (topics or ())

    def compare(self, wish: str, offer: Offer) -> float | None:
        if not wish:
            return None
        return UNKNOWN if offer is None else SCORES[wish][offer]

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        offer = self.offer(mentor)
        if offer is None:
            return Reason(self.key, score, Phrase(N_("Whether this mentor does research is not known")))
        if not any(offer):
            return Reason(self.key, score, Phrase(N_("Wants research, which this mentor did not name")))
        plainly = Phrase(N_("Research matters to both of you"))
        words = N_("Research that can be joined") if offer[0] else N_("Research is one of the mentor’s topics")
        return Reason(self.key, score, Phrase(words), plainly)


SCORES: Mapping[str, Mapping[tuple[bool, bool], float]] = {
    "project": {(True, True): 1.0, (True, False): 1.0, (False, True): 1.0, (False, False): 0.0},
    "curious": {(True, True): 1.0, (True, False): 1.0, (False, True): 0.5, (False, False): 0.0},
}
"""By what the mentee said; whoever wants no research now has no wish."""
