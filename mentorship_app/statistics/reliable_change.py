"""Whether one person's change is more than a measure's own wobble."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from mentorship_app.statistics.checking import require_confidence, require_finite, require_pairs


@dataclass(frozen=True)
class ReliableChange:
    """People whose score rose, fell or stayed by more than ``threshold``, in the units of the scale.

    ``measurement_error`` is the standard error of one score, ``difference_error`` that of a difference of two.
    """

    threshold: float
    measurement_error: float
    difference_error: float
    risen: int
    unchanged: int
    fallen: int


def reliable_change(
    before: Sequence[float], after: Sequence[float], *, sd: float, reliability: float, confidence: float = 0.95
) -> ReliableChange:
    """Count reliable changes after Jacobson NS, Truax P, J Consult Clin Psychol 1991;59:12-19.

    A change is reliable when |after - before| > z · sd · √(2 (1 - reliability)); z = 1.96 at 95 %. ``sd`` is that of
    the scores before; ``reliability`` a published one, since that of few local answers is worth little. Raises
    ``ValueError`` for an ``sd`` that is not positive, a reliability outside 0 to 1, or sequences that do not pair.
    """
    require_confidence(confidence)
    require_pairs(before, after)
    require_finite([*before, *after, sd, reliability])
    if sd <= 0 or not 0 <= reliability <= 1:
        raise ValueError("the SD must be positive, and the reliability lie between 0 and 1")
    measurement_error = sd * sqrt(1 - reliability)
    difference_error = sqrt(2) * measurement_error
    threshold = NormalDist().inv_cdf((1 + confidence) / 2) * difference_error
    changes = [b - a for a, b in zip(before, after, strict=True)]
    risen, fallen = sum(one > threshold for one in changes), sum(one < -threshold for one in changes)
    return ReliableChange(threshold, measurement_error, difference_error, risen, len(changes) - risen - fallen, fallen)
