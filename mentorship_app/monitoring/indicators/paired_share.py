"""How many mentees have a mentor."""

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import Indicator, Unit, indicators
from mentorship_app.monitoring.values import Measured, fact
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.programs import CohortRole


def measure(frame: Frame) -> Measured:
    mentees = frame.active(CohortRole.MENTEE)
    paired = {pair.mentee for pair in frame.running} & mentees.keys()
    return fact(len(paired), frozenset(mentees.values()))


indicators.add(
    "paired_share",
    Indicator(
        title=N_("Mentees with a mentor"),
        definition=N_("Mentees in a running pair, out of all mentees who take part. From the list of pairs."),
        unit=Unit.SHARE,
        floor=FLOOR,
        measure=measure,
    ),
)
