"""What every function here asks of its values."""

from collections.abc import Sequence
from math import isfinite


def require_confidence(confidence: float) -> None:
    """Raise ``ValueError`` unless ``confidence`` lies between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, not {confidence}")


def require_finite(values: Sequence[float]) -> None:
    """Raise ``ValueError`` for a value that is not a finite number."""
    if not all(isfinite(value) for value in values):
        raise ValueError("every value must be a finite number; leave missing ones out")


def require_pairs(first: Sequence[object], second: Sequence[object]) -> None:
    """Raise ``ValueError`` unless both have one value for each person."""
    if len(first) != len(second):
        raise ValueError(f"{len(first)} values cannot be paired with {len(second)}")


def require_inside(values: Sequence[float], *, low: float, high: float) -> None:
    """Raise :class:`OutOfRange` for the first score that the scale cannot give."""
    for value in values:
        if not low <= value <= high:
            raise OutOfRange(value, low, high)


class OutOfRange(ValueError):
    """A score outside the possible range: something was entered, scored or joined wrongly; nothing may be reported."""

    def __init__(self, value: float, low: float, high: float) -> None:
        super().__init__(f"{value:g} lies outside {low:g} to {high:g}")
        self.value, self.low, self.high = value, low, high
