"""One transaction a request: committed when the answer is a success, rolled back otherwise.

The answer leaves after the commit is on disk, so a thank-you page is never a promise.
"""

import logging
import sqlite3

from flask import Flask, Response, g, request
from sqlalchemy.exc import OperationalError

from mentorship_app.web.extensions import SAFE_METHODS, db

logger = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Bind the rule to ``app``. Registered first, so that it runs last, after every other after-request step."""

    @app.after_request
    def finish_transaction(response: Response) -> Response:
        refused = response.status_code >= 400 and not g.get("keep_changes", False)
        if request.method in SAFE_METHODS or refused:
            db.session.rollback()
            return response
        try:
            db.session.commit()
        except (OperationalError, sqlite3.Error):
            # Commits go through the driver itself (db/engine.py), so a full disk speaks with its voice.
            db.session.rollback()
            logger.exception("commit failed")
            failed = Response(status=503)
            failed.headers["Retry-After"] = "5"
            return failed
        return response


def keep_changes() -> None:
    """Commit this request although its answer is an error: a wrong password must be counted, not rolled back."""
    g.keep_changes = True
