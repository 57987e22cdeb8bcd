"""As what the signed-in person takes part, and where."""

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from mentorship_app.web.access import current_actor
from mentorship_app.web.extensions import db


def takes_part(actor: Actor) -> bool:
    """People who are enrolled in a cohort, as mentor or mentee."""
    return bool(actor.cohort_ids)


def my_enrollments() -> list[Enrollment]:
    """The person's active enrollments: this year's first, then the newest.

    A mentor who is accepted for next year already still has this year's mentees.
    """
    found = db.session.scalars(
        select(Enrollment)
        .join(Enrollment.cohort)
        .options(joinedload(Enrollment.cohort).joinedload(Cohort.program))
        .where(Enrollment.account_id == current_actor().account_id, Enrollment.status == EnrollmentStatus.ACTIVE)
        .order_by(Cohort.starts_on.desc(), Enrollment.id)
    )
    mine = sorted(found, key=lambda enrollment: not _is_running(enrollment.cohort))
    if mine and g.get("cohort") is None:
        stand_in(mine[0].cohort)
    return mine


def stand_in(cohort: Cohort) -> None:
    """Name this cohort and its program at the top of the page."""
    g.program, g.cohort = cohort.program, cohort


def _is_running(cohort: Cohort) -> bool:
    today = clock.local_date(clock.now(), cohort.program.timezone)
    return cohort.phase is not Phase.CLOSED and cohort.starts_on <= today <= cohort.ends_on


def my_enrollment(role: CohortRole | None = None) -> Enrollment:
    """The first of :func:`my_enrollments`, of that role if one is given; raises NotFound when there is none."""
    for enrollment in my_enrollments():
        if role is None or enrollment.role is role:
            stand_in(enrollment.cohort)
            return enrollment
    raise NotFound(N_("You do not take part in a cohort in this way. Ask your coordinator."))


def enrollment_called(public_id: str, role: CohortRole | None = None) -> Enrollment:
    """The one of :func:`my_enrollments` with this public id; the first in that role where none is named.

    Raises NotFound when it is not the reader's, or not in that role.
    """
    if not public_id:
        return my_enrollment(role)
    for enrollment in my_enrollments():
        if enrollment.public_id == public_id and role in {None, enrollment.role}:
            stand_in(enrollment.cohort)
            return enrollment
    raise NotFound(N_("You do not take part in a cohort in this way. Ask your coordinator."))
