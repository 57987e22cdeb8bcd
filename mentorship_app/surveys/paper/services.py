"""Letting somebody outside the program type sheets in, and ending that."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts.models import Account
from mentorship_app.accounts.services import normalise_email
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, Enrollment, Program
from mentorship_app.surveys.deadlines import is_over
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.paper import notifications
from mentorship_app.surveys.paper.models import PaperEntry, PaperPlace

LONGEST_NAME = 120
LONGEST_PLACE = 200


def place_of(session: Session, wave: Wave) -> LocalizedText:
    """Where sheets are put, in both languages; empty where nobody has said."""
    kept = session.get(PaperPlace, wave.id)
    return kept.words if kept else LocalizedText(en="", fr="")


def set_place(session: Session, wave: Wave, *, en: str, fr: str) -> None:
    """Say where sheets are put. Raises FieldError for a text that is too long for its line."""
    for field, text in (("place_en", en), ("place_fr", fr)):
        if len(text) > LONGEST_PLACE:
            raise FieldError(
                field, N_("Keep it under %(most)s characters: it is one line on paper."), most=LONGEST_PLACE
            )
    kept = session.get(PaperPlace, wave.id)
    if kept is None:
        kept = PaperPlace(wave_id=wave.id)
        session.add(kept)
    kept.place_en, kept.place_fr = en, fr
    session.flush()


def entry_of(session: Session, wave: Wave) -> PaperEntry | None:
    """Who types in sheets of ``wave`` at the moment; None when nobody does."""
    return session.scalar(select(PaperEntry).where(PaperEntry.wave_id == wave.id))


def open_entry(
    session: Session, wave: Wave, *, name: str, email: str, locale: str, by: Actor, now: datetime
) -> PaperEntry:
    """Let somebody type sheets in, and mail them their link.

    Raises FieldError for a name or address that will not do, Conflict while somebody else does it, InvalidTransition
    unless the wave takes answers.
    """
    if wave.status is not WaveStatus.OPEN or is_over(wave, now=now):
        raise InvalidTransition(N_("Sheets are typed in while the survey is open, and not after."))
    if entry_of(session, wave) is not None:
        raise Conflict(N_("Somebody is typing sheets in already. End that first."))
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise FieldError("name", N_("Enter the name of the person, up to %(most)s characters."), most=LONGEST_NAME)
    email = normalise_email(email)
    if _belongs_to(session, wave.cohort.program, email):
        raise FieldError(
            "email",
            N_("This address belongs to somebody of your program. Whoever types sheets in must stand outside it."),
        )
    entry = PaperEntry(wave=wave, name=name, email=email, locale=locale, created_at=now)
    session.add(entry)
    session.flush()
    notifications.invite(session, entry, now=now)
    _record(session, "surveys.paper.opened", entry, by=by, now=now)
    return entry


def end_entry(session: Session, entry: PaperEntry, *, by: Actor, now: datetime) -> None:
    """Let nobody type in any more: the link opens nothing from now on. What was sealed stays."""
    _record(session, "surveys.paper.ended", entry, by=by, now=now)
    forget_entry(session, entry.wave)


def forget_entry(session: Session, wave: Wave) -> None:
    """Take name, address and links away, as at the close of the wave; without an entry nothing changes."""
    entry = entry_of(session, wave)
    if entry is None:
        return
    notifications.take_back(session, entry)
    session.delete(entry)
    session.flush()


def belongs_to_program(session: Session, account: Account, program: Program) -> bool:
    """Whether the person is on the staff of the program, or of the whole server, or ever took part in it."""
    if any(given.program_id in (None, program.id) for given in account.grants):
        return True
    taking_part = (
        select(Enrollment.id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Cohort.program_id == program.id, Enrollment.account_id == account.id)
    )
    return session.scalar(taking_part.limit(1)) is not None


def _belongs_to(session: Session, program: Program, email: str) -> bool:
    account = session.scalar(select(Account).where(Account.email == email))
    return account is not None and belongs_to_program(session, account, program)


def _record(session: Session, action: str, entry: PaperEntry, *, by: Actor, now: datetime) -> None:
    program_id = entry.wave.cohort.program_id
    audit.record(session, action, by=by, subject=entry.wave, at=now, program_id=program_id, person=entry.name)
