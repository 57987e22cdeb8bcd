"""The distributions that intervals need. SciPy is loaded at the first call, never by a process that draws nothing."""

from math import isfinite, sqrt
from statistics import NormalDist


def t_quantile(probability: float, degrees: float) -> float:
    """The value below which Student's t with ``degrees`` > 0 lies with ``probability``."""
    from scipy.special import stdtrit  # noqa: PLC0415  a web worker that draws no report must never load SciPy

    return float(stdtrit(degrees, probability))


def t_two_sided(t: float, degrees: float) -> float:
    """The probability of a t at least as far from 0, 0 to 1."""
    from scipy.special import stdtr  # noqa: PLC0415  as above

    return float(2 * stdtr(degrees, -abs(t)))


def f_quantile(probability: float, degrees_above: float, degrees_below: float) -> float:
    """The value below which F lies with ``probability``; degrees of freedom above and below the line."""
    from scipy.special import fdtri  # noqa: PLC0415  as above

    return float(fdtri(degrees_above, degrees_below, probability))


def chi_square_quantile(probability: float, degrees: float) -> float:
    """The value below which chi-square with ``degrees`` lies with ``probability``."""
    from scipy.special import chdtri  # noqa: PLC0415  as above

    return float(chdtri(degrees, 1 - probability))


def noncentral_t_below(t: float, degrees: float, noncentrality: float) -> float:
    """The probability of a noncentral t below ``t``.

    So far out that the series ends in nothing, the normal approximation of Abramowitz M, Stegun IA, Handbook of
    Mathematical Functions, 1964, 26.7.10.
    """
    from scipy.stats import nct  # noqa: PLC0415  as above

    below = float(nct.cdf(t, degrees, noncentrality))
    if isfinite(below):
        return below
    return NormalDist().cdf((t * (1 - 1 / (4 * degrees)) - noncentrality) / sqrt(1 + t * t / (2 * degrees)))


def noncentrality_interval(t: float, degrees: float, *, confidence: float) -> tuple[float, float]:
    """The noncentralities for which the observed ``t`` lies at either tail's edge.

    The pivot of Steiger JH, Fouladi RT, in Harlow et al. (eds), What if there were no significance tests?, 1997,
    221-257. Raises ``ValueError`` unless ``t`` is finite.
    """
    if not isfinite(t):
        raise ValueError("the t must be finite")
    tail = (1 - confidence) / 2
    return _noncentrality(t, degrees, 1 - tail), _noncentrality(t, degrees, tail)


def _noncentrality(t: float, degrees: float, below: float) -> float:
    """Where ``noncentral_t_below`` is ``below``: it falls steadily as the noncentrality grows."""
    from scipy.optimize import brentq  # noqa: PLC0415  as above

    reach = 10.0
    while not noncentral_t_below(t, degrees, t - reach) > below > noncentral_t_below(t, degrees, t + reach):
        reach *= 2
    return float(
        brentq(lambda ncp: noncentral_t_below(t, degrees, ncp) - below, t - reach, t + reach, xtol=1e-10, rtol=1e-12)
    )
