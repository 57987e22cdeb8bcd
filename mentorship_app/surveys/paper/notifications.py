"""The mail to whoever types sheets in."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import messaging
from mentorship_app.accounts.mail_links import PREVIEW_TOKEN
from mentorship_app.core.dates import long_day_text
from mentorship_app.core.links import link
from mentorship_app.messaging import MailScope, MessageStatus, OutboxMessage
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.paper.links import new_entry_link
from mentorship_app.surveys.paper.models import PaperEntry

PAPER_ENTRY = "paper_entry"
_WAITING = (MessageStatus.QUEUED, MessageStatus.RETRY, MessageStatus.HELD)


def invite(session: Session, entry: PaperEntry, *, now: datetime) -> OutboxMessage:
    """Send the link; the mail can be taken back for a few minutes."""
    return messaging.enqueue(
        session,
        PAPER_ENTRY,
        to_email=entry.email,
        to_name=entry.name,
        locale=entry.locale,
        context={**context_of(entry.wave), "entry_id": str(entry.id)},
        dedupe=_key(entry),
        program_id=entry.wave.cohort.program_id,
        now=now,
        not_before=now + messaging.UNDO,
    )


def context_of(wave: Wave) -> dict[str, str]:
    """What the row of the mail holds besides the entry; enough to show the mail before it is written."""
    return {"wave_id": str(wave.id)}


def take_back(session: Session, entry: PaperEntry) -> None:
    """Cancel the mail if it has not left yet."""
    waiting = select(OutboxMessage).where(OutboxMessage.dedupe_key == _key(entry), OutboxMessage.status.in_(_WAITING))
    for message in session.scalars(waiting):
        messaging.cancel(session, message)


@messaging.email_kinds.register(PAPER_ENTRY)
def _values(scope: MailScope) -> Mapping[str, object]:
    wave = scope.session.get_one(Wave, UUID(scope.message.context["wave_id"]))
    locale, program = scope.message.locale, wave.cohort.program
    return {
        "title": wave.title.in_(locale),
        "program": program.name,
        "organization": program.organization,
        "contact": program.contact_email,
        "last_day": long_day_text(wave.closes_on, locale),
        "link": _address(scope),
    }


def _address(scope: MailScope) -> str:
    if scope.preview or "entry_id" not in scope.message.context:
        return f"{scope.base_url.rstrip('/')}/paper/{PREVIEW_TOKEN}"
    entry = scope.session.get_one(PaperEntry, UUID(scope.message.context["entry_id"]))
    return link("paper_entry", scope.base_url, token=new_entry_link(scope.session, entry))


def _key(entry: PaperEntry) -> str:
    return f"paper_entry:{entry.id}"
