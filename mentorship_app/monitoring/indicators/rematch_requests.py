"""How often people ask for another pair."""

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import Indicator, Unit, indicators
from mentorship_app.monitoring.values import Measured, at_least
from mentorship_app.privacy.suppression import FLOOR


def measure(frame: Frame) -> Measured:
    # In steps: a number that moves by one on the day of a request would tell of that person.
    return at_least(len(frame.requests), len(frame.pairs))


indicators.add(
    "rematch_requests",
    Indicator(
        title=N_("Requests for another pair"),
        definition=N_(
            "Requests for another pair, beside all pairs of the year. Told in steps of five, and not at all below "
            "five. A request is no failure: it can be made without a reason."
        ),
        unit=Unit.SHARE,
        floor=FLOOR,
        measure=measure,
    ),
)
