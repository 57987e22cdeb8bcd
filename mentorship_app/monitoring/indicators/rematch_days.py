"""How long it takes until a request for another pair is settled."""

import statistics

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import Indicator, Unit, indicators
from mentorship_app.monitoring.values import STEP, Measured, Middle, TooFew
from mentorship_app.privacy.suppression import FLOOR


def measure(frame: Frame) -> Measured:
    """Of whole steps of the requests that were closed first, so that no single one moves the number."""
    closed = sorted(
        (handled, asked) for _id, asked, handled, is_open in frame.requests if handled is not None and not is_open
    )
    told = closed[: len(closed) // STEP * STEP]
    if len(told) < FLOOR:
        return Measured(TooFew(FLOOR))
    low, median, high = statistics.quantiles(
        [(handled - asked).days for handled, asked in told], n=4, method="inclusive"
    )
    return Measured(Middle(median, low, high, len(told)))


indicators.add(
    "rematch_days",
    Indicator(
        title=N_("Days until such a request is settled"),
        definition=N_(
            "Days from a request for another pair to the last step of the coordinator: the middle one. Told for whole "
            "groups of five requests, and not at all below five."
        ),
        unit=Unit.DAYS,
        floor=FLOOR,
        measure=measure,
    ),
)
