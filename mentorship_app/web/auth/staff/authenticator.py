"""Codes of the authenticator app, each accepted once, and the picture that connects the app."""

from typing import Any, cast

import segno
from flask import current_app
from flask_security.totp import Totp

from mentorship_app.accounts import Account

CLOCK_SLACK_SECONDS = 30
"""A phone may be half a minute off."""


class SingleUseTotp(Totp):
    """Flask-Security's codes, with the replay protection that it leaves to the app."""

    def get_last_counter(self, user: Any) -> int | None:
        return cast(Account, user).totp_counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        cast(Account, user).totp_counter = tmatch.counter

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The picture as a data address, with its own white ground so that it reads in dark mode."""
        code = segno.make(self.get_totp_uri(username, totp), error="m", micro=False)
        return code.svg_data_uri(scale=5, border=3, dark="#13262B", light="#FFFFFF")


def _totp() -> SingleUseTotp:
    factory: SingleUseTotp = current_app.extensions["security"].totp_factory
    return factory


def new_secret() -> str:
    """A fresh secret, encrypted with the key of this installation, so that it may lie in a cookie for a while."""
    return str(_totp().generate_totp_secret())


def code_fits(account: Account, code: str, secret: str) -> bool:
    """Whether the app that holds ``secret`` shows ``code`` now; the same code never fits twice."""
    return bool(_totp().verify_totp(code, secret, account, window=CLOCK_SLACK_SECONDS))


def setup_values(account: Account, secret: str) -> dict[str, str]:
    """For the page that connects the app: ``image`` (address of the picture) and ``key`` (to type by hand)."""
    return _totp().fetch_setup_values(secret, account)
