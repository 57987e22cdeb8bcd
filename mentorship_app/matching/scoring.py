"""How well two people fit: readable numbers for staff, and the true ones for the solver.

The fit of a mentee and a mentor is the mean of the scores of all criteria about which the mentee has a wish, weighed by
what the coordinator set; the criterion that matters most to this mentee counts double. It is 0–1, and 0.5 for everybody
where a mentee wishes nothing at all.

What people wish to share of who they are counts for the solver alone, in :func:`fit_matrix`, with a fixed share. Every
other number here is made of criteria that staff may read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria import Criterion, Reason, readable
from mentorship_app.matching.criteria.identity import SHARE, Identity
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts
from mentorship_app.matching.settings import MOST_WEIGHT, Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NO_WISH = 0.5
"""The fit of everybody with a mentee about whom nothing is known."""
MATTERS_MOST = 2
"""How many times the criterion counts that a mentee named as the most important."""
MOST_PLAIN = 3
"""At most so many reasons are told to the two themselves."""
CELLS_AT_ONCE = 1_000_000
"""So many pairs are scored at a time: about 8 MB for each table that is held."""


@dataclass(frozen=True)
class Part:
    """What one criterion adds to a fit: ``share`` of it, in the same unit (0–1); all shares add up to the fit."""

    reason: Reason
    share: float
    possible: float
    """What a score of 1 would add; all add up to 1."""


def weight_of(settings: Settings, criterion: Criterion) -> int:
    """What a coordinator set for a readable criterion, or its default; 0–10."""
    return max(0, min(MOST_WEIGHT, settings.weights.get(criterion.key, criterion.default_weight)))


def fit(facts: Facts, settings: Settings, mentee: MenteeFacts, mentor: MentorFacts) -> float:
    """0–1, of readable criteria only."""
    total = counted = 0.0
    for criterion, weight in _counting(settings):
        score = criterion.score(facts, mentee, mentor)
        if score is not None:
            counts = weight * (MATTERS_MOST if criterion.key == mentee.matters_most else 1)
            total += counts * score
            counted += counts
    return total / counted if counted else NO_WISH


def shown(value: float) -> int:
    """A fit as pages show it: a whole number, 0–100."""
    return int(value * 100 + 0.5)


def parts(facts: Facts, settings: Settings, mentee: MenteeFacts, mentor: MentorFacts) -> tuple[Part, ...]:
    """What makes up the fit, criteria without weight left out: largest share first, then what could have been most."""
    found = [
        (reason, weight * (MATTERS_MOST if criterion.key == mentee.matters_most else 1))
        for criterion, weight in _counting(settings)
        if (reason := criterion.reason(facts, mentee, mentor)) is not None
    ]
    counted = float(sum(counts for _reason, counts in found))
    made = [Part(reason, counts * reason.score / counted, counts / counted) for reason, counts in found]
    return tuple(sorted(made, key=lambda part: (-part.share, -part.possible)))


def reasons(facts: Facts, settings: Settings, mentee: MenteeFacts, mentor: MentorFacts) -> tuple[Reason, ...]:
    """Why, in words for staff: largest contribution first."""
    return tuple(part.reason for part in parts(facts, settings, mentee, mentor))


def plain_reasons(facts: Facts, settings: Settings, mentee: MenteeFacts, mentor: MentorFacts) -> tuple[Phrase, ...]:
    """At most three reasons in words for the two themselves."""
    told = (reason.plainly for reason in reasons(facts, settings, mentee, mentor))
    return tuple(phrase for phrase in told if phrase is not None)[:MOST_PLAIN]


def stored_reasons(facts: Facts, settings: Settings, mentee: MenteeFacts, mentor: MentorFacts) -> list[dict[str, Any]]:
    """All that may be told to the two themselves, best first, to be kept with their pair: phrases with their criterion.

    Which three each of them reads is decided when the page is shown, by who may read which answer.
    """
    return [
        reason.plainly.as_json() | {"criterion": reason.criterion}
        for reason in reasons(facts, settings, mentee, mentor)
        if reason.plainly is not None
    ]


def readable_fit_matrix(facts: Facts, settings: Settings) -> NDArray[np.float64]:
    """:func:`fit` of everybody, mentees × mentors in the order of the facts."""
    return _matrix(facts, settings, with_identity=False)


def fit_matrix(facts: Facts, settings: Settings) -> NDArray[np.float64]:
    """The true fits, for the solver and nobody else: with what people wish to share of who they are."""
    return _matrix(facts, settings, with_identity=True)


def _matrix(facts: Facts, settings: Settings, *, with_identity: bool) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415  a web worker that only looks at pairs never loads it

    found = np.empty((len(facts.mentees), len(facts.mentors)))
    if not found.size:
        return found
    start = 0
    for some in _portions(facts):
        rows = found[start : start + len(some.mentees)]
        _fill(rows, some, settings)
        if with_identity:
            _add_identity(rows, some)
        start += len(some.mentees)
    return found


def _portions(facts: Facts) -> Iterator[Facts]:
    """The same facts with some of the mentees at a time: what has to be held at once stays small."""
    size = max(1, CELLS_AT_ONCE // max(1, len(facts.mentors)))
    for start in range(0, len(facts.mentees), size):
        yield replace(facts, mentees=facts.mentees[start : start + size])


def _fill(fits: NDArray[np.float64], facts: Facts, settings: Settings) -> None:
    """Write the readable fits of these mentees, summed in the order of :func:`fit`, so that they equal it."""
    import numpy as np  # noqa: PLC0415  a web worker that only looks at pairs never loads it

    fits[:] = 0.0
    counted = np.zeros(len(facts.mentees))
    for criterion, weight in _counting(settings):
        scores = criterion.matrix(facts)
        counts = weight * _importance(facts.mentees, criterion)
        silent = np.isnan(scores[:, 0])
        scores[silent], counts[silent] = 0.0, 0.0
        scores *= counts[:, None]
        fits += scores
        counted += counts
    wishless = counted == 0
    counted[wishless] = 1.0
    fits /= counted[:, None]
    fits[wishless] = NO_WISH


def _add_identity(fits: NDArray[np.float64], facts: Facts) -> None:
    """As one more criterion that weighs a fixed share of all others together."""
    import numpy as np  # noqa: PLC0415  a web worker that only looks at pairs never loads it

    scores = Identity().matrix(facts)
    wishing = ~np.isnan(scores[:, 0])
    fits[wishing] = (fits[wishing] + SHARE * scores[wishing]) / (1 + SHARE)


def _counting(settings: Settings) -> Iterator[tuple[Criterion, int]]:
    return ((criterion, weight) for criterion in readable() if (weight := weight_of(settings, criterion)) > 0)


def _importance(mentees: Sequence[MenteeFacts], criterion: Criterion) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415  a web worker that only looks at pairs never loads it

    return np.array(
        [MATTERS_MOST if mentee.matters_most == criterion.key else 1 for mentee in mentees], dtype=np.float64
    )
