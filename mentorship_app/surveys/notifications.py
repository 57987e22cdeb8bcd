"""The words of a wave's mails. Who gets which is worked out in ``mailings.sending``; nothing here looks at answers."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import messaging
from mentorship_app.accounts.mail_links import PREVIEW_TOKEN, personal_link
from mentorship_app.accounts.models import LinkPurpose
from mentorship_app.core import clock
from mentorship_app.core.dates import long_day_text
from mentorship_app.core.links import link
from mentorship_app.messaging import MailScope, MessageStatus, OutboxMessage
from mentorship_app.programs import Enrollment
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.deadlines import taken_until
from mentorship_app.surveys.mailings.links import survey_path
from mentorship_app.surveys.mailings.models import MailingKind
from mentorship_app.surveys.mailings.services import cancel_unfinished
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.questionnaire import minutes_of

INVITATION, REMINDER, EVENING = "wave_invitation", "wave_reminder", "wave_evening"
MAIL_OF = dict.fromkeys(MailingKind, REMINDER) | {
    MailingKind.INVITATION: INVITATION,
    MailingKind.EVENING: EVENING,
}
"""Kind of mail by kind of mailing."""
_WAITING = (MessageStatus.QUEUED, MessageStatus.RETRY, MessageStatus.HELD)


def mail_context(wave: Wave, kind: MailingKind, *, token: str | None = None) -> dict[str, str]:
    """What a mail of a mailing is written from. It is never stored; without ``token`` it is for looking at."""
    named = {"wave_id": str(wave.id), "mailing": kind.value}
    return named if token is None else named | {"token": token}


def take_back_invitations(session: Session, wave: Wave) -> None:
    """Cancel what has not left yet: a closed wave takes no answers."""
    cancel_unfinished(session, wave)
    # Waves that were opened before there were mailings wrote a row of the outbox for each person.
    waiting = session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.dedupe_key.startswith(f"wave:{wave.id}:invitation:", autoescape=True),
            OutboxMessage.status.in_(_WAITING),
        )
    )
    for message in waiting:
        messaging.cancel(session, message)


def _values(scope: MailScope) -> dict[str, object]:
    wave = scope.session.get_one(Wave, UUID(scope.message.context["wave_id"]))
    locale, program = scope.message.locale, wave.cohort.program
    return {
        "title": wave.title.in_(locale),
        "minutes": minutes_of(contents_of(scope.session, wave)),
        "last_day": long_day_text(wave.closes_on, locale),
        "is_last_day": clock.local_date(scope.now, program.timezone) == wave.closes_on,
        "program": program.name,
        "contact": program.contact_email,
        "is_strict": wave.is_strict,
        "asks_mentors": wave.asks_mentors,
        "is_last_reminder": scope.message.context.get("mailing") == MailingKind.REMINDER_3,
        **_links(scope, wave),
    }


def _links(scope: MailScope, wave: Wave) -> Mapping[str, str]:
    token = PREVIEW_TOKEN if scope.preview else scope.message.context.get("token")
    if token is None:
        return _links_of_old(scope, wave)
    if scope.preview:
        personal = scope.base_url.rstrip("/") + "/l/" + PREVIEW_TOKEN
        return {"link": personal, "tonight": f"{personal}/tonight", "stop": f"{personal}/not-this-time"}
    return {
        "link": link("personal", scope.base_url, token=token),
        "tonight": link("survey_tonight", scope.base_url, token=token),
        "stop": link("survey_stop", scope.base_url, token=token),
    }


def _links_of_old(scope: MailScope, wave: Wave) -> Mapping[str, str]:
    """Of a row from before there were mailings: its token is minted as it leaves."""
    account = scope.session.get_one(Enrollment, UUID(scope.message.context["enrollment_id"])).account
    personal = personal_link(
        scope, account, LinkPurpose.WAVE, next_path=survey_path(wave), expires_at=taken_until(wave)
    )
    return {"link": personal, "tonight": f"{personal}/tonight", "stop": f"{personal}/not-this-time"}


@messaging.email_kinds.register(INVITATION)
def _invitation_values(scope: MailScope) -> Mapping[str, object]:
    return _values(scope)


@messaging.email_kinds.register(REMINDER)
def _reminder_values(scope: MailScope) -> Mapping[str, object]:
    return _values(scope)


@messaging.email_kinds.register(EVENING)
def _evening_values(scope: MailScope) -> Mapping[str, object]:
    return _values(scope)
