"""Signing out for good: a copy of the cookie must not open anything any more.

Only sessions that were ended are kept, never those that began: a table of sign-in times would say who answered when.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorship_app.accounts.models import EndedSession
from mentorship_app.core.tokens import token_digest


def end_session(session: Session, session_id: str, *, expires_at: datetime, now: datetime) -> None:
    """Refuse ``session_id`` from now on. Its row goes after ``expires_at``, when the cookie is too old anyway."""
    session.execute(delete(EndedSession).where(EndedSession.expires_at < now))
    digest = token_digest(session_id)
    if session.get(EndedSession, digest) is None:
        session.add(EndedSession(session_digest=digest, expires_at=expires_at))
    session.flush()


def is_ended(session: Session, session_id: str) -> bool:
    """Whether somebody signed out of this session."""
    return session.get(EndedSession, token_digest(session_id)) is not None
