"""Between the two factors: who gave the right password, and what they wanted. Ten minutes, in the signed session."""

from typing import Any

from flask import session
from sqlalchemy import select

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.web.extensions import db

LIFE_SECONDS = 600
_KEY = "halfway"


def begin(account: Account, next_path: str = "") -> None:
    """Remember that ``account`` gave the right password, or followed the link that was mailed to choose one."""
    session[_KEY] = {"who": account.fs_uniquifier, "at": clock.now().timestamp(), "next": next_path}


def who() -> Account | None:
    """Whose second factor is awaited; None when nobody's is, or it took too long."""
    state: dict[str, Any] = session.get(_KEY) or {}
    if not state or clock.now().timestamp() - state["at"] > LIFE_SECONDS:
        return None
    return db.session.scalar(select(Account).where(Account.fs_uniquifier == state["who"], Account.active))


def wanted() -> str:
    """The page that the person wanted to open, or an empty string."""
    return str((session.get(_KEY) or {}).get("next", ""))


def secret(make: Any) -> str:
    """The secret that is being connected, made by ``make`` when the page is first opened."""
    state = dict(session[_KEY])
    if "secret" not in state:
        session[_KEY] = state | {"secret": make()}
    return str(session[_KEY]["secret"])
