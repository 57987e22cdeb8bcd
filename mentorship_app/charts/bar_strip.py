"""One bar in the row of a table: how many, over a pale bar for everybody who was asked.

The number stands in words beside it; see ``interval_strip``.
"""

from mentorship_app.charts.svg import BRAND, TRACK, document, rect

_WIDTH, _HEIGHT, _BAR = 300.0, 30.0, 14.0


def bar_strip(count: int, *, most: int, title: str, id_prefix: str, track: int | None = None) -> str:
    """A bar from the left edge, as long as ``count`` is of ``most``. Raises ``ValueError`` unless it fits."""
    if not 0 <= count <= most or not most:
        raise ValueError(f"{count} of {most} is no bar")
    top = (_HEIGHT - _BAR) / 2
    parts = [] if track is None else [rect(0, top, min(track, most) / most * _WIDTH, _BAR, paint=TRACK)]
    parts.append(rect(0, top, count / most * _WIDTH, _BAR, paint=BRAND))
    return document(_WIDTH, _HEIGHT, parts, title=title, id_prefix=id_prefix, css="strip", decorative=True)
