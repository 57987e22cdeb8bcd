"""The mailed way back into an application: whoever holds the token may write in the person's name."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.tokens import new_token, token_digest
from mentorship_app.recruitment.models import ApplicationLink, MentorApplication

LINK_LIFE = timedelta(days=60)


def new_application_link(session: Session, application: MentorApplication, *, now: datetime) -> str:
    """Mint a token that opens the application for 60 days. Earlier ones stay valid: people keep several mails."""
    token = new_token()
    session.add(
        ApplicationLink(
            application=application, token_digest=token_digest(token), created_at=now, expires_at=now + LINK_LIFE
        )
    )
    session.flush()
    return token


def find_application(session: Session, token: str, *, now: datetime) -> MentorApplication | None:
    """The application that a mailed token opens; None if it is unknown or expired. Looking consumes nothing."""
    link = session.scalar(select(ApplicationLink).where(ApplicationLink.token_digest == token_digest(token)))
    return link.application if link is not None and link.expires_at > now else None
