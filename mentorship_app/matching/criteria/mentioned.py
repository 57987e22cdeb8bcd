"""What a mentee wrote freely, and whether the mentor mentions it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.matching.criteria.base import UNKNOWN, Criterion
from mentorship_app.matching.criteria.shares import Words, met, met_matrix
from mentorship_app.matching.criteria.words import compared, telling_words
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Mentioned(Criterion):
    """The share of a mentee's entries of which the mentor mentions at least one telling word."""

    said: ClassVar[str]
    """The question that holds the entries."""
    heard_in: ClassVar[tuple[str, ...]]
    """The questions of mentors whose codes and own words are looked at, in both languages."""

    @abstractmethod
    def besides(self, mentor: MentorFacts) -> Iterable[str]:
        """What else is looked at of a mentor."""

    def entries(self, facts: Facts, mentee: MenteeFacts) -> list[Words]:
        """The telling words of each entry; an entry without any says nothing and is left out."""
        return [words for code in mentee.said.get(self.said, ()) if (words := self._words(facts, self.said, code))]

    def heard(self, facts: Facts, mentor: MentorFacts) -> Words | None:
        """The telling words of a mentor; None of one who said nothing of the kind."""
        texts = [text for text in self.besides(mentor) if text]
        known = [(question, code) for question in self.heard_in for code in mentor.said.get(question, ())]
        if not texts and not known:
            return None
        said = (self._words(facts, question, code) for question, code in known)
        return compared(*texts).union(*said)

    def score(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> float | None:
        return met(self.entries(facts, mentee), self.heard(facts, mentor), unknown=UNKNOWN)

    def matrix(self, facts: Facts) -> NDArray[np.float64]:
        return met_matrix(
            [self.entries(facts, mentee) for mentee in facts.mentees],
            [self.heard(facts, mentor) for mentor in facts.mentors],
            unknown=UNKNOWN,
        )

    def common(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> tuple[LocalizedText, ...]:
        """The words that both have, as the mentee wrote them, each once."""
        heard = self.heard(facts, mentor) or frozenset()
        found: dict[str, LocalizedText] = {}
        for code in mentee.said.get(self.said, ()):
            label = facts.word(self.said, code)
            english, french = (
                [pair for pair in telling_words(text) if pair[0] in heard] for text in (label.en, label.fr)
            )
            for (word, written), (_word, autre) in zip(english or french, french or english, strict=False):
                found.setdefault(word, LocalizedText(en=written, fr=autre))
        return tuple(found.values())

    @staticmethod
    def _words(facts: Facts, question: str, code: str) -> Words:
        label = facts.word(question, code)
        return compared(label.en, label.fr)
