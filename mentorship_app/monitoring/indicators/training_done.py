"""How many mentors have done what is required of them."""

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import Indicator, Unit, indicators
from mentorship_app.monitoring.values import Measured, NotAsked, share
from mentorship_app.privacy.bands import SHARE_FLOOR
from mentorship_app.programs import CohortRole
from mentorship_app.training.requirements import completed_in, required_of


def measure(frame: Frame) -> Measured:
    required = {module.key for module in required_of(frame.session, frame.cohort)[CohortRole.MENTOR]}
    if not required:
        return Measured(NotAsked())
    done = completed_in(frame.session, frame.cohort)
    mentors = frozenset(frame.active(CohortRole.MENTOR).values())
    return share(sum(required <= done.get(account, frozenset()) for account in mentors), mentors)


indicators.add(
    "training_done",
    Indicator(
        title=N_("Mentors who did the required training"),
        definition=N_(
            "Mentors who completed every required module, this year or earlier, out of all mentors who take part."
        ),
        unit=Unit.SHARE,
        floor=SHARE_FLOOR,
        measure=measure,
    ),
)
