"""The mailed way into paper entry: whoever holds the token may type sheets in, and read nothing."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.tokens import new_token, token_digest
from mentorship_app.surveys.deadlines import is_over
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.paper.models import PaperEntry, PaperEntryLink


def new_entry_link(session: Session, entry: PaperEntry) -> str:
    """Mint a token that opens the entry for as long as it lives. Earlier ones stay valid."""
    token = new_token()
    session.add(PaperEntryLink(entry_id=entry.id, token_digest=token_digest(token)))
    session.flush()
    return token


def find_entry(session: Session, token: str, *, now: datetime) -> PaperEntry | None:
    """The entry that a mailed token opens while its wave takes answers; None otherwise. Looking consumes nothing."""
    link = session.scalar(select(PaperEntryLink).where(PaperEntryLink.token_digest == token_digest(token)))
    if link is None:
        return None
    wave = link.entry.wave
    return link.entry if wave.status is WaveStatus.OPEN and not is_over(wave, now=now) else None
