"""Mailed links to the log of one pair: they write down and plan for one of the two, and open nothing else."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship_app.core.links import link
from mentorship_app.core.tokens import new_token, token_digest
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.meetings.models import MeetingLink
from mentorship_app.mentoring.models import Pairing
from mentorship_app.messaging import MailScope
from mentorship_app.programs.models import Enrollment

LINK_LIFE = timedelta(days=21)
PREVIEW_TOKEN = "…"  # noqa: S105  stands where a token would


def mint(session: Session, pairing: Pairing, reader: Enrollment, *, now: datetime) -> str:
    """A new token; only its digest is kept."""
    token = new_token()
    session.add(
        MeetingLink(pairing=pairing, enrollment=reader, token_digest=token_digest(token), expires_at=now + LINK_LIFE)
    )
    session.flush()
    return token


def log_link(scope: MailScope, pairing: Pairing, reader: Enrollment) -> str:
    """The address in a mail; a preview holds none that works."""
    token = PREVIEW_TOKEN if scope.preview else mint(scope.session, pairing, reader, now=scope.now)
    return link("meeting", scope.base_url, token=token)


def find(session: Session, token: str, *, now: datetime) -> MeetingLink | None:
    """What the token opens while it holds and the pair runs; looking consumes nothing."""
    found = session.scalar(select(MeetingLink).where(MeetingLink.token_digest == token_digest(token)))
    if found is None or found.expires_at <= now or not found.enrollment.account.active:
        return None
    pairing = found.pairing
    return None if pairing.status is not PairingStatus.ACTIVE or pairing.someone_left else found


def sweep(session: Session, *, now: datetime) -> None:
    """Delete links that no longer open anything."""
    session.execute(delete(MeetingLink).where(MeetingLink.expires_at <= now))
