"""Changing the outbox: enqueue, hold, release, cancel."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.messaging.models import MessageStatus, OutboxMessage

UNDO = timedelta(minutes=10)
"""How long a mail that staff caused waits, so that it can be taken back."""

WAITING = (MessageStatus.QUEUED, MessageStatus.RETRY, MessageStatus.HELD)


def enqueue(
    session: Session,
    kind: str,
    *,
    to_email: str,
    to_name: str,
    locale: str,
    context: Mapping[str, Any],
    dedupe: str,
    now: datetime,
    program_id: UUID | None = None,
    not_before: datetime | None = None,
    private: bool = False,
) -> OutboxMessage:
    """Write a mail in the caller's transaction. The same ``dedupe`` key gives the row that is already there."""
    present = session.scalar(select(OutboxMessage).where(OutboxMessage.dedupe_key == dedupe))
    if present is not None:
        return present
    message = OutboxMessage(
        kind=kind,
        to_email=to_email,
        to_name=to_name,
        locale=locale,
        context=dict(context),
        program_id=program_id,
        dedupe_key=dedupe,
        created_at=now,
        not_before=not_before or now,
        private=private,
    )
    session.add(message)
    session.flush()
    return message


def _require_waiting(message: OutboxMessage) -> None:
    if message.status not in WAITING:
        raise InvalidTransition(N_("This mail has already left or was cancelled."))


def hold(session: Session, message: OutboxMessage) -> None:
    """Keep a waiting mail from leaving until somebody releases it."""
    _require_waiting(message)
    message.status = MessageStatus.HELD
    session.flush()


def send_now(session: Session, message: OutboxMessage, *, now: datetime) -> None:
    """Let a waiting or failed mail leave on the worker's next round."""
    if message.status is MessageStatus.DEAD:
        message.attempts = 0
    else:
        _require_waiting(message)
    message.status, message.not_before, message.last_error = MessageStatus.QUEUED, now, ""
    session.flush()


def cancel(session: Session, message: OutboxMessage) -> None:
    """Take a waiting mail back for good."""
    _require_waiting(message)
    message.status = MessageStatus.CANCELLED
    session.flush()
