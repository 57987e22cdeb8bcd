"""Which modules a cohort asks of its mentors and mentees before matching, and who still lacks one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from mentorship_app import audit
from mentorship_app.core.errors import NotAllowed
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.training.catalogue import modules_for
from mentorship_app.training.definition import Module
from mentorship_app.training.models import TrainingProgress, TrainingRequirement


@dataclass(frozen=True)
class Standing:
    """One person, and what of the required modules they completed and lack."""

    enrollment: Enrollment
    completed: frozenset[str]
    lacking: tuple[Module, ...]


def required_of(session: Session, cohort: Cohort) -> dict[CohortRole, tuple[Module, ...]]:
    """The required modules of each role. A module that is hidden or gone is asked of nobody."""
    rows = session.scalars(select(TrainingRequirement).where(TrainingRequirement.cohort_id == cohort.id))
    wanted = {(row.role, row.module_key) for row in rows}
    if not wanted:
        return dict.fromkeys(CohortRole, ())
    modules = modules_for(session, cohort.program)
    return {role: tuple(module for module in modules if (role, module.key) in wanted) for role in CohortRole}


def require(
    session: Session, cohort: Cohort, module: Module, role: CohortRole, *, required: bool, by: Actor, now: datetime
) -> None:
    """Ask a module of everybody in a role, or ask it no longer. Twice the same changes nothing.

    Raises NotAllowed for a module that is not meant for the role.
    """
    if role not in module.roles:
        raise NotAllowed(N_("This module is not meant for this role."))
    mine = (
        TrainingRequirement.cohort_id == cohort.id,
        TrainingRequirement.role == role,
        TrainingRequirement.module_key == module.key,
    )
    present = session.scalar(select(TrainingRequirement).where(*mine))
    if required == (present is not None):
        return
    if required:
        session.add(TrainingRequirement(cohort_id=cohort.id, role=role, module_key=module.key))
    else:
        session.execute(delete(TrainingRequirement).where(*mine))
    audit.record(
        session,
        "training.required" if required else "training.not_required",
        by=by,
        subject=cohort,
        at=now,
        program_id=cohort.program_id,
        module=module.title.en,
        role=role,
    )
    session.flush()


def completed_in(session: Session, cohort: Cohort) -> Mapping[UUID, frozenset[str]]:
    """By account, the modules completed in this program, in whichever year: what is learned stays learned."""
    rows = session.execute(
        select(Enrollment.account_id, TrainingProgress.module_key)
        .join(TrainingProgress, TrainingProgress.enrollment_id == Enrollment.id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Cohort.program_id == cohort.program_id, TrainingProgress.completed_at.is_not(None))
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for account_id, key in rows:
        found[account_id].add(key)
    return {account_id: frozenset(keys) for account_id, keys in found.items()}


def standings(session: Session, cohort: Cohort) -> list[Standing]:
    """Everybody of whom something is required, those who lack most first. Three queries, whatever the size."""
    required = required_of(session, cohort)
    roles = [role for role, modules in required.items() if modules]
    if not roles:
        return []
    people = session.scalars(
        select(Enrollment)
        .options(joinedload(Enrollment.account))
        .where(
            Enrollment.cohort_id == cohort.id,
            Enrollment.status == EnrollmentStatus.ACTIVE,
            Enrollment.role.in_(roles),
        )
    )
    done = completed_in(session, cohort)
    found = [_standing(person, required[person.role], done.get(person.account_id, frozenset())) for person in people]
    return sorted(found, key=lambda one: (-len(one.lacking), one.enrollment.account.name.casefold(), one.enrollment.id))


def _standing(person: Enrollment, required: tuple[Module, ...], done: frozenset[str]) -> Standing:
    return Standing(person, done, tuple(module for module in required if module.key not in done))


def lacking_of(session: Session, enrollment: Enrollment) -> tuple[Module, ...]:
    """The required modules that one person has not completed, in any year of the program."""
    required = required_of(session, enrollment.cohort)[enrollment.role]
    return tuple(one for one in required if one.key not in done_by(session, enrollment)) if required else ()


def done_by(session: Session, enrollment: Enrollment) -> frozenset[str]:
    """The modules that one person completed in the program, in whichever year."""
    return frozenset(
        session.scalars(
            select(TrainingProgress.module_key)
            .join(Enrollment, Enrollment.id == TrainingProgress.enrollment_id)
            .join(Cohort, Cohort.id == Enrollment.cohort_id)
            .where(
                Enrollment.account_id == enrollment.account_id,
                Cohort.program_id == enrollment.cohort.program_id,
                TrainingProgress.completed_at.is_not(None),
            )
        )
    )


def trained_mentors(session: Session, cohort: Cohort) -> dict[UUID, bool]:
    """By enrollment, whether each mentor completed all that is required; empty where nothing is."""
    return {
        one.enrollment.id: not one.lacking
        for one in standings(session, cohort)
        if one.enrollment.role is CohortRole.MENTOR
    }
