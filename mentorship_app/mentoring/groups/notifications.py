"""The mail that tells somebody which group they are in."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.groups.models import MentoringGroup
from mentorship_app.mentoring.notifications import LINK_LIFE
from mentorship_app.messaging import UNDO, MailScope, OutboxMessage, cancel, email_kinds, enqueue
from mentorship_app.messaging.models import MessageStatus
from mentorship_app.messaging.outbox import WAITING
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus

ANNOUNCED = "group_announced"


def announce(session: Session, group: MentoringGroup, *, now: datetime) -> None:
    """Tell everybody in the group, each in their language; the mails wait ten minutes."""
    for person in group.present:
        enqueue(
            session,
            ANNOUNCED,
            to_email=person.account.email,
            to_name=person.account.name,
            locale=person.account.locale,
            context={"reader": str(person.id), "group": str(group.id)},
            dedupe=_key(group, person),
            program_id=group.cohort.program_id,
            now=now,
            not_before=now + UNDO,
        )


def take_back(session: Session, groups: Collection[MentoringGroup]) -> None:
    """Keep mails that have not left from leaving."""
    for message in _mails(session, groups):
        if message.status in WAITING:
            cancel(session, message)


def any_left(session: Session, groups: Collection[MentoringGroup]) -> bool:
    """Whether somebody has been told already, or is being told now."""
    gone = {MessageStatus.LEASED, MessageStatus.SENT}
    return any(message.status in gone for message in _mails(session, groups))


def _mails(session: Session, groups: Collection[MentoringGroup]) -> list[OutboxMessage]:
    keys = [_key(group, member.enrollment) for group in groups for member in group.members]
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.dedupe_key.in_(keys))))


def _key(group: MentoringGroup, person: Enrollment) -> str:
    return f"{ANNOUNCED}:{group.id}:{person.id}"


@email_kinds.register(ANNOUNCED)
def group_announced(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if the group or the reader was deleted meanwhile."""
    reader = scope.session.get(Enrollment, UUID(str(scope.message.context["reader"])))
    group = scope.session.get(MentoringGroup, UUID(str(scope.message.context["group"])))
    if reader is None or group is None or reader.status is not EnrollmentStatus.ACTIVE:
        raise NotFound(N_("This person does not take part any more."))
    program = reader.cohort.program
    others = [one for one in group.present if one.id != reader.id]
    return {
        "leads": reader.role is CohortRole.MENTOR,
        "program": program.name,
        "group": group.name,
        "contact": program.contact_email,
        "people": [(one.account.name, one.account.email, one.role is CohortRole.MENTOR) for one in others],
        "link": personal_link(
            scope, reader.account, LinkPurpose.SIGN_IN, next_path="/pair", expires_at=scope.now + LINK_LIFE
        ),
    }
