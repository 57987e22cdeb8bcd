"""Somebody who has not come to a module that is required of them."""

from sqlalchemy import select

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.kinds import ActionKind, Cause, Message, People, Scope, kinds, name_of
from mentorship_app.programs import Enrollment, EnrollmentStatus, Phase
from mentorship_app.training.definition import Module
from mentorship_app.training.requirements import completed_in, required_of

KIND = "training_gap"
PHASES = frozenset({Phase.RECRUITMENT, Phase.INTAKE, Phase.MATCHING, Phase.ACTIVE})


def find(scope: Scope) -> list[Cause]:
    if scope.cohort.phase not in PHASES:
        return []
    required = {role: modules for role, modules in required_of(scope.session, scope.cohort).items() if modules}
    if not required:
        return []
    people = scope.session.execute(
        select(Enrollment.id, Enrollment.public_id, Enrollment.account_id, Enrollment.role, Enrollment.created_at)
        .where(
            Enrollment.cohort_id == scope.cohort.id,
            Enrollment.status == EnrollmentStatus.ACTIVE,
            Enrollment.role.in_(list(required)),
        )
        .order_by(Enrollment.created_at, Enrollment.public_id)
    )
    done = completed_in(scope.session, scope.cohort)
    found = []
    for person, public_id, account_id, role, created_at in people:
        lacking = [module for module in required[role] if module.key not in done.get(account_id, frozenset())]
        if lacking and person not in scope.own_ids:
            found.append(
                Cause(
                    KIND,
                    public_id,
                    fingerprint=" ".join(sorted(module.key for module in lacking)),
                    since=created_at.date(),
                    people=(person,),
                    readers=(person,),
                    values={"modules": lacking},
                )
            )
    return found


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


def _for_reader(cause: Cause, _reader: Enrollment, people: People, locale: str) -> dict[str, object]:
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
