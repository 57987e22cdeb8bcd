"""How many mentors of the year before mentor again."""

from sqlalchemy import select

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import Indicator, Unit, indicators
from mentorship_app.monitoring.values import Measured, NotAsked, share
from mentorship_app.privacy.bands import SHARE_FLOOR
from mentorship_app.programs import CohortRole, Enrollment


def measure(frame: Frame) -> Measured:
    if frame.earlier is None:
        return Measured(NotAsked())
    before = frozenset(
        frame.session.scalars(
            select(Enrollment.account_id).where(
                Enrollment.cohort_id == frame.earlier.id, Enrollment.role == CohortRole.MENTOR
            )
        )
    )
    if not before:
        return Measured(NotAsked())
    again = before & set(frame.active(CohortRole.MENTOR).values())
    return share(len(again), before)


indicators.add(
    "mentor_retention",
    Indicator(
        title=N_("Mentors of last year who mentor again"),
        definition=N_("People who mentor in this cohort, out of all who mentored in the one before it."),
        unit=Unit.SHARE,
        floor=SHARE_FLOOR,
        measure=measure,
    ),
)
