"""The year of a cohort: which phase may follow which, what each opens, and when each is meant to be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.core.registry import Registry
from mentorship_app.programs.enums import Phase
from mentorship_app.programs.models import Cohort, PhasePlan
from mentorship_app.programs.versions import claim


class Opening(StrEnum):
    """What people can do in a cohort only while its phase opens it."""

    ROSTER = "roster"
    APPLICATIONS = "applications"
    INTAKE = "intake"
    PAIRING = "pairing"
    WAVES = "waves"
    MEETINGS = "meetings"


OPENINGS: Mapping[Phase, frozenset[Opening]] = MappingProxyType(
    {
        Phase.SETUP: frozenset({Opening.ROSTER}),
        Phase.RECRUITMENT: frozenset({Opening.ROSTER, Opening.APPLICATIONS}),
        # Mentors may still apply while mentees write: in a small program the last ones always come late.
        Phase.INTAKE: frozenset({Opening.ROSTER, Opening.APPLICATIONS, Opening.INTAKE, Opening.WAVES}),
        # Intake is closed, or a match would rest on answers that no longer hold.
        Phase.MATCHING: frozenset({Opening.ROSTER, Opening.PAIRING, Opening.WAVES}),
        Phase.ACTIVE: frozenset({Opening.ROSTER, Opening.PAIRING, Opening.WAVES, Opening.MEETINGS}),
        Phase.CLOSING: frozenset({Opening.WAVES, Opening.MEETINGS}),
        Phase.CLOSED: frozenset(),
    }
)

ALLOWED: Mapping[Phase, frozenset[Phase]] = MappingProxyType(
    {
        Phase.SETUP: frozenset({Phase.RECRUITMENT}),
        Phase.RECRUITMENT: frozenset({Phase.SETUP, Phase.INTAKE}),
        Phase.INTAKE: frozenset({Phase.RECRUITMENT, Phase.MATCHING}),
        Phase.MATCHING: frozenset({Phase.INTAKE, Phase.ACTIVE}),
        # No way back to matching: pairs have been told, and new pairs can be made in this phase too.
        Phase.ACTIVE: frozenset({Phase.CLOSING}),
        Phase.CLOSING: frozenset({Phase.ACTIVE, Phase.CLOSED}),
        Phase.CLOSED: frozenset(),
    }
)

ORDER = tuple(Phase)

_ENDS_AFTER = MappingProxyType(
    {
        Phase.SETUP: 0.07,
        Phase.RECRUITMENT: 0.16,
        Phase.INTAKE: 0.20,
        Phase.MATCHING: 0.25,
        Phase.ACTIVE: 0.92,
        Phase.CLOSING: 1.0,
    }
)
"""Share of the cohort's days at whose end each phase is over; a July year gives an active phase from October to May."""

SHORTEST_COHORT_DAYS = 30
PLANNABLE = timedelta(days=366)
"""How far outside its cohort a phase may lie: recruiting often begins in the spring before."""


def is_open(cohort: Cohort, opening: Opening) -> bool:
    """Whether the cohort's phase opens that door now."""
    return opening in OPENINGS[cohort.phase]


@dataclass(frozen=True)
class Step:
    """A move from one phase to another, with the doors that it opens and closes, in the order of the year."""

    start: Phase
    end: Phase
    opens: tuple[Opening, ...]
    closes: tuple[Opening, ...]

    @property
    def is_forward(self) -> bool:
        return ORDER.index(self.end) > ORDER.index(self.start)


def step(start: Phase, end: Phase) -> Step:
    """What moving from ``start`` to ``end`` changes, whether or not it is allowed."""
    before, after = OPENINGS[start], OPENINGS[end]
    return Step(
        start,
        end,
        opens=tuple(opening for opening in Opening if opening in after - before),
        closes=tuple(opening for opening in Opening if opening in before - after),
    )


Obstacle = Callable[[Session, Cohort, Step], str | None]
obstacles: Registry[Obstacle] = Registry("obstacle to a step")
"""What a feature above this one has to settle before a step: a function that gives an English sentence, or None."""


def next_phase(cohort: Cohort) -> Phase | None:
    """The phase that follows; None when the cohort is closed."""
    return next((phase for phase in ORDER if phase in ALLOWED[cohort.phase] and _is_after(phase, cohort.phase)), None)


