"""The language that a mentee would rather be mentored in."""

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import UNKNOWN, Reason
from mentorship_app.matching.criteria.tables import Tabled
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts

SAID = "languages"

Offer = frozenset[str] | None


class Languages(Tabled[tuple[str, ...], Offer]):
    """1 for the mentee's first language, 1/2 where only the second is shared, 1/3 for the third, and so on."""

    key = SAID
    name = N_("Language preference")
    hint = N_("The first language that the mentee named counts most.")
    default_weight = 4
    mentee_questions = (SAID,)
    mentor_questions = (SAID,)

    def wish(self, mentee: MenteeFacts) -> tuple[str, ...]:
        return tuple(mentee.said.get(SAID, ()))

    def offer(self, mentor: MentorFacts) -> Offer:
        said = mentor.said.get(SAID)
        return None if said is None else frozenset(said)

    def compare(self, wish: tuple[str, ...], offer: Offer) -> float | None:
        if not wish:
            return None
        if offer is None:
            return UNKNOWN
        return next((1.0 / place for place, code in enumerate(wish, start=1) if code in offer), 0.0)

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        offered = self.offer(mentor)
        if offered is None:
            return Reason(self.key, score, Phrase(N_("Languages of this mentor not known")))
        common = tuple(facts.word(SAID, code) for code in self.wish(mentee) if code in offered)
        if not common:
            return Reason(self.key, score, Phrase(N_("No language in common")))
        named = {"languages": common}
        words = N_("Language: %(languages)s") if score == 1 else N_("Language: %(languages)s, not the first one named")
        return Reason(self.key, score, Phrase(words, named), Phrase(N_("You both speak: %(languages)s"), named))
