"""Two groups that are not the same people, such as those with and without a mentor. No comparison here is a cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from mentorship_app.statistics.change import Estimate, small_sample
from mentorship_app.statistics.checking import require_confidence, require_finite, require_pairs
from mentorship_app.statistics.descriptive import Summary, describe
from mentorship_app.statistics.distributions import noncentrality_interval, t_quantile, t_two_sided

_FEWEST = 2


@dataclass(frozen=True)
class GroupDifference:
    """The first group minus the second, in the units of the scale; ``g`` in SDs of both together.

    ``degrees`` of freedom need not be whole. ``None`` is: too few, or no spread, to say.
    """

    first: Summary
    second: Summary
    difference: Estimate | None
    t: float | None
    degrees: float | None
    p: float | None
    g: Estimate | None

    @property
    def is_too_few(self) -> bool:
        """True when there is no interval."""
        return self.difference is None


@dataclass(frozen=True)
class AdjustedDifference:
    """What remains of a difference between people who began alike; ``standardised`` in SDs of the baseline.

    ``slope``: points after for each point before. ``residual_sd``: what is left of the spread after.
    """

    difference: Estimate
    standardised: Estimate
    slope: float
    residual_sd: float
    degrees: int
    p: float


def group_difference(first: Sequence[float], second: Sequence[float], *, confidence: float = 0.95) -> GroupDifference:
    """Compare two groups without assuming that they vary alike.

    Interval and p: Welch BL, Biometrika 1947;34:28-35, with Satterthwaite's degrees of freedom. g: Hedges LV, J
    Educ Stat 1981;6:107-128, the difference over the pooled SD, corrected, its interval from the noncentral t.
    Raises ``ValueError`` for a value that is not finite or a confidence outside 0 to 1.
    """
    require_confidence(confidence)
    one, two = describe(first, confidence=confidence), describe(second, confidence=confidence)
    if one.sd is None or two.sd is None or one.mean is None or two.mean is None or not one.sd + two.sd:
        return GroupDifference(one, two, None, None, None, None, None)
    parts = one.sd**2 / one.n, two.sd**2 / two.n
    error = sqrt(fsum(parts))
    degrees = fsum(parts) ** 2 / (parts[0] ** 2 / (one.n - 1) + parts[1] ** 2 / (two.n - 1))
    apart = one.mean - two.mean
    half_width = t_quantile((1 + confidence) / 2, degrees) * error
    return GroupDifference(
        one,
        two,
        Estimate(apart, apart - half_width, apart + half_width),
        apart / error,
        degrees,
        t_two_sided(apart / error, degrees),
        _hedges(one.n, two.n, apart, one.sd, two.sd, confidence),
    )


def adjusted_difference(
    before_first: Sequence[float],
    after_first: Sequence[float],
    before_second: Sequence[float],
    after_second: Sequence[float],
    *,
    confidence: float = 0.95,
) -> AdjustedDifference | None:
    """The difference after between people who began alike (analysis of covariance, one common slope).

    Cochran WG, Biometrics 1957;13:261-281. With fewer than 3 people in a group, without spread before, or without any
    left after, ``None``. Raises ``ValueError`` for sequences that do not pair or values that are not finite.
    """
    require_confidence(confidence)
    for before, after in ((before_first, after_first), (before_second, after_second)):
        require_pairs(before, after)
        require_finite([*before, *after])
    n, m = len(before_first), len(before_second)
    if min(n, m) <= _FEWEST:
        return None
    xx = _products(before_first, before_first) + _products(before_second, before_second)
    xy = _products(before_first, after_first) + _products(before_second, after_second)
    yy = _products(after_first, after_first) + _products(after_second, after_second)
    if not xx or yy - xy * xy / xx <= 0:
        return None
    slope, degrees = xy / xx, n + m - 3
    residual = (yy - xy * xy / xx) / degrees
    apart_before = fsum(before_first) / n - fsum(before_second) / m
    apart = fsum(after_first) / n - fsum(after_second) / m - slope * apart_before
    error = sqrt(residual * (1 / n + 1 / m + apart_before**2 / xx))
    half_width = t_quantile((1 + confidence) / 2, degrees) * error
    unit = sqrt(xx / (n + m - 2))
    difference = Estimate(apart, apart - half_width, apart + half_width)
    return AdjustedDifference(
        difference,
        Estimate(apart / unit, difference.ci_low / unit, difference.ci_high / unit),
        slope,
        sqrt(residual),
        degrees,
        t_two_sided(apart / error, degrees),
    )


def _hedges(n: int, m: int, apart: float, sd: float, other_sd: float, confidence: float) -> Estimate:
    degrees = n + m - 2
    pooled = sqrt(((n - 1) * sd**2 + (m - 1) * other_sd**2) / degrees)
    unit = sqrt(1 / n + 1 / m)
    low, high = noncentrality_interval(apart / (pooled * unit), degrees, confidence=confidence)
    factor = small_sample(degrees)
    return Estimate(factor * apart / pooled, factor * low * unit, factor * high * unit)


def _products(first: Sequence[float], second: Sequence[float]) -> float:
    """The sum of products of what each deviates from its mean."""
    middle, other_middle = fsum(first) / len(first), fsum(second) / len(second)
    return fsum((a - middle) * (b - other_middle) for a, b in zip(first, second, strict=True))
