"""The numbers that answer somebody in distress: added, changed, checked once a year."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs.models import HelpLine, Program


@dataclass(frozen=True)
class HelpLineEntry:
    """A help line as given. ``verified_on`` is the day on which somebody called it; None means today.

    ``owner`` keeps the number up to date. One that is not ``is_called`` stays hidden until somebody has called it.
    """

    label_en: str
    label_fr: str
    number: str
    note_en: str = ""
    note_fr: str = ""
    verified_on: date | None = None
    owner: str = ""
    is_called: bool = True


def add_help_line(session: Session, program: Program, entry: HelpLineEntry, *, by: Actor, now: datetime) -> HelpLine:
    """Add a number below the others. Raises FieldError naming the entry that is missing."""
    line = HelpLine(position=1 + max((line.position for line in program.help_lines), default=0))
    _write(line, entry, today=_today(program, now))
    program.help_lines.append(line)
    session.flush()
    _record(session, "programs.help_line.added", line, by=by, now=now)
    return line


def change_help_line(session: Session, line: HelpLine, entry: HelpLineEntry, *, by: Actor, now: datetime) -> None:
    """Change a number; it counts as checked on the day given, or today."""
    _write(line, entry, today=_today(line.program, now))
    _record(session, "programs.help_line.changed", line, by=by, now=now)
    session.flush()


def confirm_help_line(session: Session, line: HelpLine, *, by: Actor, now: datetime) -> None:
    """Say that the number was called today and answers."""
    line.verified_on = _today(line.program, now)
    _record(session, "programs.help_line.confirmed", line, by=by, now=now)
    session.flush()


def remove_help_line(session: Session, line: HelpLine, *, by: Actor, now: datetime) -> None:
    """Take a number away. Raises Conflict for the last one: no program runs without somebody to call."""
    if len(line.program.help_lines) <= 1:
        raise Conflict(N_("This is the only number. Add another one before you remove it."))
    _record(session, "programs.help_line.removed", line, by=by, now=now)
    line.program.help_lines.remove(line)
    session.flush()


def _write(line: HelpLine, entry: HelpLineEntry, *, today: date) -> None:
    for field, value in (("label_en", entry.label_en), ("label_fr", entry.label_fr)):
        if not value.strip():
            raise FieldError(field, N_("Say who answers, in both languages."))
    if not any(character.isdigit() for character in entry.number):
        raise FieldError("number", N_("Enter the number to call, for example 555-0142."))
    if entry.verified_on is not None and entry.verified_on > today:
        raise FieldError("verified_on", N_("The day of the check cannot be in the future."))
    line.label_en, line.label_fr = entry.label_en.strip(), entry.label_fr.strip()
    line.note_en, line.note_fr = entry.note_en.strip(), entry.note_fr.strip()
    line.number = entry.number.strip()
    line.owner = entry.owner.strip()
    line.verified_on = (entry.verified_on or today) if entry.is_called else None


def _today(program: Program, now: datetime) -> date:
    return clock.local_date(now, program.timezone)


def _record(session: Session, action: str, line: HelpLine, *, by: Actor, now: datetime) -> None:
    program = line.program
    audit.record(session, action, by=by, subject=line, at=now, program_id=program.id, number=line.number)
