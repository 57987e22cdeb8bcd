"""Times of day that suit both."""

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import UNKNOWN, Reason
from mentorship_app.matching.criteria.tables import Tabled
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts

SAID = "free_times"
VARIES = "varies"
TIMES = frozenset({"morning", "midday", "afternoon", "evening", "weekend"})
ENOUGH = 2.0
"""With so many times of day in common a pair finds a date; more make it no better."""

Offer = frozenset[str] | None


class Schedule(Tabled[frozenset[str], Offer]):
    """Times in common, up to two. Whose times vary has half of each time they did not name."""

    key = "schedule"
    name = N_("Times in common")
    hint = N_("Times of day that suit both; two are enough. Who says that it varies counts half for each time.")
    default_weight = 4
    mentee_questions = (SAID,)
    mentor_questions = (SAID,)

    def wish(self, mentee: MenteeFacts) -> frozenset[str]:
        return frozenset(mentee.said.get(SAID, ()))

    def offer(self, mentor: MentorFacts) -> Offer:
        said = mentor.said.get(SAID)
        return None if said is None else frozenset(said)

    def compare(self, wish: frozenset[str], offer: Offer) -> float | None:
        if not wish:
            return None
        if offer is None:
            return UNKNOWN
        in_common = sum(_has(wish, time) * _has(offer, time) for time in (wish | offer | TIMES) - {VARIES})
        enough = ENOUGH if VARIES in wish else min(ENOUGH, len(wish))
        return min(1.0, in_common / enough)

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        offered = mentor.said.get(SAID)
        if offered is None:
            return Reason(self.key, score, Phrase(N_("Free times of this mentor not known")))
        times = tuple(facts.word(SAID, code) for code in mentee.said[SAID] if code in offered and code != VARIES)
        if times:
            both = {"times": times}
            plainly = Phrase(N_("You are both free: %(times)s"), both)
            return Reason(self.key, score, Phrase(N_("Times in common: %(times)s"), both), plainly)
        words = N_("No time of day in common for certain: it varies") if score else N_("No time of day in common")
        return Reason(self.key, score, Phrase(words))


def _has(times: frozenset[str], time: str) -> float:
    """1 for a time that was named, 0.5 for one that may be free."""
    return 1.0 if time in times else 0.5 if VARIES in times else 0.0
