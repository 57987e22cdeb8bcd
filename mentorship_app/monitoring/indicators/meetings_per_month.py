"""How often pairs meet."""

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import Indicator, Unit, indicators
from mentorship_app.monitoring.values import Measured, middle
from mentorship_app.privacy.suppression import FLOOR

DAYS_OF_A_MONTH = 365.25 / 12
FEWEST_DAYS = 28


def measure(frame: Frame) -> Measured:
    rates = {
        pair.id: pair.meetings / (days / DAYS_OF_A_MONTH)
        for pair in frame.pairs
        if (days := pair.days_until(frame.day)) >= FEWEST_DAYS
    }
    return middle(list(rates.values()), frozenset(rates))


indicators.add(
    "meetings_per_month",
    Indicator(
        title=N_("Meetings of a pair in a month"),
        definition=N_(
            "Noted meetings of each pair, divided by the months that it has run: the middle pair, and between which "
            "numbers the middle half of pairs lies. Pairs of less than four weeks are not in it."
        ),
        unit=Unit.MEETINGS,
        floor=FLOOR,
        measure=measure,
    ),
)
