"""Number lines: which range a chart shows, where its ticks stand, and how numbers are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

from mentorship_app.core.rounding import rounded

MOST_TICKS = 7
_ZOOM_STEPS = (Fraction(1), Fraction(2), Fraction(5), Fraction(10))
_SCALE_STEPS = tuple(Fraction(step) for step in ("1", "2", "2.5", "3", "4", "5", "6", "7", "8"))


@dataclass(frozen=True)
class NumberStyle:
    """How a chart writes numbers: decimals, and the mark of the language (``.`` or ``,``). The minus is U+2212."""

    decimals: int = 1
    decimal_mark: str = "."

    def format(self, value: float) -> str:
        """12.345 gives ``12.3`` or ``12,3``."""
        digits = f"{rounded(abs(value), self.decimals):f}"
        sign = "−" if value < 0 and float(digits) else ""
        return sign + digits.replace(".", self.decimal_mark)

    def format_tick(self, value: float) -> str:
        """As ``format``, with only the decimals that this value needs."""
        needed = next((d for d in range(self.decimals) if round(value, d) == round(value, 9)), self.decimals)
        return NumberStyle(needed, self.decimal_mark).format(value)


@dataclass(frozen=True)
class Axis:
    """A range with its ticks, all in the units of the values. Ticks lie within the range, in order."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"an axis from {self.low} to {self.high} has no length")

    def place(self, value: float, left: float, right: float) -> float:
        """Where ``value`` lies between ``left`` and ``right``; outside the range it stops at the end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return left + share * (right - left)


def scale_axis(low: float, high: float) -> Axis:
    """The whole declared range of a scale; ticks include both ends where a round step allows (4 to 24 by 4)."""
    start, span = _exact(low), _exact(high) - _exact(low)
    if span <= 0:
        return Axis(low, high, ())  # raises
    power = floor(log10(span))
    steps = sorted(mantissa * Fraction(10) ** p for p in range(power - 2, power + 1) for mantissa in _SCALE_STEPS)
    for step in steps:
        count = span / step
        if count.denominator == 1 and (start / step).denominator == 1 and count < MOST_TICKS:
            return Axis(low, high, tuple(float(start + step * i) for i in range(int(count) + 1)))
    step = _zoom_step(span)
    first = ceil(start / step)
    return Axis(low, high, tuple(float(step * i) for i in range(first, floor((start + span) / step) + 1)))


def zoomed_axis(values: Sequence[float], *, within: tuple[float, float] | None = None) -> Axis:
    """A round range around ``values``, never past the declared range ``within``.

    For dots and intervals only: bars must start at zero. Say beside the chart that the axis is cut.
    Raises ``ValueError`` for no values.
    """
    low, high = _exact(min(values)), _exact(max(values))
    if low == high:
        low, high = low - 1, high + 1
    step = _zoom_step(high - low)
    first, last = floor(low / step), ceil(high / step)
    ends = (step * first, step * last)
    if within is not None:
        ends = (max(ends[0], _exact(within[0])), min(ends[1], _exact(within[1])))
    ticks = tuple(float(step * i) for i in range(first, last + 1) if ends[0] <= step * i <= ends[1])
    return Axis(float(ends[0]), float(ends[1]), ticks)


def _zoom_step(span: Fraction) -> Fraction:
    """The finest step of 1, 2 or 5 times a power of ten that needs no more than five intervals."""
    power = Fraction(10) ** floor(log10(span / (MOST_TICKS - 2)))
    return next(power * step for step in _ZOOM_STEPS if power * step * (MOST_TICKS - 2) >= span)


def _exact(value: float) -> Fraction:
    return Fraction(str(float(value)))
