"""The same place of work."""

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import UNKNOWN, Reason
from mentorship_app.matching.criteria.places import same_site
from mentorship_app.matching.criteria.tables import Tabled
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts


class Site(Tabled[str, str]):
    """1 at the same site, 0 at two different ones."""

    key = "site"
    name = N_("Site")
    hint = N_("Whether the two work at the same site.")
    default_weight = 2
    mentor_questions = ("site",)

    def wish(self, mentee: MenteeFacts) -> str:
        return mentee.site

    def offer(self, mentor: MentorFacts) -> str:
        return mentor.site

    def compare(self, wish: str, offer: str) -> float | None:
        if not wish.strip():
            return None
        same = same_site(wish, offer)
        return UNKNOWN if same is None else float(same)

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        if not mentor.site.strip():
            return Reason(self.key, score, Phrase(N_("Site of this mentor not known")))
        sites = {"site": LocalizedText(en=mentor.site, fr=mentor.site)}
        if not score:
            return Reason(self.key, score, Phrase(N_("Another site: %(site)s"), sites))
        plainly = Phrase(N_("You work at the same site: %(site)s"), sites)
        return Reason(self.key, score, Phrase(N_("Same site: %(site)s"), sites), plainly)
