"""How many pairs meet as often as their cohort wants."""

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import Indicator, Unit, indicators
from mentorship_app.monitoring.values import Measured, share
from mentorship_app.privacy.bands import SHARE_FLOOR


def measure(frame: Frame) -> Measured:
    days = 7 * frame.weeks
    old_enough = [pair for pair in frame.running if pair.days_until(frame.day) >= days]
    in_rhythm = sum(pair.meetings >= pair.days_until(frame.day) // days for pair in old_enough)
    return share(in_rhythm, frozenset(pair.id for pair in old_enough))


indicators.add(
    "rhythm_share",
    Indicator(
        title=N_("Pairs that meet in rhythm"),
        definition=N_(
            "Running pairs with at least one noted meeting for each span of weeks that the cohort wants between "
            "meetings, out of the running pairs that are older than one such span. From the meetings that pairs noted."
        ),
        unit=Unit.SHARE,
        floor=SHARE_FLOOR,
        measure=measure,
    ),
)
