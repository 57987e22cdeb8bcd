"""Codes for the day on which the phone with the authenticator app is lost."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts.models import Account
from mentorship_app.core.identity import Actor
from mentorship_app.core.tokens import new_public_id, token_digest

HOW_MANY = 10


def _digest(account: Account, code: str) -> str:
    bare = "".join(sign for sign in code.lower() if sign.isalnum())
    return token_digest(f"{account.id}:{bare}")


def new_recovery_codes(session: Session, account: Account, *, by: Actor, now: datetime) -> list[str]:
    """Ten fresh codes that replace all earlier ones; only digests are kept, so this is the one time to show them."""
    codes = [f"{code[:5]}-{code[5:]}" for code in (new_public_id() for _ in range(HOW_MANY))]
    account.mf_recovery_codes = [_digest(account, code) for code in codes]
    audit.record(session, "accounts.recovery_codes.made", by=by, subject=account, at=now)
    session.flush()
    return codes


def use_recovery_code(session: Session, account: Account, code: str, *, by: Actor, now: datetime) -> bool:
    """Whether ``code`` is one of those left; it is used up then. Case, spaces and hyphens do not matter."""
    left = account.mf_recovery_codes or []
    digest = _digest(account, code)
    if digest not in left:
        return False
    account.mf_recovery_codes = [other for other in left if other != digest]
    audit.record(session, "accounts.recovery_code.used", by=by, subject=account, at=now, left=len(left) - 1)
    session.flush()
    return True
