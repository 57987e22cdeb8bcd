"""The mail that asks a mentee for their intake."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.forms.queries import current
from mentorship_app.messaging import UNDO, MailScope, OutboxMessage, email_kinds, enqueue
from mentorship_app.programs import Enrollment

INVITATION = "intake_invitation"
LINK_LIFE = timedelta(days=14)
"""People read this mail between shifts, days later. The link still signs in only once, after a press."""


def invitation_key(enrollment: Enrollment) -> str:
    """What the dedupe keys of a mentee's invitations begin with."""
    return f"{INVITATION}:{enrollment.id}:"


def invitation_context(enrollment: Enrollment) -> dict[str, str]:
    """What the row of the mail holds."""
    return {"enrollment": str(enrollment.id)}


def invitation(session: Session, enrollment: Enrollment, *, number: int, now: datetime) -> OutboxMessage:
    """Write the mail; it waits ten minutes, so that staff can take it back. ``number`` counts earlier ones."""
    account = enrollment.account
    return enqueue(
        session,
        INVITATION,
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context=invitation_context(enrollment),
        dedupe=f"{invitation_key(enrollment)}{number}",
        program_id=enrollment.cohort.program_id,
        now=now,
        not_before=now + UNDO,
    )


@email_kinds.register(INVITATION)
def intake_invitation(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if the person was deleted meanwhile."""
    enrollment = scope.session.get(Enrollment, UUID(str(scope.message.context["enrollment"])))
    if enrollment is None:
        raise NotFound(N_("This person does not take part any more."))
    program = enrollment.cohort.program
    return {
        "program": program.name,
        "contact": program.contact_email,
        "minutes": current(scope.session, enrollment.cohort.program_id, "mentee_intake").minutes,
        "link": personal_link(
            scope, enrollment.account, LinkPurpose.SIGN_IN, next_path="/intake", expires_at=scope.now + LINK_LIFE
        ),
    }
