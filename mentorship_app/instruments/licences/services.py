"""Licences on record: added, corrected, put away, and used when a survey opens.

What counts is how many people are asked. The app does not know while a survey is open who answered, must never let
anybody find out from a number that falls, and owners of instruments sell administrations, not answers. So nothing is
given back by itself; where an owner counts otherwise, staff correct the number that was paid and say so in the note.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.instruments.definition import Instrument, Requirement
from mentorship_app.instruments.licences.models import LicenceRecord, LicenceUse
from mentorship_app.instruments.licences.standing import obstacles, standings_of, usable
from mentorship_app.programs.models import Program
from mentorship_app.programs.versions import claim

LONGEST_LINE = 200
LONGEST_NOTE = 1_000
MOST_PAID = 1_000_000


@dataclass(frozen=True)
class LicenceEntry:
    """A licence as typed. ``paid`` is None where administrations are not counted."""

    holder: str
    number: str = ""
    paid: int | None = None
    expires_on: date | None = None
    note: str = ""


def find_licence(session: Session, program: Program, instrument: Instrument, public_id: str) -> LicenceRecord | None:
    """The licence of an address, only within the program and for the instrument."""
    return session.scalar(
        select(LicenceRecord).where(
            LicenceRecord.program_id == program.id,
            LicenceRecord.instrument_key == instrument.key,
            LicenceRecord.public_id == public_id,
        )
    )


def add_licence(
    session: Session, program: Program, instrument: Instrument, entry: LicenceEntry, *, by: Actor, now: datetime
) -> LicenceRecord:
    """Put a licence on record. Raises FieldError naming the entry that is missing or wrong."""
    _check(instrument, entry)
    if entry.expires_on is not None and entry.expires_on < clock.local_date(now, program.timezone):
        raise FieldError("expires_on", N_("This day is already over. Enter the last day of the licence that you hold."))
    record = LicenceRecord(program=program, instrument_key=instrument.key, created_at=now)
    _write(record, entry)
    session.add(record)
    session.flush()
    _audit(session, "instruments.licence.added", record, by=by, now=now)
    return record


def correct_licence(
    session: Session,
    record: LicenceRecord,
    instrument: Instrument,
    entry: LicenceEntry,
    *,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Write what the licence really says. Raises FieldError, and Conflict when it was changed since ``version``."""
    _check(instrument, entry)
    claim(session, record, version)
    used = _used(session, record)
    if entry.paid is not None and entry.paid < used:
        raise FieldError("paid", N_("%(used)s people were asked under it already. Enter at least so many."), used=used)
    _write(record, entry)
    _audit(session, "instruments.licence.corrected", record, by=by, now=now)
    session.flush()


def end_licence(session: Session, record: LicenceRecord, *, version: int, by: Actor, now: datetime) -> None:
    """Put a licence away; what was used stays on record. Twice is once. Raises Conflict for a stale version."""
    if record.ended_on is not None:
        return
    claim(session, record, version)
    if record.ended_on is None:
        record.ended_on = clock.local_date(now, record.program.timezone)
        _audit(session, "instruments.licence.ended", record, by=by, now=now)
    session.flush()


def use_licences(
    session: Session,
    program: Program,
    instrument: Instrument,
    *,
    wave_id: UUID,
    people: int,
    until: date,
    now: datetime,
) -> None:
    """Count ``people`` down, from the licence that ends first on. Within the transaction in which the survey opens.

    Raises Conflict, as :func:`obstacles` words it, when there are not enough any more.
    """
    # Two surveys that open at once must not both find the last of them: the second waits for the first's rows.
    session.scalars(
        select(LicenceRecord)
        .where(LicenceRecord.program_id == program.id, LicenceRecord.instrument_key == instrument.key)
        .order_by(LicenceRecord.id)
        .with_for_update(of=LicenceRecord)
        .execution_options(populate_existing=True)
    ).all()
    today = clock.local_date(now, program.timezone)
    for obstacle in obstacles(session, program, instrument, people=people, today=today, until=until):
        raise obstacle
    standings = standings_of(session, program, instrument.key).get(instrument.key, ())
    for standing in usable(standings, instrument, until=until):
        taken = people if standing.left is None else min(people, standing.left)
        if taken:
            session.add(LicenceUse(licence=standing.record, wave_id=wave_id, people=taken, created_at=now))
        people -= taken
    session.flush()


def _check(instrument: Instrument, entry: LicenceEntry) -> None:
    if not entry.holder.strip():
        raise FieldError("holder", N_("Enter who holds the licence, as it is written there."))
    if Requirement.LICENCE_NUMBER in instrument.licence.requires and not entry.number.strip():
        raise FieldError("number", N_("Enter the number of the licence or of the order."))
    if Requirement.PAID_COUNT in instrument.licence.requires and entry.paid is None:
        raise FieldError("paid", N_("Enter how many administrations were paid for."))
    if entry.paid is not None and not 0 <= entry.paid <= MOST_PAID:
        raise FieldError("paid", N_("Enter a whole number from 0 to 1,000,000."))
    for field, text, limit in (
        ("holder", entry.holder, LONGEST_LINE),
        ("number", entry.number, LONGEST_LINE),
        ("note", entry.note, LONGEST_NOTE),
    ):
        if len(text) > limit:
            raise FieldError(field, N_("Shorten this to %(limit)s characters or fewer."), limit=limit)


def _write(record: LicenceRecord, entry: LicenceEntry) -> None:
    if record.ended_on is not None:
        raise InvalidTransition(N_("This licence was put away. Put the one that you hold now on record."))
    record.holder, record.number, record.note = entry.holder.strip(), entry.number.strip(), entry.note.strip()
    record.paid, record.expires_on = entry.paid, entry.expires_on


def _used(session: Session, record: LicenceRecord) -> int:
    standings = standings_of(session, record.program, record.instrument_key)[record.instrument_key]
    return next(standing.used for standing in standings if standing.record.id == record.id)


def _audit(session: Session, action: str, record: LicenceRecord, *, by: Actor, now: datetime) -> None:
    audit.record(
        session, action, by=by, subject=record, at=now, program_id=record.program_id, measure=record.instrument_key
    )
