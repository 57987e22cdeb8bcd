"""The Flask extensions, made once and bound to an app in the factory."""

from typing import Any

from flask import current_app, has_request_context, request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from mentorship_app.db import Base

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class RequestSession(FlaskSession):
    """The request's session. In a request that may change something its transaction is a writer's from the start."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        bind = super().get_bind(*args, **kwargs)
        if isinstance(bind, Engine) and has_request_context() and request.method not in SAFE_METHODS:
            writer: Engine = current_app.extensions["write_engine"]
            return writer
        return bind


def _client_key() -> str:
    """Whom the limiter counts: the address of the client, kept in memory only and never logged."""
    return request.remote_addr or "unknown"


class ScopedSession(Session):
    """What ``db.session`` is to a type checker: the request's session; called, it gives the very session."""

    def __call__(self) -> Session:
        return self

    def remove(self) -> None:
        """Close the session of this scope."""


class Database(SQLAlchemy):
    """The extension, with its session typed once for every caller."""

    session: ScopedSession  # type: ignore[assignment]  # at run time it is a scoped_session that does all of this


db = Database(model_class=Base, session_options={"class_": RequestSession}, disable_autonaming=True)
csrf = CSRFProtect()
babel = Babel()
htmx = Htmx()
# Counts per process and is lost at restart: it slows floods; lock-outs that must last are rows of their own.
limiter = Limiter(_client_key, storage_uri="memory://", default_limits=[], headers_enabled=False)
