"""The one-time set-up code: printed on the console at start, asked for by the wizard."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.accounts.models import SetupCode, StaffGrant
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.tokens import new_public_id, token_digest


def needs_setup(session: Session) -> bool:
    """True as long as nobody administers this installation."""
    administrators = select(func.count()).where(StaffGrant.role == StaffRole.ADMINISTRATOR)
    return session.scalar(administrators) == 0


def ensure_setup_code(session: Session, *, now: datetime) -> str | None:
    """A fresh code to print, replacing any earlier one; None once somebody administers the installation."""
    if not needs_setup(session):
        return None
    code = "-".join(new_public_id()[:5] for _ in range(3))
    row = session.get(SetupCode, 1) or SetupCode(id=1)
    row.code_digest, row.created_at, row.tries_left = token_digest(code), now, 10
    session.add(row)
    session.flush()
    return code


def accept_setup_code(session: Session, code: str) -> bool:
    """Whether ``code`` is the one printed. Ten wrong tries end it; a restart prints another."""
    row = session.get(SetupCode, 1)
    if row is None or row.tries_left <= 0:
        return False
    if row.code_digest == token_digest(code.strip().lower()):
        return True
    row.tries_left -= 1
    session.flush()
    return False


def retire_setup_code(session: Session) -> None:
    """Forget the code once the first administrator exists."""
    row = session.get(SetupCode, 1)
    if row is not None:
        session.delete(row)
        session.flush()
