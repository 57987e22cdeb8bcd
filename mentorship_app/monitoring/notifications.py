"""The mail that a coordinator sends from an action: their own words, with a link that leads to the right page."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_, translate
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.models import Pairing
from mentorship_app.messaging import UNDO, MailScope, OutboxMessage, email_kinds, enqueue
from mentorship_app.monitoring.kinds import Cause, Message, People, Person
from mentorship_app.programs import Cohort, Enrollment, EnrollmentStatus

REMINDER = "staff_reminder"
LINK_LIFE = timedelta(days=14)


def prepared(message: Message, cause: Cause, reader: Person, people: People) -> tuple[str, str]:
    """Subject and text of the message that is ready, in the reader's language."""
    locale = reader.locale
    values = message.values(cause, reader, people, locale)
    return translate(message.subject, locale), translate(message.text, locale, **values)


def write(
    session: Session,
    cohort: Cohort,
    reader: Enrollment,
    *,
    subject: str,
    text: str,
    path: str,
    pairing_id: UUID | None,
    dedupe: str,
    by: Actor,
    now: datetime,
) -> OutboxMessage:
    """Put it into the outbox, where it waits ten minutes."""
    account = reader.account
    return enqueue(
        session,
        REMINDER,
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context={
            "reader": str(reader.id),
            "pairing": str(pairing_id) if pairing_id else "",
            "subject": subject,
            "text": text,
            "path": path,
            "by": by.name,
        },
        dedupe=f"{REMINDER}:{dedupe}:{reader.id}",
        program_id=cohort.program_id,
        now=now,
        not_before=now + UNDO,
    )


@email_kinds.register(REMINDER)
def staff_reminder(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound once the person or the pair is gone, so that it does not leave."""
    context = scope.message.context
    reader = scope.session.get(Enrollment, UUID(str(context["reader"])))
    if reader is None or reader.status is not EnrollmentStatus.ACTIVE:
        raise NotFound(N_("This person does not take part any more."))
    if context["pairing"]:
        pairing = scope.session.get(Pairing, UUID(str(context["pairing"])))
        if pairing is None or pairing.status is not PairingStatus.ACTIVE or pairing.someone_left:
            raise NotFound(N_("This pair is over."))
    program = reader.cohort.program
    return {
        "subject": context["subject"],
        "text": context["text"],
        "by": context["by"],
        "program": program.name,
        "contact": program.contact_email,
        "link": personal_link(
            scope,
            reader.account,
            LinkPurpose.SIGN_IN,
            next_path=str(context["path"]),
            expires_at=scope.now + LINK_LIFE,
        ),
    }
