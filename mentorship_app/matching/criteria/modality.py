"""How two people can meet."""

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import UNKNOWN, Reason
from mentorship_app.matching.criteria.places import same_site
from mentorship_app.matching.criteria.tables import Tabled
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts

SAID = "modality"
IN_PERSON = "in_person"

Ways = tuple[frozenset[str] | None, str]
"""Ways to meet (None where nothing was said), and the site."""


class Modality(Tabled[Ways, Ways]):
    """1 with a way that both named; 0.5 if the only one is in person and they work at two sites."""

    key = SAID
    name = N_("Ways to meet")
    hint = N_("A way to meet that both named; in person at two different sites counts half.")
    default_weight = 3
    mentee_questions = (SAID,)
    mentor_questions = (SAID,)

    def wish(self, mentee: MenteeFacts) -> Ways:
        return _ways(mentee)

    def offer(self, mentor: MentorFacts) -> Ways:
        return _ways(mentor)

    def compare(self, wish: Ways, offer: Ways) -> float | None:
        wished, offered = wish[0], offer[0]
        if not wished:
            return None
        if offered is None:
            return UNKNOWN
        common = wished & offered
        if common == {IN_PERSON} and same_site(wish[1], offer[1]) is False:
            return 0.5
        return 1.0 if common else 0.0

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        offered = mentor.said.get(SAID)
        if offered is None:
            return Reason(self.key, score, Phrase(N_("How this mentor can meet is not known")))
        ways = tuple(facts.word(SAID, code) for code in mentee.said[SAID] if code in offered)
        if not ways:
            return Reason(self.key, score, Phrase(N_("No way to meet in common")))
        common = {"ways": ways}
        if score < 1:
            return Reason(self.key, score, Phrase(N_("Ways to meet: %(ways)s, at two different sites"), common))
        plainly = Phrase(N_("You can meet: %(ways)s"), common)
        return Reason(self.key, score, Phrase(N_("Ways to meet: %(ways)s"), common), plainly)


def _ways(person: MenteeFacts | MentorFacts) -> Ways:
    said = person.said.get(SAID)
    return None if said is None else frozenset(said), person.site
