"""Beginning and ending a signed-in session, and the limits of its life.

The session is a signed cookie. Its times are part of it; that it was ended is a row, so that a copy stays useless.
"""

from datetime import UTC, datetime, timedelta

from flask import Flask, g, request, session
from flask_security.utils import login_user, logout_user

from mentorship_app.accounts import Account, ended_sessions
from mentorship_app.core import clock
from mentorship_app.core.tokens import new_token
from mentorship_app.web.access import DEMO_SESSION, LIMITED, LIMITED_PATH, STAFF_SESSION, forget_actor
from mentorship_app.web.extensions import db

ABSOLUTE_LIFE = timedelta(hours=12)
STAFF_IDLE_LIFE = timedelta(minutes=30)
"""OWASP ASVS 5.0, 7.3: staff see other people's records, so an unattended desk signs itself out."""
SEEN_EVERY_SECONDS = 60

_ID, _BEGAN, _SEEN = "session_id", "session_began", "session_seen"


def begin(
    account: Account, *, authn_via: str, staff: bool = False, demo: bool = False, limited_path: str | None = None
) -> None:
    """Sign ``account`` in with a session of its own; nothing of the one before is kept but the chosen language.

    ``staff`` only after a second factor; with ``demo`` it opens staff pages of demos alone. With ``limited_path`` it
    opens that one survey and nothing else.
    """
    _clear()
    login_user(account, remember=False, authn_via=[authn_via])
    now = clock.now().timestamp()
    session[_ID], session[_BEGAN], session[_SEEN] = new_token(), now, now
    if staff or demo:
        session[STAFF_SESSION] = True
    if demo:
        session[DEMO_SESSION] = True
    if limited_path is not None:
        session[LIMITED], session[LIMITED_PATH] = "wave", limited_path


def end() -> None:
    """Sign out: this cookie and every copy of it open nothing any more."""
    if _ID in session:
        expires_at = datetime.fromtimestamp(session[_BEGAN], UTC) + ABSOLUTE_LIFE
        ended_sessions.end_session(db.session, session[_ID], expires_at=expires_at, now=clock.now())
    logout_user()
    _clear()


def _clear() -> None:
    locale = session.get("locale")
    session.clear()
    if locale is not None:
        session["locale"] = locale
    # Flask-WTF keeps the token of the old session for the rest of the request; a page drawn now needs a new one.
    g.pop("csrf_token", None)
    forget_actor()


def _is_over(now: datetime) -> bool:
    age = now.timestamp() - session.get(_BEGAN, 0)
    idle = now.timestamp() - session.get(_SEEN, 0)
    if age > ABSOLUTE_LIFE.total_seconds() or (session.get(STAFF_SESSION) and idle > STAFF_IDLE_LIFE.total_seconds()):
        return True
    return ended_sessions.is_ended(db.session, session.get(_ID, ""))


def init_app(app: Flask) -> None:
    """Check the age of every signed-in session of ``app`` before a page is looked at."""

    @app.before_request
    def end_what_is_over() -> None:
        if request.endpoint == "static" or "_user_id" not in session:
            return
        now = clock.now()
        if _is_over(now):
            # Flask-Principal has looked the person up already; forgetting the cookie alone would come too late.
            logout_user()
            _clear()
        elif session.get(STAFF_SESSION) and now.timestamp() - session[_SEEN] > SEEN_EVERY_SECONDS:
            session[_SEEN] = now.timestamp()
