"""The mails of a check-in: one that asks, and one reminder that goes to everybody alike."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core.dates import long_day_text
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.checkins.models import CheckIn
from mentorship_app.messaging import UNDO, MailScope, email_kinds, enqueue
from mentorship_app.programs import Enrollment

INVITATION = "check_in_invitation"
REMINDER = "check_in_reminder"
LINK_LIFE = timedelta(days=14)


def context_of(person: Enrollment, *, closes_on: date) -> dict[str, str]:
    """What the row of the mail holds; enough to preview it before anybody is asked."""
    return {"enrollment": str(person.id), "closes_on": closes_on.isoformat()}


def write(session: Session, check_in: CheckIn, person: Enrollment, kind: str, *, now: datetime) -> None:
    """Write one mail; it waits ten minutes, and each person gets one of a kind."""
    account = person.account
    enqueue(
        session,
        kind,
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context=context_of(person, closes_on=check_in.closes_on),
        dedupe=f"{key(check_in, kind)}{person.id}",
        program_id=check_in.cohort.program_id,
        now=now,
        not_before=now + UNDO,
    )


def key(check_in: CheckIn, kind: str) -> str:
    """What the dedupe keys of the mails of a check-in begin with."""
    return f"{kind}:{check_in.id}:"


@email_kinds.register(INVITATION)
@email_kinds.register(REMINDER)
def check_in_mail(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if the person was deleted meanwhile."""
    person = scope.session.get(Enrollment, UUID(str(scope.message.context["enrollment"])))
    if person is None:
        raise NotFound(N_("This person does not take part any more."))
    program = person.cohort.program
    closes_on = date.fromisoformat(str(scope.message.context["closes_on"]))
    return {
        "program": program.name,
        "contact": program.contact_email,
        "closes": long_day_text(closes_on, scope.message.locale),
        "link": personal_link(
            scope, person.account, LinkPurpose.SIGN_IN, next_path="/check-ins", expires_at=scope.now + LINK_LIFE
        ),
    }
