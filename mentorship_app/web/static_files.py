"""Addresses of our static files carry a hash of their content: kept for good by browsers, fresh after an upgrade."""

import hashlib
from functools import cache
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from mentorship_app.core.paths import STATIC

YEAR_SECONDS = 31_536_000
PREFIX = "static/"


@cache
def content_hash(filename: str) -> str:
    """The first 10 hex digits of the file's SHA-256; empty for a file that is not there."""
    path = STATIC / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else ""


def icon_file() -> str:
    """Address of the file that holds all icons. Called for every icon of a page, so it does without ``url_for``."""
    return f"/{PREFIX}icons.svg?v={content_hash('icons.svg')}"


def init_app(app: Flask, *, development: bool) -> None:
    """Serve the static folder past Flask, and put the hash into every ``url_for("static", …)``."""

    @app.url_defaults
    def add_hash(endpoint: str, values: dict[str, Any]) -> None:
        # Fonts are named by the stylesheet without a hash: the preloaded address must be the same, or they load twice.
        if endpoint == "static" and not str(values.get("filename", ".woff2")).endswith(".woff2"):
            values["v"] = content_hash(values["filename"])

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # Flask documents this way of wrapping
        app.wsgi_app,
        root=str(STATIC),
        prefix=PREFIX,
        max_age=0 if development else YEAR_SECONDS,
        autorefresh=development,
    )
