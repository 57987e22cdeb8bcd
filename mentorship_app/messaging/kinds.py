"""What each kind of mail needs to be written: one function from the row to plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
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
    keyring: Keyring | None = None
    """For mail whose contents lie sealed; None where nothing may be opened, as in a preview."""


EmailFunction = Callable[[MailScope], Mapping[str, object]]
email_kinds: Registry[EmailFunction] = Registry("e-mail")
"""``@email_kinds.register("application_approved")``; its templates: ``templates/emails/application_approved``."""


@dataclass(frozen=True)
class Attachment:
    """A second form of what a mail says, such as an event for a calendar: ``text/<subtype>``, in UTF-8."""

    content: bytes
    subtype: str
    parameters: Mapping[str, str]


attachments: Registry[Callable[[MailScope], Attachment]] = Registry("attachment of an e-mail")
"""For kinds that carry one; made with the text, at the moment of sending, so that a repeat carries it too."""

Ending = Callable[[Session, OutboxMessage, bool], None]
mail_endings: Registry[Ending] = Registry("end of an e-mail")
"""Called with whether the mail was sent, in the transaction that notes it: for kinds that leave something to clear."""
sealed_kinds: set[str] = set()
"""Kinds of which not even the mailbox that stands in for a mail server keeps a word."""


def end_mail(session: Session, message: OutboxMessage, *, is_sent: bool) -> None:
    """Clear what a mail of this kind leaves, now that it was sent or given up."""
    if message.kind in mail_endings:
        mail_endings[message.kind](session, message, is_sent)


def email_values(scope: MailScope) -> Mapping[str, object]:
    """The plain values from which the mail of ``scope.message`` is written."""
    return email_kinds[scope.message.kind](scope)
