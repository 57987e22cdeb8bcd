"""What a hard constraint is."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from mentorship_app.core.phrases import Phrase
from mentorship_app.core.registry import Registry
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.settings import Rules


class Constraint(ABC):
    """One hard constraint between a mentor and a mentee. Pure, like a criterion."""

    key: ClassVar[str]
    name: ClassVar[str]
    """Marked with ``N_``."""
    allows_exception: ClassVar[bool] = False
    """Whether a coordinator may pair two people all the same: named, dated, with a rationale and consent."""
    is_private: ClassVar[bool] = False
    """Holds for the solver and is never listed, counted or explained to staff."""

    @abstractmethod
    def excludes(self, facts: Facts, rules: Rules) -> Iterator[Pair]:
        """Every pair that it forbids, each once."""

    @abstractmethod
    def words(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Phrase:
        """Why these two are excluded, for staff."""

    def excepts(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> bool:  # noqa: ARG002  some look at the two
        """Whether an exception is possible for these two."""
        return self.allows_exception


constraints: Registry[Constraint] = Registry("constraint")
"""By key, in the order in which reasons are told."""
