"""What a cohort lives on: its people, its plan of the year, protected time and support, training on offer."""

from dataclasses import dataclass
from datetime import date

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.mentoring.queries import count_places
from mentorship_app.monitoring.frame import Frame
from mentorship_app.programs import CohortRole, Phase
from mentorship_app.programs.hours import hours_of
from mentorship_app.programs.support import SupportEntries, plan_for
from mentorship_app.training.catalogue import modules_for
from mentorship_app.training.requirements import required_of


@dataclass(frozen=True)
class PhaseDays:
    """When a phase was planned to be."""

    phase: Phase
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Offered:
    """One module. ``required`` of whom; ``roles``: for whom it is written."""

    title: LocalizedText
    roles: tuple[CohortRole, ...]
    required: tuple[CohortRole, ...]


@dataclass(frozen=True)
class Resources:
    """``support`` is None where nobody wrote a plan; ``signed_on`` is None where it is not signed as it stands."""

    mentees: int
    mentors: int
    places: int
    """Mentees whom the mentors who take part can take together."""
    free: int
    promised_hours: float
    """Hours a month that mentors promised for all their places."""
    needed_hours: float | None
    """Hours a month that the plan of support gives the mentees together."""
    phases: tuple[PhaseDays, ...]
    support: SupportEntries | None
    signed_on: date | None
    modules: tuple[Offered, ...]


def resources_of(frame: Frame) -> Resources:
    """As the cohort has it now. Nothing in it is anybody's answer; the names in it are those of the plan of support."""
    session, cohort = frame.session, frame.cohort
    places = count_places(session, cohort)
    hours = hours_of(session, cohort)
    plan = plan_for(session, cohort)
    required = required_of(session, cohort)
    signature = plan.signature if plan is not None else None
    return Resources(
        mentees=len(frame.active(CohortRole.MENTEE)),
        mentors=len(frame.active(CohortRole.MENTOR)),
        places=places.offered,
        free=places.left,
        promised_hours=hours.promised,
        needed_hours=hours.needed,
        phases=tuple(PhaseDays(one.phase, one.starts_on, one.ends_on) for one in cohort.phase_plans),
        support=plan.entries if plan is not None else None,
        signed_on=signature.signed_on if signature is not None else None,
        modules=tuple(
            Offered(
                module.title,
                tuple(role for role in CohortRole if role in module.roles),
                tuple(role for role in CohortRole if module in required[role]),
            )
            for module in modules_for(session, cohort.program)
        ),
    )
