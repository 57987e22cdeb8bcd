"""Each domain error mapped to a status once, each status to a page that says what to do."""

import logging
import sqlite3
from datetime import date

from flask import Flask, Response, g, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from mentorship_app.core.errors import (
    AppError,
    Conflict,
    FieldError,
    InvalidTransition,
    KeyringError,
    NotAllowed,
    NotFound,
    Obstacles,
)
from mentorship_app.core.i18n import LocalizedText, translate
from mentorship_app.mentoring import place_guard
from mentorship_app.web.access import current_actor
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, current_locale, day

logger = logging.getLogger(__name__)

STATUS: dict[type[AppError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    InvalidTransition: 409,
    Conflict: 409,
    Obstacles: 409,
    FieldError: 422,
    KeyringError: 503,
}
PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503})


def message_of(error: AppError) -> str:
    """The error's sentence in the reader's language."""
    return translate(error.message, current_locale(), **{key: _shown(value) for key, value in error.values.items()})


def _shown(value: object) -> object:
    """A value of an error as the reader reads it."""
    if isinstance(value, AppError):
        return message_of(value)
    if isinstance(value, LocalizedText):
        return value.in_(current_locale())
    return day(value) if isinstance(value, date) else value


def error_page(status: int, message: str = "") -> tuple[str, int]:
    """The page of a status; ``message`` is a translated sentence that says what happened here."""
    known = status if status in PAGES else (500 if status >= 500 else 400)
    return render_template(f"errors/{known}.html", message=message, reference=g.get("request_id", "")), status


def init_app(app: Flask) -> None:
    """Bind the mapping to ``app``."""

    @app.errorhandler(AppError)
    def handle_app_error(error: AppError) -> tuple[str, int]:
        db.session.rollback()
        return error_page(STATUS.get(type(error), 400), message_of(error))

    @app.errorhandler(CSRFError)
    def handle_csrf_error(_error: CSRFError) -> tuple[str, int]:
        return error_page(400)

    @app.errorhandler(KeyringError)
    def handle_key_file_error(error: KeyringError) -> tuple[str, int]:
        db.session.rollback()
        logger.error("key file cannot be used", extra={"reason": translate(error.message, "en", **error.values)})
        # Where the file lies, and what its keys are called, is for those who can mend it.
        return error_page(STATUS[KeyringError], message_of(error) if current_actor().is_staff else "")

    @app.errorhandler(SecurityError)
    def handle_foreign_host(error: SecurityError) -> Response:
        # Under a host that is not ours no address can be built, so no page can be drawn.
        return Response(f"{error.description}\n", status=400, mimetype="text/plain")

    @app.errorhandler(HTTPException)
    def handle_http_error(error: HTTPException) -> tuple[str, int] | Response | HTTPException:
        if error.response is not None or error.code is None or error.code < 400:
            return error
        return error_page(error.code)

    @app.errorhandler(Exception)
    def handle_any_error(_error: Exception) -> tuple[str, int]:
        db.session.rollback()
        logger.exception("request failed")
        return error_page(500)

    _handle_database_errors(app)


def _handle_database_errors(app: Flask) -> None:
    @app.errorhandler(OperationalError)
    @app.errorhandler(sqlite3.OperationalError)
    def handle_database_error(_error: Exception) -> tuple[str, int]:
        db.session.rollback()
        logger.exception("database error")
        return error_page(503)

    @app.errorhandler(IntegrityError)
    def handle_refusal_of_database(error: IntegrityError) -> tuple[str, int]:
        db.session.rollback()
        if place_guard.REFUSAL in str(error.orig):
            return error_page(409, _("This mentor has no room left. Choose another mentor."))
        logger.exception("request failed")
        return error_page(500)
