"""The mails that tell mentor and mentee about each other."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.models import Pairing
from mentorship_app.messaging import UNDO, MailScope, OutboxMessage, cancel, email_kinds, enqueue
from mentorship_app.messaging.outbox import WAITING
from mentorship_app.programs import CohortRole, Enrollment

ANNOUNCED = "pairing_announced"
OVER = "pairing_over"
LINK_LIFE = timedelta(days=14)
"""This mail is often read days later. The link still signs in only once, after a press."""


def announcement_context(reader: Enrollment, other: Enrollment) -> dict[str, str]:
    """What the row of the mail holds; enough to preview it before the pair exists."""
    return {"reader": str(reader.id), "other": str(other.id)}


def announce(session: Session, pairing: Pairing, *, now: datetime) -> None:
    """Tell both, each in their language; the mails wait ten minutes, so that staff can take them back."""
    for reader, other in ((pairing.mentee, pairing.mentor), (pairing.mentor, pairing.mentee)):
        enqueue(
            session,
            ANNOUNCED,
            to_email=reader.account.email,
            to_name=reader.account.name,
            locale=reader.account.locale,
            context=announcement_context(reader, other),
            dedupe=_key(pairing, reader.role),
            program_id=pairing.cohort.program_id,
            now=now,
            not_before=now + UNDO,
        )


def take_back(session: Session, pairing: Pairing) -> None:
    """Keep announcements that have not left from leaving."""
    keys = [_key(pairing, role) for role in CohortRole]
    waiting = session.scalars(
        select(OutboxMessage).where(OutboxMessage.dedupe_key.in_(keys), OutboxMessage.status.in_(WAITING))
    )
    for message in waiting:
        cancel(session, message)


def tell_over(session: Session, pairing: Pairing, *, reader: Enrollment, leaver: Enrollment, now: datetime) -> None:
    """Tell one of the two that the other left the program; never why, and never who wanted it."""
    enqueue(
        session,
        OVER,
        to_email=reader.account.email,
        to_name=reader.account.name,
        locale=reader.account.locale,
        context=announcement_context(reader, leaver),
        dedupe=f"{OVER}:{pairing.id}:{reader.role}",
        program_id=pairing.cohort.program_id,
        now=now,
        not_before=now + UNDO,
    )


def _key(pairing: Pairing, role: CohortRole) -> str:
    return f"{ANNOUNCED}:{pairing.id}:{role}"


@email_kinds.register(ANNOUNCED)
def pairing_announced(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if one of the two was deleted meanwhile."""
    reader = scope.session.get(Enrollment, UUID(str(scope.message.context["reader"])))
    other = scope.session.get(Enrollment, UUID(str(scope.message.context["other"])))
    if reader is None or other is None:
        raise NotFound(N_("This person does not take part any more."))
    program = reader.cohort.program
    return {
        "is_mentee": reader.role is CohortRole.MENTEE,
        "program": program.name,
        "contact": program.contact_email,
        "other_name": other.account.name,
        "other_email": other.account.email,
        "link": personal_link(
            scope, reader.account, LinkPurpose.SIGN_IN, next_path="/pair", expires_at=scope.now + LINK_LIFE
        ),
    }


@email_kinds.register(OVER)
def pairing_over(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if one of the two was deleted meanwhile."""
    reader = scope.session.get(Enrollment, UUID(str(scope.message.context["reader"])))
    other = scope.session.get(Enrollment, UUID(str(scope.message.context["other"])))
    if reader is None or other is None:
        raise NotFound(N_("This person does not take part any more."))
    program = reader.cohort.program
    return {
        "is_mentee": reader.role is CohortRole.MENTEE,
        "program": program.name,
        "contact": program.contact_email,
        "other_name": other.account.name,
    }
