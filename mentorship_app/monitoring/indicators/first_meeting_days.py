"""How soon pairs meet."""

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import Indicator, Unit, indicators
from mentorship_app.monitoring.values import Measured, middle
from mentorship_app.privacy.suppression import FLOOR


def measure(frame: Frame) -> Measured:
    days = {
        pair.id: (pair.first_met - pair.started_on).days
        for pair in frame.pairs
        if pair.first_met is not None and pair.first_met >= pair.started_on
    }
    return middle(list(days.values()), frozenset(days))


indicators.add(
    "first_meeting_days",
    Indicator(
        title=N_("Days until the first meeting"),
        definition=N_(
            "Days from the beginning of a pair to its first noted meeting: the middle one of all pairs that have met. "
            "Pairs that have not met yet are not in it."
        ),
        unit=Unit.DAYS,
        floor=FLOOR,
        measure=measure,
    ),
)
