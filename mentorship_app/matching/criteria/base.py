"""What a soft criterion is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from mentorship_app.core.phrases import Phrase
from mentorship_app.core.registry import Registry
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Reason:
    """How far one criterion speaks for a pair. ``score``: 0–1; ``words`` for staff, ``plainly`` for the mentee.

    ``plainly`` is None where there is nothing to tell a mentee: nothing good, or nothing that is theirs to read.
    """

    criterion: str
    score: float
    words: Phrase
    plainly: Phrase | None = None


class Criterion(ABC):
    """One soft criterion. Pure: it reads facts and nothing else, so a stored run gives the same numbers for ever."""

    key: ClassVar[str]
    name: ClassVar[str]
    """Marked with ``N_``, as the slider is called."""
    hint: ClassVar[str]
    """One sentence on what is compared, marked with ``N_``."""
    default_weight: ClassVar[int]
    """0–10."""
    is_private: ClassVar[bool] = False
    """Counts for the solver and is never shown, explained, or made part of a number that staff read."""
    mentee_questions: ClassVar[tuple[str, ...]] = ()
    """What it compares of the intake: a mentor reads of it only what these questions let a mentor read."""
    mentor_questions: ClassVar[tuple[str, ...]] = ()
    """What it compares of the application: a mentee reads of it only what these questions let mentees read."""
    told_to_mentors: ClassVar[bool] = True
    """Whether its plain words read right to the mentor of the pair too."""

    @abstractmethod
    def score(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> float | None:
        """0–1; None where the mentee has no wish, which must not depend on the mentor.

        Where the mentee wishes something and the mentor says nothing about it: :data:`UNKNOWN`.
        """

    @abstractmethod
    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        """The same in words; None exactly where :meth:`score` is None."""

    def matrix(self, facts: Facts) -> NDArray[np.float64]:
        """Scores of everybody, mentees × mentors in the order of the facts; NaN in the rows without a wish.

        Overridden where arrays are faster. It must equal :meth:`score` exactly.
        """
        import numpy as np  # noqa: PLC0415  a web worker that only looks at pairs never loads it

        found = [[self.score(facts, mentee, mentor) for mentor in facts.mentors] for mentee in facts.mentees]
        shape = (len(facts.mentees), len(facts.mentors))
        return np.array(found, dtype=np.float64).reshape(shape)


UNKNOWN = 0.5
"""Of a wish about which a mentor says nothing: neither for nor against."""

criteria: Registry[Criterion] = Registry("criterion")
"""By key, in the order of the sliders."""


def readable() -> Iterator[Criterion]:
    """The criteria that staff may read about."""
    return (criterion for _key, criterion in criteria.items() if not criterion.is_private)
