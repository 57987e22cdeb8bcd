"""Measures to look at: wording that was bound, files that somebody is looking at, licences in every state."""

import csv
import io
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from mentorship_app.core.identity import Actor
from mentorship_app.instruments import catalogue
from mentorship_app.instruments.binding import bind
from mentorship_app.instruments.binding.found import Choices
from mentorship_app.instruments.binding.uploads import keep_upload
from mentorship_app.instruments.licences import LicenceRecord, LicenceUse
from mentorship_app.programs import Program
from tests.factories.instruments import reading_of, wording_csv

FREE, BOUGHT = "who_5", "mbi_2"
DICTIONARY = (
    ("field_name", "form_name", "field_type", "field_label", "select_choices_or_calculations"),
    ("record_id", "one", "text", "1", ""),
    *((f"q{number}", "one", "radio", str(number), " | ".join(f"{n}, {n}" for n in range(1, 7))) for number in range(5)),
)
"""Five questions with the codes 1 to 6, in no language at all."""


def measures_on_stage(session: Session, program: Program, *, by: Actor, now: datetime) -> dict[str, str]:
    """Write them; the places of addresses that they fill."""
    free = catalogue.get(FREE)
    bind(session, program, free, reading_of(free, ["fr"], word="№"), source="oms-5.csv", by=by, now=now)
    both = keep_upload(session, program, free, wording_csv(free, word="№"), Choices(), file_name="w.csv", now=now)
    sink = io.StringIO()
    csv.writer(sink).writerows(DICTIONARY)
    pairs = {item.id: f"q{number}" for number, item in enumerate(free.items)}
    content = sink.getvalue().encode()
    unpaired = keep_upload(session, program, free, content, Choices("fr"), file_name="d.csv", now=now)
    uncoded = keep_upload(session, program, free, content, Choices("fr", items=pairs), file_name="d.csv", now=now)
    return {
        "wording_upload": both.public_id,
        "unpaired_upload": unpaired.public_id,
        "uncoded_upload": uncoded.public_id,
        "licence": _licences(session, program, now=now),
    }


def _licences(session: Session, program: Program, *, now: datetime) -> str:
    """One in use, one used up, one that ended, one put away; the address of the first."""
    today = now.date()
    made = [
        _licence(program, "A-1", paid=120, expires_on=today + timedelta(days=200), now=now),
        _licence(program, "A-2", paid=30, expires_on=today + timedelta(days=20), now=now),
        _licence(program, "A-3", paid=40, expires_on=today - timedelta(days=20), now=now),
        _licence(program, "A-4", paid=50, expires_on=None, now=now),
    ]
    session.add_all(made)
    session.flush()
    session.add(LicenceUse(licence=made[1], wave_id=uuid4(), people=30, created_at=now))
    made[3].ended_on = today
    session.flush()
    return made[0].public_id


def _licence(program: Program, number: str, *, paid: int, expires_on: date | None, now: datetime) -> LicenceRecord:
    return LicenceRecord(
        program=program,
        instrument_key=BOUGHT,
        holder="Northmere",
        number=number,
        paid=paid,
        expires_on=expires_on,
        created_at=now,
    )
