"""A mail before it exists: the same words, made from the same values, with nothing written."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mentorship_app.messaging.kinds import MailScope
from mentorship_app.messaging.models import OutboxMessage
from mentorship_app.messaging.render import RenderedMail, render


def preview(
    session: Session,
    kind: str,
    *,
    to_email: str,
    to_name: str,
    locale: str,
    context: Mapping[str, Any],
    base_url: str,
    now: datetime,
) -> RenderedMail:
    """What the reader would get. The row is never added to ``session``, and no link is minted."""
    message = OutboxMessage(kind=kind, to_email=to_email, to_name=to_name, locale=locale, context=dict(context))
    return render(MailScope(session=session, message=message, base_url=base_url, now=now, preview=True))
