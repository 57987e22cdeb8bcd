"""What changed between two measurements of the same people: the mean change, and how large it is beside the spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from mentorship_app.statistics.checking import require_confidence, require_finite, require_pairs
from mentorship_app.statistics.descriptive import Summary, describe
from mentorship_app.statistics.distributions import noncentrality_interval, t_two_sided

_FEWEST = 3
"""People below whom an effect size says nothing: its interval would hold nearly every value."""


@dataclass(frozen=True)
class Estimate:
    """A value and the bounds of its interval, in the unit of the value."""

    value: float
    ci_low: float
    ci_high: float

    def excludes(self, value: float) -> bool:
        """Whether the interval leaves ``value`` out."""
        return not self.ci_low <= value <= self.ci_high


@dataclass(frozen=True)
class PairedChange:
    """Two measurements of the same ``n`` people, in the units of the scale. ``None`` is: too few, or no spread, to say.

    ``change`` describes after minus before, with its t interval. ``r`` is their correlation. ``t`` has ``n`` - 1
    degrees of freedom and the two-sided probability ``p``. ``d_z`` and ``g_z`` are in SDs of the change (and grow with
    ``r``); ``d_av`` and ``g_av`` in SDs of the scores, comparable between studies; ``g`` is corrected for small n.
    """

    n: int
    before: Summary
    after: Summary
    change: Summary
    r: float | None
    t: float | None
    p: float | None
    d_z: Estimate | None
    g_z: Estimate | None
    d_av: Estimate | None
    g_av: Estimate | None

    @property
    def is_too_few(self) -> bool:
        """True when no effect size can be given."""
        return self.g_av is None


def paired_change(before: Sequence[float], after: Sequence[float], *, confidence: float = 0.95) -> PairedChange:
    """Describe the change of the same people, in one order in both sequences.

    d_z = mean change / SD of changes, its interval from the noncentral t with n - 1 degrees of freedom divided by √n
    (Goulet-Pelletier JC, Cousineau D, Quant Methods Psychol 2018;14:242-265). d_av = mean change / √((s₁² + s₂²) / 2),
    its interval the same noncentralities times √(2 s_D² / (n (s₁² + s₂²))) (Algina J, Keselman HJ, Educ Psychol Meas
    2003;63:537-553). The correction is :func:`small_sample` with n - 1 degrees of freedom.

    Raises ``ValueError`` for sequences of different length, values that are not finite, or a confidence outside 0 to 1.
    """
    require_confidence(confidence)
    require_pairs(before, after)
    first, second = describe(before, confidence=confidence), describe(after, confidence=confidence)
    change = describe([b - a for a, b in zip(before, after, strict=True)], confidence=confidence)
    n = change.n
    t = None if not change.sd or change.mean is None else change.mean / (change.sd / sqrt(n))
    sizes = _sizes(first, second, change, t, confidence) if t is not None and n >= _FEWEST else (None,) * 4
    return PairedChange(
        n=n,
        before=first,
        after=second,
        change=change,
        r=correlation(before, after),
        t=t,
        p=None if t is None else t_two_sided(t, n - 1),
        d_z=sizes[0],
        g_z=sizes[1],
        d_av=sizes[2],
        g_av=sizes[3],
    )


def small_sample(degrees: float) -> float:
    """The factor that takes the bias out of a standardised mean: 1 - 3/(4ν - 1), for ν > 1 degrees of freedom.

    Hedges LV, J Educ Stat 1981;6:107-128: within 0.0005 of the exact factor from ν = 10 on.
    """
    return 1 - 3 / (4 * degrees - 1)


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's r, -1 to 1; ``None`` where one of the two does not vary, or there are fewer than two pairs."""
    require_pairs(first, second)
    require_finite([*first, *second])
    n = len(first)
    if n < 2:
        return None
    middle_first, middle_second = fsum(first) / n, fsum(second) / n
    spread_first = fsum((a - middle_first) ** 2 for a in first)
    spread_second = fsum((b - middle_second) ** 2 for b in second)
    if not spread_first or not spread_second:
        return None
    together = fsum((a - middle_first) * (b - middle_second) for a, b in zip(first, second, strict=True))
    return max(-1.0, min(1.0, together / sqrt(spread_first * spread_second)))


def _sizes(
    first: Summary, second: Summary, change: Summary, t: float, confidence: float
) -> tuple[Estimate | None, ...]:
    n, moved, spread = change.n, change.mean or 0.0, change.sd or 0.0
    low, high = noncentrality_interval(t, n - 1, confidence=confidence)
    factor = small_sample(n - 1)
    d_z = Estimate(moved / spread, low / sqrt(n), high / sqrt(n))
    both = (first.sd or 0.0) ** 2 + (second.sd or 0.0) ** 2
    if not both:
        return d_z, _times(d_z, factor), None, None
    unit = spread * sqrt(2 / (n * both))
    d_av = Estimate(moved / sqrt(both / 2), low * unit, high * unit)
    return d_z, _times(d_z, factor), d_av, _times(d_av, factor)


def _times(estimate: Estimate, factor: float) -> Estimate:
    return Estimate(estimate.value * factor, estimate.ci_low * factor, estimate.ci_high * factor)
