"""How Flask-Security is set up here: its sessions, hashing and codes, but none of its pages.

The pages are ours (``web/auth``), so each has a declared policy, answers 422 to a wrong entry, speaks both languages,
and none offers the JSON and token ways in that the library's pages bring along.
"""

from typing import Any

from flask import Flask
from flask_security.utils import hash_password

from mentorship_app.accounts.passwords import MIN_LENGTH
from mentorship_app.accounts.second_factor import AUTHENTICATOR
from mentorship_app.web.auth import sessions
from mentorship_app.web.auth.staff.authenticator import SingleUseTotp

SECURITY: dict[str, Any] = {
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_DEFAULT_REMEMBER_ME": False,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_LENGTH_MIN": MIN_LENGTH,
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_REQUIRED": True,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": [AUTHENTICATOR],
    "SECURITY_TOTP_ISSUER": "Mentorship",
    "SECURITY_SEND_REGISTER_EMAIL": False,
}
OVERRIDES: dict[str, Any] = {"totp_cls": SingleUseTotp, "register_blueprint": False}
"""Parts of ours that Flask-Security uses in place of its own."""


def init_app(app: Flask) -> None:
    """Bind the limits of a session's life, and shut the library's way in by a token in a header or an address."""
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]  # put there by Flask-Login
    sessions.init_app(app)


def hashed_outside_requests(app: Flask, password: str) -> str:
    """The hash of a password that the console was given."""
    with app.app_context():
        return str(hash_password(password))
