"""Mail as rows: written in the transaction that caused it, previewed, held, sent, retried."""

from mentorship_app.messaging.kinds import MailScope, email_kinds, email_values
from mentorship_app.messaging.models import LocalMail, MessageStatus, OutboxMessage
from mentorship_app.messaging.outbox import UNDO, cancel, enqueue, hold, send_now

__all__ = [
    "UNDO",
    "LocalMail",
    "MailScope",
    "MessageStatus",
    "OutboxMessage",
    "cancel",
    "email_kinds",
    "email_values",
    "enqueue",
    "hold",
    "send_now",
]
