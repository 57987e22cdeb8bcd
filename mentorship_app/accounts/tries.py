"""Slowing down whoever guesses. Nobody is locked out: the right answer works again after a short wait.

The wait is the same for addresses that have no account, so it tells nothing about who is known here.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorship_app.accounts.models import FailedTries
from mentorship_app.core.tokens import token_digest

FREE_TRIES = 5
WAITS = (timedelta(seconds=15), timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2))
"""After the fifth failure and each one more; the last holds from then on. Two minutes at most, because anybody who
knows an address can cause the wait; against a password of twelve characters 30 tries an hour get nowhere."""
FORGOTTEN_AFTER = timedelta(hours=1)


def must_wait(session: Session, subject: str, *, now: datetime) -> bool:
    """Whether ``subject`` (such as ``password:name@example.org``) may not be tried yet."""
    row = session.get(FailedTries, token_digest(subject))
    return row is not None and row.wait_until is not None and row.wait_until > now


def count_failure(session: Session, subject: str, *, now: datetime) -> None:
    """Note a failed try; from the fifth on the next one has to wait. Old rows of everybody are swept up."""
    session.execute(delete(FailedTries).where(FailedTries.last_at < now - FORGOTTEN_AFTER))
    digest = token_digest(subject)
    row = session.get(FailedTries, digest)
    if row is None:
        row = FailedTries(subject_digest=digest, failures=0, last_at=now)
        session.add(row)
    row.failures, row.last_at = row.failures + 1, now
    if row.failures >= FREE_TRIES:
        row.wait_until = now + WAITS[min(row.failures - FREE_TRIES, len(WAITS) - 1)]
    session.flush()


def forget_failures(session: Session, subject: str) -> None:
    """Start counting anew after a success."""
    row = session.get(FailedTries, token_digest(subject))
    if row is not None:
        session.delete(row)
        session.flush()
