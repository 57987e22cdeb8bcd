"""The authenticator app of staff: connecting it, and taking it away when a phone is lost."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts.models import Account
from mentorship_app.core.identity import Actor

AUTHENTICATOR = "authenticator"


def connect_authenticator(session: Session, account: Account, secret: str, *, by: Actor, now: datetime) -> None:
    """Ask for codes of this (encrypted) secret from now on. The caller has seen one code that fits."""
    account.tf_primary_method, account.tf_totp_secret = AUTHENTICATOR, secret
    audit.record(session, "accounts.authenticator.connected", by=by, subject=account, at=now)
    session.flush()


def disconnect_authenticator(session: Session, account: Account, *, by: Actor, now: datetime) -> None:
    """Forget app and recovery codes; the next sign-in connects another. Only for the console: it lowers the guard."""
    account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = account.totp_counter = None
    audit.record(session, "accounts.authenticator.disconnected", by=by, subject=account, at=now)
    session.flush()