def previous_phase(cohort: Cohort) -> Phase | None:
    """The phase to which one may still go back; None where something would be lost."""
    return next((phase for phase in ORDER if phase in ALLOWED[cohort.phase] and _is_after(cohort.phase, phase)), None)


def _is_after(later: Phase, earlier: Phase) -> bool:
    return ORDER.index(later) > ORDER.index(earlier)


def move_to(session: Session, cohort: Cohort, phase: Phase, *, by: Actor, now: datetime) -> None:
    """Move the cohort to ``phase``. Moving to where it is changes nothing; raises InvalidTransition otherwise."""
    if phase is cohort.phase:
        return
    if phase not in ALLOWED[cohort.phase]:
        raise InvalidTransition(_refusal(cohort.phase, phase))
    for _name, obstacle in obstacles.items():
        if (reason := obstacle(session, cohort, step(cohort.phase, phase))) is not None:
            raise InvalidTransition(reason)
    before, cohort.phase = cohort.phase, phase
    cohort.version += 1
    audit.record(
        session,
        "programs.cohort.phase_moved",
        by=by,
        subject=cohort,
        at=now,
        program_id=cohort.program_id,
        cohort=cohort.name,
        before=before,
        after=phase,
    )
    session.flush()


def _refusal(start: Phase, end: Phase) -> str:
    if start is Phase.CLOSED:
        return N_("This cohort is closed for good. Create a new cohort for the next year.")
    if start is Phase.ACTIVE and end is Phase.MATCHING:
        return N_("Pairs have already been told, so there is no way back to matching. You can pair people now as well.")
    if _is_after(end, start):
        return N_("A cohort moves one phase at a time. Move to the next phase first.")
    return N_("A cohort can only go back by one phase.")


def proposed_plans(starts_on: date, ends_on: date) -> list[PhasePlan]:
    """Dates for the six phases that fill the days from ``starts_on`` to ``ends_on`` without a gap.

    Raises FieldError("ends_on") when the cohort is shorter than 30 days.
    """
    days = (ends_on - starts_on).days + 1
    if days < SHORTEST_COHORT_DAYS:
        raise FieldError("ends_on", N_("A cohort lasts at least 30 days. Choose a later last day."))
    plans, first = [], 0
    for phase, share in _ENDS_AFTER.items():
        after_last = max(first + 1, round(days * share))
        plans.append(
            PhasePlan(
                phase=phase,
                starts_on=starts_on + timedelta(days=first),
                ends_on=starts_on + timedelta(days=after_last - 1),
            )
        )
        first = after_last
    return plans


def change_plans(
    session: Session,
    cohort: Cohort,
    begins: Mapping[Phase, date],
    ends_on: date,
    *,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Plan the phases anew: each lasts until the next begins, the last one until ``ends_on``, so no day is left over.

    Raises FieldError (named after the phase, or "ends_on") for a day out of order or far from the cohort, and Conflict
    when the cohort was changed since ``version``.
    """
    planned = [phase for phase in ORDER if phase is not Phase.CLOSED]
    days = [*(begins[phase] for phase in planned), ends_on + timedelta(days=1)]
    fields = [*(phase.value for phase in planned), "ends_on"]
    for field, day in zip(fields, days, strict=True):
        if not cohort.starts_on - PLANNABLE <= day <= cohort.ends_on + PLANNABLE:
            raise FieldError(field, N_("Choose a day within a year of the cohort."))
    for field, (earlier, later) in zip(fields[1:], pairwise(days), strict=True):
        if later <= earlier:
            raise FieldError(field, N_("Each phase begins after the one before it. Choose a later day."))
    claim(session, cohort, version)
    present = {plan.phase: plan for plan in cohort.phase_plans}
    for phase, (first, after) in zip(planned, pairwise(days), strict=True):
        plan = present.get(phase)
        if plan is None:
            plan = PhasePlan(phase=phase)
            cohort.phase_plans.append(plan)
        plan.starts_on, plan.ends_on = first, after - timedelta(days=1)
    session.flush()
    session.expire(cohort, ["phase_plans"])
    audit.record(
        session,
        "programs.cohort.dates_changed",
        by=by,
        subject=cohort,
        at=now,
        program_id=cohort.program_id,
        cohort=cohort.name,
    )
    session.flush()
