"""Mails about slots: all private, so that no page of staff lists them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_time
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.dates import long_day_text
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.links import link
from mentorship_app.core.tokens import new_public_id, new_token, token_digest
from mentorship_app.messaging import MailScope, email_kinds, enqueue
from mentorship_app.programs.models import Enrollment, Program
from mentorship_app.programs.outside.models import ContactPerson
from mentorship_app.programs.outside.person import contact_to_offer
from mentorship_app.programs.slots.models import SupportSlot

LINK, TAKEN, REMINDER, OVER, NEWS = "slots_link", "slot_taken", "slot_reminder", "slot_over", "slot_news"


def when_text(slot: SupportSlot, locale: str) -> str:
    """``Monday 23 November, 2:30 PM``, ``lundi 23 novembre, 14 h 30``, where the program is."""
    here = slot.starts_at.astimezone(ZoneInfo(slot.program.timezone))
    pattern = "H 'h' mm" if locale == "fr" else "h:mm a"
    return f"{long_day_text(here.date(), locale)}, {format_time(here.time(), pattern, locale=locale)}"


def tell_taker(session: Session, kind: str, slot: SupportSlot, enrollment: Enrollment, *, now: datetime) -> None:
    """Write to whoever took the slot; what it says is kept, since the slot may be gone when it leaves."""
    account, person = enrollment.account, contact_to_offer(session, slot.program)
    enqueue(
        session,
        kind,
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context={
            "when": when_text(slot, account.locale),
            "minutes": slot.minutes,
            "place": slot.place,
            "contact": person.name if person else "",
            "program": slot.program.name,
        },
        dedupe=f"{kind}:{slot.id}:{new_public_id()}",
        program_id=slot.program_id,
        now=now,
        private=True,
    )


def tell_contact(session: Session, program: Program, *, now: datetime) -> None:
    """Tell the contact person that something changed, and nothing more."""
    _to_contact(session, NEWS, program, now=now)


def send_link(session: Session, program: Program, *, now: datetime) -> bool:
    """Mail the contact person a link of their own; the one before ends when it leaves. False where nobody is named."""
    return _to_contact(session, LINK, program, now=now)


def _to_contact(session: Session, kind: str, program: Program, *, now: datetime) -> bool:
    person = contact_to_offer(session, program)
    if person is None:
        return False
    enqueue(
        session,
        kind,
        to_email=person.email,
        to_name=person.name,
        locale=person.locale,
        context={"person": str(person.id), "program": program.name},
        dedupe=f"{kind}:{person.id}:{new_public_id()}",
        program_id=program.id,
        now=now,
        private=True,
    )
    return True


def person_of_link(session: Session, token: str) -> ContactPerson | None:
    """Whose link it is; None for an unknown or ended one."""
    return session.scalar(select(ContactPerson).where(ContactPerson.slots_digest == token_digest(token)))


@email_kinds.register(LINK)
def slots_link(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; mints the link. Raises NotFound when the person is no longer named."""
    person = scope.session.get(ContactPerson, UUID(str(scope.message.context["person"])))
    if person is None or person.email != scope.message.to_email or scope.preview:
        raise NotFound(N_("This person is not the contact person any more."))
    token = new_token()
    person.slots_digest = token_digest(token)
    scope.session.flush()
    return {"program": scope.message.context["program"], "url": link("slots", scope.base_url, token=token)}


def _as_kept(scope: MailScope) -> Mapping[str, object]:
    return dict(scope.message.context)


for _kind in (TAKEN, REMINDER, OVER, NEWS):
    email_kinds.add(_kind, _as_kept)
