"""Somebody who has not come to a module that is required of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import aliased

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.kinds import ActionKind, Cause, Message, People, Person, Scope, kinds, name_of
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from mentorship_app.training.definition import Module
from mentorship_app.training.models import TrainingProgress
from mentorship_app.training.requirements import required_of

KIND = "training_gap"
PHASES = frozenset({Phase.RECRUITMENT, Phase.INTAKE, Phase.MATCHING, Phase.ACTIVE})


def find(scope: Scope) -> list[Cause]:
    if scope.cohort.phase not in PHASES:
        return []
    required = required_of(scope.session, scope.cohort)
    found = [cause for role, modules in required.items() if modules for cause in _of_role(scope, role, modules)]
    return sorted(found, key=lambda cause: (cause.since, cause.subject))


def _of_role(scope: Scope, role: CohortRole, modules: Sequence[Module]) -> list[Cause]:
    """Those of a role who lack one of these modules. What was done in any year of the program counts."""
    done = _done(scope.cohort, [module.key for module in modules])
    complete = select(done.c.account_id).group_by(done.c.account_id).having(func.count() == len(modules))
    rows = scope.session.execute(
        select(Enrollment.id, Enrollment.public_id, Enrollment.account_id, Enrollment.created_at).where(
            Enrollment.cohort_id == scope.cohort.id,
            Enrollment.status == EnrollmentStatus.ACTIVE,
            Enrollment.role == role,
            Enrollment.account_id.not_in(complete),
        )
    ).all()
    partly: dict[UUID, set[str]] = defaultdict(set)
    if rows and len(modules) > 1:
        for account_id, key in scope.session.execute(select(done).where(done.c.account_id.not_in(complete))):
            partly[account_id].add(key)
    return [
        _cause(person, public_id, created_at.date(), [one for one in modules if one.key not in partly[account_id]])
        for person, public_id, account_id, created_at in rows
        if person not in scope.own_ids
    ]


def _done(cohort: Cohort, keys: Sequence[str]) -> Subquery:
    """Who completed which of these modules in the program, once each."""
    earlier, year = aliased(Enrollment), aliased(Cohort)
    return (
        select(earlier.account_id, TrainingProgress.module_key)
        .join(TrainingProgress, TrainingProgress.enrollment_id == earlier.id)
        .join(year, year.id == earlier.cohort_id)
        .where(
            year.program_id == cohort.program_id,
            TrainingProgress.module_key.in_(keys),
            TrainingProgress.completed_at.is_not(None),
        )
        .distinct()
        .subquery()
    )


def _cause(person: UUID, public_id: str, since: date, lacking: list[Module]) -> Cause:
    return Cause(
        KIND,
        public_id,
        fingerprint=" ".join(sorted(module.key for module in lacking)),
        since=since,
        people=(person,),
        readers=(person,),
        values={"modules": lacking},
    )


def _modules(cause: Cause) -> list[Module]:
    found: list[Module] = cause.values["modules"]  # type: ignore[assignment]  # as written above
    return found


def _values(cause: Cause, people: People, locale: str) -> dict[str, object]:
    modules = _modules(cause)
    return {
        "name": name_of(people, cause.people[0]),
        "modules": ", ".join(module.title.in_(locale) for module in modules),
        "minutes": sum(module.minutes(locale) for module in modules),
    }


def _for_reader(cause: Cause, _reader: Person, people: People, locale: str) -> dict[str, object]:
    return _values(cause, people, locale)


kinds.add(
    KIND,
    ActionKind(
        icon="document",
        find=find,
        name=N_("Required training not done"),
        title=N_("%(name)s has not done the required training"),
        reason=N_("Still open: %(modules)s. That takes %(minutes)s minutes."),
        many=(
            N_("%(num)s person has not done the required training"),
            "%(num)s people have not done the required training",
        ),
        many_reason=N_("For each there is a message ready. On the page of training you can ask all of them at once."),
        values=_values,
        message=Message(
            subject=N_("A short training for mentoring"),
            text=N_(
                "Still open for you: %(modules)s. That takes about %(minutes)s minutes, and you can stop and go on "
                "whenever you like.\n\nIf there is no time for it now, tell me, and we find another way."
            ),
            path=lambda _cause: "/training",
            values=_for_reader,
        ),
    ),
)
