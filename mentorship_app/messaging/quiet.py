"""Hours in which no mail leaves, as whoever knows about programs says."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core.registry import Registry
from mentorship_app.messaging.models import MessageStatus, OutboxMessage

QuietRule = Callable[[Session, OutboxMessage, datetime], datetime | None]
quiet_rules: Registry[QuietRule] = Registry("quiet hours")
"""Each answers until when a mail must wait; None when it may leave now."""


def waits_until(session: Session, message: OutboxMessage, *, now: datetime) -> datetime | None:
    """The latest moment that any rule asks for; None when the mail may leave now."""
    asked = [rule(session, message, now) for _name, rule in quiet_rules.items()]
    return max((until for until in asked if until is not None), default=None)


def postpone(message: OutboxMessage, until: datetime) -> None:
    """Let a leased mail wait; this was no attempt to send it."""
    message.status, message.not_before, message.lease_until = MessageStatus.QUEUED, until, None
    message.attempts -= 1
