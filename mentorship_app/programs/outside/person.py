"""Naming the contact person. It cannot be anybody who runs the program: people would tell whom they tell nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts.services import find_account, normalise_email
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs.models import Program
from mentorship_app.programs.outside.models import ContactPerson
from mentorship_app.programs.versions import claim


@dataclass(frozen=True)
class ContactEntry:
    """The contact person as given."""

    name: str
    role_en: str
    role_fr: str
    email: str
    locale: str = "en"


def contact_person(session: Session, program: Program) -> ContactPerson | None:
    """Whom the program named, if anybody."""
    return session.scalar(select(ContactPerson).where(ContactPerson.program_id == program.id))


def contact_to_offer(session: Session, program: Program) -> ContactPerson | None:
    """The same, unless the program ended or the person has become one of its staff."""
    person = contact_person(session, program)
    if person is None or program.ended_at is not None or is_staff(session, program, person.email):
        return None
    return person


def is_staff(session: Session, program: Program, email: str) -> bool:
    """Whether the address belongs to somebody who runs or reads the program, or is the program's own."""
    if email.casefold() == program.contact_email.casefold():
        return True
    account = find_account(session, email)
    return account is not None and any(grant.program_id in (program.id, None) for grant in account.grants)


def name_contact_person(
    session: Session, program: Program, entry: ContactEntry, *, version: int, by: Actor, now: datetime
) -> ContactPerson:
    """Name the person, or somebody else than before. ``version``: 0 where nobody was named.

    Raises FieldError for what is missing or for one of the staff, Conflict when it was changed since.
    """
    given = _checked(session, program, entry)
    person = contact_person(session, program)
    if person is None:
        person = ContactPerson(program_id=program.id, version=1)
        session.add(person)
    else:
        claim(session, person, version)
        if person.email != given.email:
            # The link that was mailed shows names to whoever has it.
            person.slots_digest = None
    person.name, person.email, person.locale = given.name, given.email, given.locale
    person.role_en, person.role_fr = given.role_en, given.role_fr
    session.flush()
    audit.record(session, "programs.contact_person.named", by=by, subject=person, at=now, program_id=program.id)
    return person


def remove_contact_person(session: Session, program: Program, *, by: Actor, now: datetime) -> None:
    """Name nobody any more. Doing it twice changes nothing."""
    person = contact_person(session, program)
    if person is None:
        return
    audit.record(session, "programs.contact_person.removed", by=by, subject=person, at=now, program_id=program.id)
    session.delete(person)
    session.flush()


def _checked(session: Session, program: Program, entry: ContactEntry) -> ContactEntry:
    name = " ".join(entry.name.split())
    if not name:
        raise FieldError("name", N_("Enter the name of the person."))
    for field, value in (("role_en", entry.role_en), ("role_fr", entry.role_fr)):
        if not value.strip():
            raise FieldError(field, N_("Say in both languages what this person is."))
    email = normalise_email(entry.email)
    if is_staff(session, program, email):
        raise FieldError(
            "email",
            N_("This address belongs to the staff of the program. Name somebody who does not run it or report to it."),
        )
    locale = entry.locale if entry.locale in LOCALES else "en"
    return ContactEntry(name, entry.role_en.strip(), entry.role_fr.strip(), email, locale)
