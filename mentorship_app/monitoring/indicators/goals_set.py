"""How many mentees have set a goal. Told in fives, and never whose."""

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.goals.queries import count_mentees_with_goal
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import Indicator, Unit, indicators
from mentorship_app.monitoring.values import AtLeast, Measured, TooFew
from mentorship_app.privacy.suppression import FLOOR


def measure(frame: Frame) -> Measured:
    found = count_mentees_with_goal(frame.session, frame.cohort)
    if found.at_least is None:
        return Measured(TooFew(FLOOR))
    return Measured(AtLeast(found.at_least, found.mentees))


indicators.add(
    "goals_set",
    Indicator(
        title=N_("Mentees who set a goal"),
        definition=N_(
            "Mentees with at least one goal, beside all mentees who take part. Told in steps of five, and not where "
            "fewer than five would be left on either side."
        ),
        unit=Unit.SHARE,
        floor=FLOOR,
        measure=measure,
    ),
)
