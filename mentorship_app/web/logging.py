"""Logs as JSON lines on the error stream, one a record, with the id of the request.

A log must not become a second register of persons. So no line holds an address, a path, a query or the text of an
exception (which may quote what somebody typed); what participants do leaves no access line at all, because the mere
time of a request says who answered a survey. A route is named by its rule: ``/sign-in/<token>``, never its value.
"""

import json
import logging
import sys
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TypeVar

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import OperationalError

from mentorship_app.core.tokens import new_public_id
from mentorship_app.web.config import Settings

OURS = "mentorship_app"
# Named here, or silent: a new audience leaves no line until somebody has thought about it. Participants' own pages and
# the mailed links by which they come are not in the list.
LOGGED_BLUEPRINTS = frozenset({"public", "coordinator", "auth.staff", "auth.setup"})
FRAMES_SHOWN = 12
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}

View = TypeVar("View", bound=Callable[..., object])

logger = logging.getLogger(f"{OURS}.requests")
_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


def unlogged(view: View) -> View:
    """Mark a view of a logged audience that must leave no access line all the same."""
    view.__dict__["unlogged"] = True
    return view


class JsonFormatter(logging.Formatter):
    """One record, one line. Line breaks in a value are escaped, so that nobody can forge a second line."""

    def __init__(self, *, development: bool = False) -> None:
        super().__init__()
        self.development = development

    def format(self, record: logging.LogRecord) -> str:
        # Other people's records are shown without their values: paths, client addresses and SQL parameters are there.
        ours = record.name.partition(".")[0] == OURS
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if ours or self.development else str(record.msg),
        }
        if (request_id := _request_id.get()) is not None:
            line["request_id"] = request_id
        if ours:
            line.update({key: value for key, value in record.__dict__.items() if key not in _STANDARD})
        if record.exc_info and record.exc_info[1] is not None:
            line.update(self._failure(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=str)

    def _failure(self, error: BaseException) -> dict[str, object]:
        if self.development:
            return {"error": type(error).__name__, "trace": traceback.format_exception(error)}
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES_SHOWN:]
        failure: dict[str, object] = {
            "error": type(error).__name__,
            "trace": [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames],
        }
        if isinstance(error, OperationalError):
            # The database's own words ("database is locked"); the statement and its values stay out.
            failure["database"] = str(error.orig)
        return failure


class ErrorStream(logging.Handler):
    """Writes to whatever ``sys.stderr`` is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
        except Exception:
            self.handleError(record)


def configure(*, level: str, development: bool = False) -> None:
    """Set the process up: our records from ``level`` on, everybody else's from WARNING on. May be called again."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, ErrorStream)]:
        root.removeHandler(handler)
    handler = ErrorStream()
    handler.setFormatter(JsonFormatter(development=development))
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level)
    # Warnings about a full request queue are useful once, not once a second under load.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def init_app(app: Flask, settings: Settings) -> None:
    """Give every request of ``app`` an id, and a line unless its route is silent."""
    configure(level=settings.log_level, development=settings.development)

    @app.before_request
    def begin() -> None:
        g.request_id = new_public_id()
        g.request_began = time.perf_counter()
        _request_id.set(g.request_id)

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        if not _is_silent():
            logger.info("request", extra=_line(response))
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        _request_id.set(None)


def _is_silent() -> bool:
    """Whether this request leaves no line. An address that matches no route is silent too: it may hold a token."""
    view = current_app.view_functions.get(request.endpoint or "")
    return LOGGED_BLUEPRINTS.isdisjoint(request.blueprints) or bool(getattr(view, "unlogged", False))


def _line(response: Response) -> dict[str, object]:
    return {
        "method": request.method,
        "route": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.get("request_began", time.perf_counter())) * 1000, 1),
    }
