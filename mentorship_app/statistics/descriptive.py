"""One group described: mean with its interval, spread, range and middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, fsum, sqrt

from mentorship_app.statistics.checking import require_confidence, require_finite
from mentorship_app.statistics.distributions import t_quantile

_FEWEST_FOR_SPREAD = 2


@dataclass(frozen=True)
class Summary:
    """What is known about one group, in the units of its values. Whatever needs more values is ``None``.

    ``ci_low`` and ``ci_high`` bound the mean. They may pass the ends of a scale when few values lie near one end;
    they are not cut there, so that a table and a chart show the same interval.
    """

    n: int
    mean: float | None
    sd: float | None
    ci_low: float | None
    ci_high: float | None
    minimum: float | None
    maximum: float | None
    median: float | None

    @property
    def is_too_few(self) -> bool:
        """True when there is no interval: one value or none says nothing about a group."""
        return self.n < _FEWEST_FOR_SPREAD


def describe(values: Sequence[float], *, confidence: float = 0.95) -> Summary:
    """Mean, SD (n - 1 below the line), t interval, range and median of ``values``.

    Interval: mean ± t(1 - α/2; n - 1) · SD / √n (Student, Biometrika 1908;6:1-25). One value has no SD and no
    interval; no value gives a summary of ``None`` with n = 0. Raises ``ValueError`` for a value that is not finite
    or a confidence outside 0 to 1.
    """
    require_confidence(confidence)
    require_finite(values)
    n = len(values)
    if n == 0:
        return Summary(0, None, None, None, None, None, None, None)
    ordered = sorted(values)
    mean = fsum(ordered) / n
    sd = _standard_deviation(ordered, mean)
    half_width = None if sd is None else t_quantile((1 + confidence) / 2, n - 1) * sd / sqrt(n)
    return Summary(
        n=n,
        mean=mean,
        sd=sd,
        ci_low=None if half_width is None else mean - half_width,
        ci_high=None if half_width is None else mean + half_width,
        minimum=ordered[0],
        maximum=ordered[-1],
        median=(ordered[(n - 1) // 2] + ordered[n // 2]) / 2,
    )


def quartiles(values: Sequence[float]) -> tuple[float, float] | None:
    """The values below which a quarter and three quarters lie; ``None`` for no values. Raises as :func:`describe`."""
    require_finite(values)
    ordered = sorted(values)
    return (quantile(ordered, 0.25), quantile(ordered, 0.75)) if ordered else None


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of sorted values lies, between neighbours in proportion.

    Definition 7 of Hyndman RJ, Fan Y, Am Stat 1996;50:361-365, as most software takes it. Raises ``ValueError`` for no
    values or a share outside 0 to 1.
    """
    if not ordered or not 0 <= share <= 1:
        raise ValueError("a quantile needs values, and a share from 0 to 1")
    place = (len(ordered) - 1) * share
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _standard_deviation(values: Sequence[float], mean: float) -> float | None:
    if len(values) < _FEWEST_FOR_SPREAD:
        return None
    return sqrt(fsum((value - mean) ** 2 for value in values) / (len(values) - 1))
