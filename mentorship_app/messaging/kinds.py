"""What each kind of mail needs to be written: one function from the row to plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core.registry import Registry
from mentorship_app.messaging.models import OutboxMessage


@dataclass(frozen=True)
class MailScope:
    """What a mail function may use. In a ``preview`` it must mint no token: the link is shown as a placeholder."""

    session: Session
    message: OutboxMessage
    base_url: str
    now: datetime
    preview: bool


EmailFunction = Callable[[MailScope], Mapping[str, object]]
email_kinds: Registry[EmailFunction] = Registry("e-mail")
"""``@email_kinds.register("application_approved")``; its templates: ``templates/emails/application_approved``."""


def email_values(scope: MailScope) -> Mapping[str, object]:
    """The plain values from which the mail of ``scope.message`` is written."""
    return email_kinds[scope.message.kind](scope)
