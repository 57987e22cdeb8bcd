"""What people change about themselves: their name and their language."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts.models import Account
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.core.identity import Actor

LONGEST_NAME = 120


def change_own_details(session: Session, account: Account, *, name: str, locale: str, by: Actor, now: datetime) -> None:
    """Save how a person is called and in which language we write to them. Raises FieldError naming what is wrong."""
    clean = " ".join(name.split())
    if not clean or not clean.isprintable():
        raise FieldError("name", N_("Enter your name as others know you."))
    if len(clean) > LONGEST_NAME:
        raise FieldError("name", N_("Use 120 characters or fewer."))
    if locale not in LOCALES:
        raise FieldError("locale", N_("Choose English or French."))
    changed = [field for field, value in (("name", clean), ("locale", locale)) if getattr(account, field) != value]
    if not changed:
        return
    account.name, account.locale = clean, locale
    audit.record(session, "accounts.details.changed", by=by, subject=account, at=now, fields=changed)
    session.flush()
