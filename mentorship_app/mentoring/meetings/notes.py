"""What one keeps for oneself about a meeting: sealed with a key of the program, opened for its author alone."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.meetings.models import Meeting, MeetingNote
from mentorship_app.privacy.sealing import meetings_key_name, seal, unseal
from mentorship_app.programs.models import Enrollment

LONGEST = 3000
"""Characters of a note: it always fits into one box, so that no size tells how much was written."""
MOST_USEFUL = 5


@dataclass(frozen=True)
class OwnNote:
    """The author's own words, and how useful the meeting was for them, 1 to 5; None where they did not say."""

    text: str = ""
    useful: int | None = None


NOTHING = OwnNote()


def keep(session: Session, keyring: Keyring, meeting: Meeting, author: Enrollment, note: OwnNote) -> None:
    """Keep a note; an empty one deletes what was there. Raises FieldError for what cannot be, KeyringError."""
    text = note.text.strip()
    if len(text) > LONGEST:
        raise FieldError("note", N_("Please keep this to %(most)s characters."), most=LONGEST)
    if note.useful is not None and not 1 <= note.useful <= MOST_USEFUL:
        raise FieldError("useful", N_("Choose one option."))
    mine = (MeetingNote.meeting_id == meeting.id, MeetingNote.enrollment_id == author.id)
    if not text and note.useful is None:
        session.execute(delete(MeetingNote).where(*mine))
        return
    row = session.scalar(select(MeetingNote).where(*mine))
    if row is None:
        row = MeetingNote(id=uuid4(), meeting_id=meeting.id, enrollment_id=author.id, sealed=b"")
        session.add(row)
    key = keyring.create(meetings_key_name(author.cohort.program_id))
    row.sealed = seal(key, {"text": text, "useful": note.useful}, name=row.id.bytes)
    session.flush()


def note_of(session: Session, keyring: Keyring, meeting: Meeting, author: Enrollment) -> OwnNote:
    """What this person wrote about it; empty where there is nothing. Raises SealBroken, KeyringError."""
    row = session.scalar(
        select(MeetingNote).where(MeetingNote.meeting_id == meeting.id, MeetingNote.enrollment_id == author.id)
    )
    if row is None:
        return NOTHING
    key = keyring.get(meetings_key_name(author.cohort.program_id))
    kept = unseal(key, row.sealed, name=row.id.bytes)
    return OwnNote(kept["text"], kept["useful"])
