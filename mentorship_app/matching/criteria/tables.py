"""Criteria where many people say the same few things, and criteria that name few pairs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from mentorship_app.matching.criteria.base import Criterion
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Wish = TypeVar("Wish", bound=Hashable)
Offer = TypeVar("Offer", bound=Hashable)


class Tabled(Criterion, Generic[Wish, Offer]):
    """A criterion that looks at one wish and one offer, of which there are few different ones: each two once."""

    @abstractmethod
    def wish(self, mentee: MenteeFacts) -> Wish:
        """What is compared of a mentee."""

    @abstractmethod
    def offer(self, mentor: MentorFacts) -> Offer:
        """What is compared of a mentor."""

    @abstractmethod
    def compare(self, wish: Wish, offer: Offer) -> float | None:
        """0–1; None by the wish alone."""

    def score(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> float | None:  # noqa: ARG002  the shape of a criterion
        return self.compare(self.wish(mentee), self.offer(mentor))

    def matrix(self, facts: Facts) -> NDArray[np.float64]:
        import numpy as np  # noqa: PLC0415  a web worker that only looks at pairs never loads it

        wishes, offers = [self.wish(one) for one in facts.mentees], [self.offer(one) for one in facts.mentors]
        row = {wish: place for place, wish in enumerate(dict.fromkeys(wishes))}
        column = {offer: place for place, offer in enumerate(dict.fromkeys(offers))}
        found = [[self.compare(wish, offer) for offer in column] for wish in row]
        table = np.array(found, dtype=np.float64).reshape(len(row), len(column))
        rows = np.array([row[wish] for wish in wishes], dtype=np.int64)
        columns = np.array([column[offer] for offer in offers], dtype=np.int64)
        return table[np.ix_(rows, columns)]


class Marked(Criterion):
    """A criterion that speaks for few mentors of each mentee, and of all others in the same way."""

    @abstractmethod
    def marks(self, facts: Facts, mentee: MenteeFacts) -> Mapping[str, float] | None:
        """Scores by mentor id; None where there is no wish."""

    def otherwise(self, facts: Facts, mentor: MentorFacts) -> float:  # noqa: ARG002  some look at the mentor
        """The score of a mentor who has no mark."""
        return 0.0

    def score(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> float | None:
        marks = self.marks(facts, mentee)
        if marks is None:
            return None
        return marks[mentor.id] if mentor.id in marks else self.otherwise(facts, mentor)

    def matrix(self, facts: Facts) -> NDArray[np.float64]:
        import numpy as np  # noqa: PLC0415  a web worker that only looks at pairs never loads it

        column = {mentor.id: place for place, mentor in enumerate(facts.mentors)}
        plain = np.array([self.otherwise(facts, mentor) for mentor in facts.mentors], dtype=np.float64)
        scores = np.full((len(facts.mentees), len(facts.mentors)), np.nan)
        for row, mentee in enumerate(facts.mentees):
            marks = self.marks(facts, mentee)
            if marks is None:
                continue
            scores[row] = plain
            for mentor, score in marks.items():
                if mentor in column:
                    scores[row, column[mentor]] = score
        return scores
