"""What becomes of what a mentor said about who they are when they leave. A mentee's goes with the intake."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.forms.identity import erase_identity
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.programs.withdrawal import Belonging, Fate, Leaving, belongings
from mentorship_app.recruitment.models import MentorApplication


def _theirs(enrollment: Enrollment) -> tuple[ColumnElement[bool], ...]:
    return (MentorApplication.enrollment_id == enrollment.id, MentorApplication.identity_version_id.is_not(None))


def _count(session: Session, enrollment: Enrollment) -> int:
    return session.scalar(select(func.count()).select_from(MentorApplication).where(*_theirs(enrollment))) or 0


def _erase(session: Session, enrollment: Enrollment, _leaving: Leaving) -> None:
    for application in session.scalars(select(MentorApplication).where(*_theirs(enrollment))).all():
        erase_identity(session, application)


belongings.add(
    "recruitment.identity",
    Belonging(
        Fate.DELETED,
        N_("Answers to the optional questions about who somebody is, if there are any"),
        frozenset({"mentor_application"}),
        _count,
        _erase,
        roles=frozenset({CohortRole.MENTOR}),
        # Whether there are any is nobody's business, so the page says it to everybody.
        secret=True,
    ),
)
