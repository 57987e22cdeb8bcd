"""Binding: from a file that was looked at to the wording that surveys ask. A bound wording never changes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.instruments.binding.checking import Report, check_reading
from mentorship_app.instruments.binding.found import Reading
from mentorship_app.instruments.definition import Instrument
from mentorship_app.instruments.wording import BoundWording
from mentorship_app.programs.models import Program

WordingsInUse = Mapping[tuple[str, int], BoundWording]
"""By key and version of the instrument."""


def in_use(session: Session, program: Program, instrument: Instrument) -> BoundWording | None:
    """The program's newest wording for this version of the instrument; None while nothing is bound."""
    return session.scalars(
        select(BoundWording)
        .where(
            BoundWording.program_id == program.id,
            BoundWording.instrument_key == instrument.key,
            BoundWording.instrument_version == instrument.version,
        )
        .order_by(BoundWording.number.desc())
        .limit(1)
    ).first()


def all_in_use(session: Session, program: Program) -> WordingsInUse:
    """The same for every instrument at once; one query."""
    rows = session.scalars(
        select(BoundWording).where(BoundWording.program_id == program.id).order_by(BoundWording.number)
    )
    return {(bound.instrument_key, bound.instrument_version): bound for bound in rows}


def bound_versions(session: Session, program: Program, instrument: Instrument) -> list[BoundWording]:
    """Everything that the program ever bound to the instrument, the newest first."""
    rows = session.scalars(
        select(BoundWording)
        .where(BoundWording.program_id == program.id, BoundWording.instrument_key == instrument.key)
        .order_by(BoundWording.instrument_version.desc(), BoundWording.number.desc())
    )
    return list(rows)


def with_wording(instrument: Instrument, bound: BoundWording | None) -> tuple[Instrument, UUID | None]:
    """The instrument as a program would ask it now, and the id of the wording that a survey has to name."""
    if bound is None:
        return instrument, None
    return replace(instrument, wording=MappingProxyType(bound.by_language())), bound.id


def check(session: Session, program: Program, instrument: Instrument, reading: Reading) -> Report:
    """What binding the file would do here: its own texts, and those of a language that was bound before."""
    present = in_use(session, program, instrument)
    return check_reading(instrument, reading, earlier=present.texts if present else None)


def bind(
    session: Session,
    program: Program,
    instrument: Instrument,
    reading: Reading,
    *,
    source: str,
    by: Actor,
    now: datetime,
    digest: str | None = None,
) -> BoundWording:
    """Take the wording into use for surveys that are not planned yet. The same texts again change nothing.

    Raises Conflict while anything is wrong with the file, and when the outcome is not the one of ``digest`` any more.
    """
    if instrument.licence.wording_bundled:
        raise Conflict(N_("The wording of this measure comes with the app, so no other can be bound."))
    # Two files at once must not get one number; the program's row is what both can hold.
    session.refresh(program, with_for_update={"of": Program})
    report = check(session, program, instrument, reading)
    if not report.can_be_bound:
        raise Conflict(N_("Something in this file has to be corrected first, so nothing was bound."))
    if digest is not None and digest != report.digest:
        raise Conflict(N_("Another wording was bound in the meantime. Look at the texts again before you bind them."))
    present = in_use(session, program, instrument)
    if present is not None and present.digest == report.digest:
        return present
    bound = BoundWording(
        program_id=program.id,
        instrument_key=instrument.key,
        instrument_version=instrument.version,
        number=present.number + 1 if present else 1,
        texts={language: dict(texts) for language, texts in report.texts.items()},
        source=source,
        digest=report.digest,
        bound_by=by.name,
        created_at=now,
    )
    session.add(bound)
    session.flush()
    audit.record(
        session,
        "instruments.wording.bound",
        by=by,
        subject=bound,
        at=now,
        program_id=program.id,
        measure=instrument.key,
        number=bound.number,
        languages=", ".join(report.texts),
    )
    return bound
