"""What becomes of a mentor's application when they leave."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.programs.withdrawal import Belonging, Fate, Leaving, belongings, kept
from mentorship_app.recruitment.models import ApplicationLink, Call, MentorApplication

_MENTORS = frozenset({CohortRole.MENTOR})


def applications_of(session: Session, enrollment: Enrollment) -> Sequence[MentorApplication]:
    """What the person wrote to the calls of this cohort."""
    return session.scalars(
        select(MentorApplication)
        .join(MentorApplication.call)
        .where(
            Call.cohort_id == enrollment.cohort_id,
            or_(MentorApplication.email == enrollment.account.email, MentorApplication.enrollment_id == enrollment.id),
        )
        .order_by(MentorApplication.created_at, MentorApplication.id)
    ).all()


def _count_written(session: Session, enrollment: Enrollment) -> int:
    found = applications_of(session, enrollment)
    links = select(ApplicationLink.id).where(ApplicationLink.application_id.in_([row.id for row in found]))
    return sum(bool(row.draft or row.answers or row.note or row.identity_answers) for row in found) + len(
        session.scalars(links).all()
    )


def _forget_written(session: Session, enrollment: Enrollment, _leaving: Leaving) -> None:
    for application in applications_of(session, enrollment):
        application.draft, application.answers, application.revs, application.note = {}, {}, {}, ""
        application.identity_answers, application.identity_uses = {}, {}
        session.execute(delete(ApplicationLink).where(ApplicationLink.application_id == application.id))


belongings.add(
    "recruitment.answers",
    Belonging(
        Fate.DELETED,
        N_("The application: every answer that was written in it, and the links that lead to it"),
        frozenset({"mentor_application", "application_link"}),
        _count_written,
        _forget_written,
        roles=_MENTORS,
    ),
)
belongings.add(
    "recruitment.applied",
    kept(
        N_("That there was an application, its department and places, and what was decided"),
        N_("The numbers of the call for mentors stay true."),
        ["mentor_application"],
        count=lambda session, enrollment: len(applications_of(session, enrollment)),
        roles=_MENTORS,
    ),
)
