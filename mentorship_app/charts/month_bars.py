"""A sparkline of months in the row of a table: one small bar for each month, taller for more, a dot for none."""

from collections.abc import Sequence

from mentorship_app.charts.svg import BRAND, TRACK, document, rect

_STEP, _BAR, _HEIGHT = 10.0, 7.0, 24.0
_MOST = 3
"""Meetings of a month that fill the height; more look the same."""


def month_bars(counts: Sequence[int], *, title: str, id_prefix: str) -> str:
    """The oldest month first. ``title`` says the same in words. Raises ``ValueError`` for no months or less than 0."""
    if not counts or min(counts) < 0:
        raise ValueError("a sparkline needs months of 0 or more")
    parts = []
    for place, count in enumerate(counts):
        height = min(count, _MOST) / _MOST * (_HEIGHT - 2) if count else 2.0
        parts.append(rect(place * _STEP, _HEIGHT - height, _BAR, height, paint=BRAND if count else TRACK))
    return document(len(counts) * _STEP, _HEIGHT, parts, title=title, id_prefix=id_prefix, css="strip", decorative=True)
