"""Forgetting that people came in. What names a person and a time is kept no longer than it is needed.

A table of sign-ins would say, beside the sealed answers that arrived in the same minutes, who answered a survey.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, or_, select
from sqlalchemy.orm import Session

from mentorship_app.accounts.models import EndedSession, FailedTries, SignInCode, SignInLink, SpentLink
from mentorship_app.accounts.tries import FORGOTTEN_AFTER
from mentorship_app.db import Base


def _past(now: datetime) -> dict[type[Base], ColumnElement[bool]]:
    return {
        SignInLink: SignInLink.expires_at <= now,
        SignInCode: SignInCode.expires_at <= now,
        SpentLink: SpentLink.expires_on <= now.date(),
        EndedSession: EndedSession.expires_at <= now,
        FailedTries: FailedTries.last_at < now - FORGOTTEN_AFTER,
    }


def has_old_traces(session: Session, *, now: datetime) -> bool:
    """Whether :func:`drop_old_traces` would find something; only reads."""
    return bool(session.scalar(select(or_(*(exists().where(is_past) for is_past in _past(now).values())))))


def drop_old_traces(session: Session, *, now: datetime) -> None:
    """Delete links, codes and counts of failed tries that can no longer do anything."""
    for model, is_past in _past(now).items():
        session.execute(delete(model).where(is_past))
