"""Which passwords staff may choose, and what changing one does.

Long instead of complicated: no rule about signs, no expiry (OWASP ASVS 5.0, 6.2). Hashing is the web layer's work.
"""

import unicodedata
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts.models import Account
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor

MIN_LENGTH = 12
MAX_LENGTH = 200
FEWEST_DIFFERENT = 6
OBVIOUS = ("password", "motdepasse", "123456789", "qwertyuiop", "azertyuiop", "mentorship", "mentorat", "letmein")
"""With these taken away, enough must be left: ``password1234`` is twelve characters that everybody tries first."""


def one_spelling(password: str | None) -> str:
    """The password in the one form that is hashed: keyboards write an accented letter as one sign or as two."""
    return unicodedata.normalize("NFKC", password or "")


def check_password(password: str, *, email: str, name: str) -> None:
    """Raise FieldError("password") when the password is too short, too long or too easy to guess for this person."""
    if len(password) < MIN_LENGTH:
        raise FieldError(
            "password", N_("Choose at least %(count)s characters. Four words work well."), count=MIN_LENGTH
        )
    if len(password) > MAX_LENGTH:
        raise FieldError("password", N_("Choose at most %(count)s characters."), count=MAX_LENGTH)
    known = [*OBVIOUS, email.lower(), *email.lower().split("@"), *name.lower().split()]
    rest = password.lower()
    for word in sorted((word for word in known if len(word) > 2), key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(set(rest)) < FEWEST_DIFFERENT:
        raise FieldError(
            "password", N_("This password is easy to guess. Choose words that have nothing to do with you.")
        )


def set_password(session: Session, account: Account, hashed: str, *, by: Actor, now: datetime) -> None:
    """Store a hashed password. Every session of the person ends, since the name in their cookies changes."""
    account.password = hashed
    account.fs_uniquifier = uuid4().hex
    audit.record(session, "accounts.password.set", by=by, subject=account, at=now)
    session.flush()
