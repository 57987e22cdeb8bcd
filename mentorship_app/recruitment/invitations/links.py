"""The mailed link of an invitation. It stays usable: people open a mail more than once."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.tokens import new_token, token_digest
from mentorship_app.recruitment.invitations.models import Invitation, InvitationLink

LINK_LIFE = timedelta(days=120)


def new_invitation_link(session: Session, invitation: Invitation, *, now: datetime) -> str:
    """Mint a token for the invitation; earlier ones stay valid, since a reminder does not end the first mail."""
    token = new_token()
    session.add(
        InvitationLink(
            invitation=invitation, token_digest=token_digest(token), created_at=now, expires_at=now + LINK_LIFE
        )
    )
    session.flush()
    return token


def find_invitation(session: Session, token: str, *, now: datetime) -> Invitation | None:
    """The invitation of a mailed token; None if it is unknown or expired. Looking consumes nothing."""
    link = session.scalar(select(InvitationLink).where(InvitationLink.token_digest == token_digest(token)))
    return link.invitation if link is not None and link.expires_at > now else None
