"""Answers that lie on a line: the nearer two are, the better."""

from typing import ClassVar

from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import UNKNOWN, Reason
from mentorship_app.matching.criteria.tables import Tabled
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts


class Ordered(Tabled[str, str]):
    """1 for the same answer, 0 for the two ends of the line, and evenly in between.

    Programs may edit the options; one that is not on the line is the same as itself and as far as can be from others.
    """

    line: ClassVar[tuple[str, ...]]
    same: ClassVar[str]
    """How the same answer reads: ``%(answer)s``."""
    other: ClassVar[str]
    """How two answers read: ``%(wish)s``, ``%(offer)s``."""
    unknown: ClassVar[str]
    plain: ClassVar[str]
    """For the two themselves: ``%(answer)s``."""

    def wish(self, mentee: MenteeFacts) -> str:
        return next(iter(mentee.said.get(self.key, ())), "")

    def offer(self, mentor: MentorFacts) -> str:
        return next(iter(mentor.said.get(self.key, ())), "")

    def compare(self, wish: str, offer: str) -> float | None:
        if not wish:
            return None
        if not offer:
            return UNKNOWN
        if wish == offer:
            return 1.0
        if wish not in self.line or offer not in self.line:
            return 0.0
        return 1.0 - abs(self.line.index(wish) - self.line.index(offer)) / (len(self.line) - 1)

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        wish, offer = self.wish(mentee), self.offer(mentor)
        if not offer:
            return Reason(self.key, score, Phrase(self.unknown))
        wished, offered = facts.word(self.key, wish), facts.word(self.key, offer)
        if wish == offer:
            both = {"answer": wished}
            return Reason(self.key, score, Phrase(self.same, both), Phrase(self.plain, both))
        return Reason(self.key, score, Phrase(self.other, {"wish": wished, "offer": offered}))
