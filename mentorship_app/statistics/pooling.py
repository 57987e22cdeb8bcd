"""Several years or sites together: one estimate, and how much they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from mentorship_app.statistics.change import Estimate
from mentorship_app.statistics.checking import require_confidence, require_finite
from mentorship_app.statistics.distributions import chi_square_quantile, t_quantile

_CLOSE = 1e-12
_ROUNDS = 200


@dataclass(frozen=True)
class Pooled:
    """One estimate of ``k`` years; ``between_sd`` in its unit; ``apart``: Cochran's Q; ``i_squared`` 0 to 1.

    ``next_year`` holds a further year's true value as often as the confidence says; ``None`` for two years.
    """

    estimate: Estimate
    k: int
    between_sd: float
    apart: float
    i_squared: float
    next_year: tuple[float, float] | None

    @property
    def is_alike(self) -> bool:
        """Whether the years differ no more than chance lets them at 95 %."""
        return self.apart <= chi_square_quantile(0.95, self.k - 1)


def pool(values: Sequence[float], errors: Sequence[float], *, confidence: float = 0.95) -> Pooled | None:
    """Pool estimates with their standard errors, in one unit; ``None`` for fewer than two.

    Random effects: the variance between years after Paule RC, Mandel J, J Res Natl Bur Stand 1982;87:377-385; the
    interval after Hartung J, Knapp G, Stat Med 2001;20:3875-3889, never narrower than that of the weights alone
    (IntHout J, Ioannidis JPA, Borm GF, BMC Med Res Methodol 2014;14:25); ``next_year`` after Higgins JPT, Thompson
    SG, Spiegelhalter DJ, J R Stat Soc A 2009;172:137-159. Raises ``ValueError`` for errors that are not positive or
    values that are not finite.
    """
    require_confidence(confidence)
    require_finite([*values, *errors])
    if len(values) != len(errors) or any(error <= 0 for error in errors):
        raise ValueError("every value needs its positive standard error")
    k = len(values)
    if k < 2:
        return None
    variances = [error * error for error in errors]
    between = between_years(values, errors)
    weights = [1 / (variance + between) for variance in variances]
    total = fsum(weights)
    middle = _mean(values, weights)
    scatter = fsum(w * (v - middle) ** 2 for w, v in zip(weights, values, strict=True)) / (k - 1)
    error = sqrt(max(scatter, 1.0) / total)
    half_width = t_quantile((1 + confidence) / 2, k - 1) * error
    fixed = [1 / variance for variance in variances]
    apart = _scatter(values, fixed)
    wide = t_quantile((1 + confidence) / 2, k - 2) * sqrt(between + 1 / total) if k > 2 else None
    return Pooled(
        Estimate(middle, middle - half_width, middle + half_width),
        k,
        sqrt(between),
        apart,
        max(0.0, 1 - (k - 1) / apart) if apart else 0.0,
        (middle - wide, middle + wide) if wide is not None else None,
    )


def between_years(values: Sequence[float], errors: Sequence[float]) -> float:
    """The variance between years, at which the weighted scatter is what chance makes it; 0 where it is less."""
    degrees = len(values) - 1

    def excess(between: float) -> float:
        return _scatter(values, [1 / (error * error + between) for error in errors]) - degrees

    if excess(0.0) <= 0:
        return 0.0
    low, high = 0.0, max(error * error for error in errors)
    while excess(high) > 0:
        high *= 2
    for _round in range(_ROUNDS):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
        if high - low <= _CLOSE * high:
            break
    return (low + high) / 2


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return fsum(w * v for w, v in zip(weights, values, strict=True)) / fsum(weights)


def _scatter(values: Sequence[float], weights: Sequence[float]) -> float:
    middle = _mean(values, weights)
    return fsum(w * (v - middle) ** 2 for w, v in zip(weights, values, strict=True))
