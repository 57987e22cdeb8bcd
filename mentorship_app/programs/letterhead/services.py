"""Writing the letterhead of a program."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from mentorship_app import audit
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs.letterhead.logo import cleaned_logo
from mentorship_app.programs.letterhead.models import Letterhead
from mentorship_app.programs.models import Program
from mentorship_app.programs.versions import claim

MOST_LINES = 5
LONGEST_LINE = 80
LONGEST_ALT = 160


@dataclass(frozen=True)
class LetterheadEntry:
    """The letterhead as given. ``logo`` is a file, or None where the one there is stays."""

    address: str
    logo_alt: str
    logo: bytes | None = None


def letterhead_of(session: Session, program: Program) -> Letterhead | None:
    """The letterhead with its logo, if the program has one."""
    return session.scalar(
        select(Letterhead).where(Letterhead.program_id == program.id).options(undefer(Letterhead.logo))
    )


def change_letterhead(
    session: Session, program: Program, entry: LetterheadEntry, *, version: int, by: Actor, now: datetime
) -> Letterhead:
    """Keep what was given. ``version``: 0 where there was none.

    Raises FieldError for what does not fit, Conflict when somebody changed it since.
    """
    address = _lines(entry.address)
    logo = cleaned_logo(entry.logo) if entry.logo else None
    kept = letterhead_of(session, program)
    if kept is None and version:
        raise Conflict(N_("Somebody else changed this while you were writing."))
    alt = _alt(entry.logo_alt, has_logo=bool(logo or (kept and kept.logo)))
    if kept is None:
        kept = Letterhead(program_id=program.id, version=1)
        session.add(kept)
    else:
        claim(session, kept, version)
    kept.address, kept.logo_alt = address, alt
    if logo:
        kept.logo = logo
    session.flush()
    audit.record(session, "programs.letterhead.changed", by=by, subject=kept, at=now, program_id=program.id)
    return kept


def remove_logo(session: Session, program: Program, *, by: Actor, now: datetime) -> None:
    """Documents go without a logo from now on; those that were drawn keep theirs. Doing it twice changes nothing."""
    kept = letterhead_of(session, program)
    if kept is None or kept.logo is None:
        return
    kept.logo, kept.logo_alt = None, ""
    kept.version += 1
    session.flush()
    audit.record(session, "programs.letterhead.logo_removed", by=by, subject=kept, at=now, program_id=program.id)


def _lines(address: str) -> str:
    lines = [" ".join(line.split()) for line in address.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise FieldError("address", N_("Use at most %(most)s lines."), most=MOST_LINES)
    if any(len(line) > LONGEST_LINE for line in lines):
        raise FieldError("address", N_("Use at most %(most)s characters in a line."), most=LONGEST_LINE)
    return "\n".join(lines)


def _alt(said: str, *, has_logo: bool) -> str:
    alt = " ".join(said.split())
    if has_logo and not alt:
        raise FieldError("logo_alt", N_("Say what the logo shows, for those who do not see it."))
    if len(alt) > LONGEST_ALT:
        raise FieldError("logo_alt", N_("Use at most %(most)s characters."), most=LONGEST_ALT)
    return alt if has_logo else ""
