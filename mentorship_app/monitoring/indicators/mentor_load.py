"""How many mentees a mentor has."""

from collections import Counter

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import Indicator, Unit, indicators
from mentorship_app.monitoring.values import Mean, Measured, TooFew
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.programs import CohortRole


def measure(frame: Frame) -> Measured:
    mentors = frame.active(CohortRole.MENTOR)
    loads = Counter(pair.mentor for pair in frame.running if pair.mentor in mentors)
    members = frozenset(mentors[mentor] for mentor in loads)
    if len(loads) < FLOOR:
        return Measured(TooFew(FLOOR), members)
    return Measured(Mean(loads.total() / len(loads), max(loads.values()), len(loads)), members)


indicators.add(
    "mentor_load",
    Indicator(
        title=N_("Mentees of a mentor"),
        definition=N_("Running pairs, divided by the mentors who have at least one; and the most that one mentor has."),
        unit=Unit.MENTEES,
        floor=FLOOR,
        measure=measure,
    ),
)
