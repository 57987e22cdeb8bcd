"""Everybody's link to an open wave: written for all at once, so that no later mail has to write one for anybody."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentorship_app.accounts.models import Account, LinkPurpose, SignInLink
from mentorship_app.accounts.services import new_link
from mentorship_app.core.tokens import token_digest
from mentorship_app.privacy import sealing
from mentorship_app.programs import Enrollment
from mentorship_app.surveys.answering import draft_owner
from mentorship_app.surveys.deadlines import taken_until
from mentorship_app.surveys.models import Wave, WaveInvitee


def survey_path(wave: Wave) -> str:
    """Where people answer, as a path of this site."""
    return f"/surveys/{wave.public_id}"


def token_for(wave_key: bytes, wave: Wave, account: Account) -> str:
    """The token of the person's link; another one once staff changed the address, since the old mails lie there."""
    return sealing.link_token(wave_key, draft_owner(wave, account))


def ensure_links(session: Session, wave_key: bytes, wave: Wave, *, now: datetime) -> None:
    """A link for everybody on the roster who has none yet, whether they answered or not."""
    invited = session.scalars(
        select(Account)
        .join(Enrollment, Enrollment.account_id == Account.id)
        .join(WaveInvitee, WaveInvitee.enrollment_id == Enrollment.id)
        .where(WaveInvitee.wave_id == wave.id)
        .order_by(Account.id)
    ).unique()
    tokens = {token_for(wave_key, wave, account): account for account in invited}
    known = set(session.scalars(select(SignInLink.token_digest).where(SignInLink.next_path == survey_path(wave))))
    for token, account in tokens.items():
        if token_digest(token) not in known:
            new_link(
                session,
                account,
                LinkPurpose.WAVE,
                next_path=survey_path(wave),
                now=now,
                expires_at=taken_until(wave),
                token=token,
            )


def keep_links_until_the_end(session: Session, wave: Wave, *, now: datetime) -> None:
    """Let the links live as long as answers are taken, after the wave's dates changed."""
    session.execute(
        update(SignInLink)
        .where(
            SignInLink.purpose == LinkPurpose.WAVE,
            SignInLink.next_path == survey_path(wave),
            SignInLink.expires_at > now,
        )
        .values(expires_at=taken_until(wave))
    )
