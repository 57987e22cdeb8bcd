"""What becomes of the entries of a program itself when somebody leaves, and of the mail that waits for them."""

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.messaging import OutboxMessage
from mentorship_app.messaging.outbox import WAITING, cancel
from mentorship_app.programs.absences import Absence
from mentorship_app.programs.enums import CohortRole, EnrollmentStatus
from mentorship_app.programs.models import Cohort, Enrollment
from mentorship_app.programs.tags import PersonTag, Tag
from mentorship_app.programs.withdrawal import Belonging, Fate, Leaving, belongings, deleted, kept


def takes_part_otherwise(session: Session, enrollment: Enrollment, *, role: CohortRole | None = None) -> bool:
    """Whether the person takes part in the program with another enrollment too; of that role if one is given."""
    found = (
        select(Enrollment.id)
        .join(Enrollment.cohort)
        .where(
            Enrollment.account_id == enrollment.account_id,
            Enrollment.id != enrollment.id,
            Enrollment.status == EnrollmentStatus.ACTIVE,
            Cohort.program_id == enrollment.cohort.program_id,
        )
    )
    if role is not None:
        found = found.where(Enrollment.role == role)
    return session.scalar(found.limit(1)) is not None


def _tags(enrollment: Enrollment) -> tuple[ColumnElement[bool], ...]:
    here = select(Tag.id).where(Tag.program_id == enrollment.cohort.program_id)
    return (PersonTag.account_id == enrollment.account_id, PersonTag.tag_id.in_(here.scalar_subquery()))


def _count_tags(session: Session, enrollment: Enrollment) -> int:
    if takes_part_otherwise(session, enrollment):
        return 0
    return session.scalar(select(func.count()).select_from(PersonTag).where(*_tags(enrollment))) or 0


def _delete_tags(session: Session, enrollment: Enrollment, _leaving: Leaving) -> None:
    session.execute(delete(PersonTag).where(*_tags(enrollment)))


def _waiting_mail(session: Session, enrollment: Enrollment) -> list[OutboxMessage]:
    if takes_part_otherwise(session, enrollment):
        return []
    found = session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.program_id == enrollment.cohort.program_id,
            OutboxMessage.to_email == enrollment.account.email,
            OutboxMessage.status.in_(WAITING),
            OutboxMessage.private.is_(False),
        )
    )
    return list(found)


def _take_mail_back(session: Session, enrollment: Enrollment, _leaving: Leaving) -> None:
    for message in _waiting_mail(session, enrollment):
        cancel(session, message)


belongings.add(
    "programs.tags",
    Belonging(
        Fate.DELETED,
        N_("Tags: the words by which the coordinator finds people"),
        frozenset({"person_tag"}),
        _count_tags,
        _delete_tags,
    ),
)
belongings.add(
    "programs.absences",
    deleted(
        N_("Times of pausing and of being away"),
        Absence,
        Absence.enrollment_id,
        roles=frozenset({CohortRole.MENTOR}),
    ),
)
belongings.add(
    "messaging.outbox",
    Belonging(
        Fate.ENDED,
        N_("Mail that has not left yet: it is taken back"),
        frozenset({"outbox_message"}),
        lambda session, enrollment: len(_waiting_mail(session, enrollment)),
        _take_mail_back,
    ),
)
belongings.add(
    "programs.enrollment",
    kept(
        N_("Name, address, department, and from when to when the person took part, as mentor or as mentee"),
        N_("The program must be able to say who took part. The same sign-in still opens the own record for download."),
        [
            "account",
            "enrollment",
            "staff_grant",
            "sign_in_link",
            "sign_in_code",
            "former_record",
            "different_people",
            "roster_upload",
        ],
    ),
)
belongings.add(
    "audit.event",
    kept(
        N_("The program’s log: who changed what, and when"),
        N_("It shows that nothing was done in secret. It holds no answers."),
        ["audit_event"],
    ),
)
