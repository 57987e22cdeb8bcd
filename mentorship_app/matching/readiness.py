"""Whether there is anything to match yet, told before a run rather than after it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.intake.queries import count_sent
from mentorship_app.matching.facts import Facts
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from mentorship_app.programs.phases import Opening, is_open

NOBODY = N_("Nobody takes part in this cohort yet. Add mentees and mentors first.")
NO_MENTEES = N_("No mentee takes part in this cohort yet. Add mentees, one by one or as a list.")
NO_MENTORS = N_("No mentor takes part in this cohort yet. Open a call for mentors, or add mentors by hand.")
NO_PLACES = N_("No mentor offers a place. Ask mentors how many mentees they would take, and enter it under People.")
NOBODY_ASKED = N_("No mentee asked for a mentor of this kind, so there is nobody to match. Choose another kind.")


def may_run(cohort: Cohort) -> bool:
    """Whether pairs may be proposed now; during intake it is a trial."""
    return is_trial(cohort) or is_open(cohort, Opening.PAIRING)


def is_trial(cohort: Cohort) -> bool:
    """Whether a run would come before its time: people still write, and nothing can be published."""
    return cohort.phase is Phase.INTAKE


@dataclass(frozen=True)
class Readiness:
    """Who takes part. ``offering``: mentors with a place; ``intakes``: mentees who sent theirs."""

    mentees: int
    mentors: int
    offering: int
    intakes: int

    @property
    def missing(self) -> Phrase | None:
        """What stands in the way of a run, and what to do; None when it can begin."""
        if not self.mentees and not self.mentors:
            return Phrase(NOBODY)
        if not self.mentees:
            return Phrase(NO_MENTEES)
        if not self.mentors:
            return Phrase(NO_MENTORS)
        return None if self.offering else Phrase(NO_PLACES)


def readiness_of(session: Session, cohort: Cohort) -> Readiness:
    """Four counts."""
    roles = select(Enrollment.role, func.count()).where(*_active(cohort)).group_by(Enrollment.role)
    counted: dict[CohortRole, int] = dict(session.execute(roles).all())
    offering = select(func.count()).where(
        *_active(cohort), Enrollment.role == CohortRole.MENTOR, Enrollment.capacity > 0
    )
    return Readiness(
        mentees=counted.get(CohortRole.MENTEE, 0),
        mentors=counted.get(CohortRole.MENTOR, 0),
        offering=session.scalar(offering) or 0,
        intakes=count_sent(session, cohort).sent,
    )


def what_is_missing(session: Session, cohort: Cohort) -> Phrase | None:
    """What stands in the way of a run; None when it can begin."""
    return readiness_of(session, cohort).missing


def what_facts_lack(facts: Facts) -> Phrase | None:
    """The same, looked at once everything is known: pauses, and who asked for this kind of mentoring."""
    if not facts.mentees:
        return Phrase(NO_MENTEES if facts.kind is PairingKind.PRIMARY else NOBODY_ASKED)
    if not any(mentor.capacity > 0 for mentor in facts.mentors):
        return Phrase(NO_PLACES)
    return None


def _active(cohort: Cohort) -> tuple[ColumnElement[bool], ...]:
    return Enrollment.cohort_id == cohort.id, Enrollment.status == EnrollmentStatus.ACTIVE
