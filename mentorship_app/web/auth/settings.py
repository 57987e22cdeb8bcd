"""How Flask-Security is set up here, and which of its views we use."""

from typing import Any

from flask import Flask

SECURITY: dict[str, Any] = {
    "SECURITY_JOIN_USER_ROLES": False,
}
OVERRIDES: dict[str, Any] = {}
"""Forms and helpers of ours that Flask-Security uses in place of its own."""


def init_app(app: Flask) -> None:
    """Bind what follows a sign-in."""
