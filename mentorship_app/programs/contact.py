"""Correcting who somebody is: the name, the address that mail goes to, the language.

Whoever can change an address can read what is mailed to it, and a name stands on the pages of every program, so both
are refused for people with more than this program.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts import StaffGrant
from mentorship_app.accounts.services import end_ways_in, find_account, normalise_email
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.core.identity import Actor
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs.models import Cohort, Enrollment

_NOT_SENT = (MessageStatus.QUEUED, MessageStatus.RETRY, MessageStatus.HELD, MessageStatus.DEAD)


@dataclass(frozen=True)
class Contact:
    """How to reach somebody. ``locale``: ``en`` or ``fr``."""

    name: str
    email: str
    locale: str


def is_known_elsewhere(session: Session, enrollment: Enrollment) -> bool:
    """Whether the person is staff anywhere or takes part in another program: then only they change their address."""
    account_id, program_id = enrollment.account_id, enrollment.cohort.program_id
    is_staff = exists().where(StaffGrant.account_id == account_id)
    takes_part = (
        select(Enrollment.id)
        .join(Enrollment.cohort)
        .where(Enrollment.account_id == account_id, Cohort.program_id != program_id)
        .exists()
    )
    return bool(session.scalar(select(is_staff | takes_part)))


def change_contact(session: Session, enrollment: Enrollment, contact: Contact, *, by: Actor, now: datetime) -> None:
    """Change name, address or language of a person. Raises FieldError naming the entry that is wrong.

    A new address ends every session and every open link of the old one; mail that waits goes to the new one.
    """
    account = enrollment.account
    name, address = " ".join(contact.name.split()), normalise_email(contact.email)
    if not name:
        raise FieldError("name", N_("Enter the name of the person."))
    if contact.locale not in LOCALES:
        raise FieldError("locale", N_("Choose English or French."))
    before, after = (account.name, account.email, account.locale), (name, address, contact.locale)
    changed = [field for field, old, new in zip(("name", "email", "locale"), before, after, strict=True) if old != new]
    if not changed:
        return
    if "name" in changed and is_known_elsewhere(session, enrollment):
        raise FieldError(
            "name", N_("This person is staff or takes part in another program. Only they can change their name.")
        )
    if "email" in changed:
        _change_address(session, enrollment, address, now=now)
    account.name, account.locale = name, contact.locale
    audit.record(
        session,
        "programs.contact.changed",
        by=by,
        subject=enrollment,
        at=now,
        program_id=enrollment.cohort.program_id,
        person=name,
        fields=changed,
    )
    session.flush()


def _change_address(session: Session, enrollment: Enrollment, address: str, *, now: datetime) -> None:
    account = enrollment.account
    if is_known_elsewhere(session, enrollment):
        raise FieldError(
            "email",
            N_("This person is staff or takes part in another program. Only they can change their address."),
        )
    if find_account(session, address) is not None:
        raise FieldError("email", N_("Somebody else here already has this address."))
    end_ways_in(session, account, now=now)
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.to_email == account.email, OutboxMessage.status.in_(_NOT_SENT))
        .values(to_email=address)
    )
    account.email, account.email_changed_by_staff_at, account.fs_uniquifier = address, now, uuid4().hex
