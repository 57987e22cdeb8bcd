"""The mails of a wave. They go to everybody who was asked, never because of what somebody answered or did not."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import messaging
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.accounts.models import LinkPurpose
from mentorship_app.core.dates import long_day_text
from mentorship_app.messaging import MailScope, MessageStatus, OutboxMessage
from mentorship_app.programs import Enrollment
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.deadlines import taken_until
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.questionnaire import minutes_of

INVITATION = "wave_invitation"
_WAITING = (MessageStatus.QUEUED, MessageStatus.RETRY, MessageStatus.HELD)


def invitation(session: Session, wave: Wave, enrollment: Enrollment, *, now: datetime) -> OutboxMessage:
    """Ask one person; the mail can be taken back for a few minutes."""
    account = enrollment.account
    return messaging.enqueue(
        session,
        INVITATION,
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context=invitation_context(wave, enrollment),
        dedupe=f"{_prefix(wave)}{enrollment.id}",
        program_id=wave.cohort.program_id,
        now=now,
        not_before=now + messaging.UNDO,
    )


def invitation_context(wave: Wave, enrollment: Enrollment) -> dict[str, str]:
    """What the row of an invitation holds; also for showing the mail before it is written."""
    return {"wave_id": str(wave.id), "enrollment_id": str(enrollment.id)}


def take_back_invitations(session: Session, wave: Wave) -> None:
    """Cancel what has not left yet: a closed wave takes no answers."""
    waiting = session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.dedupe_key.startswith(_prefix(wave), autoescape=True), OutboxMessage.status.in_(_WAITING)
        )
    )
    for message in waiting:
        messaging.cancel(session, message)


def survey_path(wave: Wave) -> str:
    """Where people answer, as a path of this site."""
    return f"/surveys/{wave.public_id}"


@messaging.email_kinds.register(INVITATION)
def _invitation_values(scope: MailScope) -> Mapping[str, object]:
    wave = scope.session.get_one(Wave, UUID(scope.message.context["wave_id"]))
    enrollment = scope.session.get_one(Enrollment, UUID(scope.message.context["enrollment_id"]))
    locale = scope.message.locale
    program = wave.cohort.program
    return {
        "title": wave.title.in_(locale),
        "minutes": minutes_of(contents_of(scope.session, wave)),
        "last_day": long_day_text(wave.closes_on, locale),
        "program": program.name,
        "contact": program.contact_email,
        "link": personal_link(
            scope, enrollment.account, LinkPurpose.WAVE, next_path=survey_path(wave), expires_at=taken_until(wave)
        ),
    }


def _prefix(wave: Wave) -> str:
    return f"wave:{wave.id}:invitation:"
