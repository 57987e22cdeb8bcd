"""How large a change must be before so few people can show it."""

from math import sqrt

from mentorship_app.statistics.checking import require_confidence
from mentorship_app.statistics.distributions import noncentral_t_below, t_quantile

_FEWEST = 3


def power_of_change(d_z: float, n: int, *, confidence: float = 0.95) -> float:
    """The probability, 0 to 1, that the interval of a mean change of ``d_z`` SDs leaves 0 out, with ``n`` > 1 people.

    By the noncentral t (Cohen J, Statistical Power Analysis, 2nd ed., 1988, section 2.3). Raises ``ValueError`` for
    fewer than 2 people.
    """
    require_confidence(confidence)
    if n < 2:
        raise ValueError("a change of fewer than 2 people has no interval")
    edge = t_quantile((1 + confidence) / 2, n - 1)
    ncp = d_z * sqrt(n)
    return 1 - noncentral_t_below(edge, n - 1, ncp) + noncentral_t_below(-edge, n - 1, ncp)


def smallest_change(n: int, *, power: float = 0.8, confidence: float = 0.95) -> float | None:
    """The change, in SDs of the change, that ``n`` people show with that power; ``None`` for fewer than 3."""
    from scipy.optimize import brentq  # noqa: PLC0415  a web worker that draws no report must never load SciPy

    require_confidence(confidence)
    require_confidence(power)
    if n < _FEWEST:
        return None
    enough = 1.0
    while power_of_change(enough, n, confidence=confidence) < power:
        enough *= 2
    return float(brentq(lambda d_z: power_of_change(d_z, n, confidence=confidence) - power, 0.0, enough, xtol=1e-8))
