"""Response headers: nothing inline, nothing from elsewhere, nothing kept by shared computers."""

from flask import Flask, Response, request
from flask_security import current_user

from mentorship_app.web.extensions import SAFE_METHODS

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A personal link must not travel to another site in a Referer; our own forms need the origin for CSRF over TLS.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
FOR_EVERYBODY = frozenset({"public.front", "public.privacy", "public.accessibility", "public.calls.show"})
"""Pages that a browser may keep and ask about again; whatever is not named here is never written to its disk."""
HSTS = "max-age=31536000; includeSubDomains"


def _may_be_kept() -> bool:
    """Whether a browser may keep the page: only what every visitor gets alike, found under an address without a secret.

    Errors are not kept either: under which address somebody met one may tell what they were about to do.
    """
    is_for_everybody = request.method in SAFE_METHODS and request.endpoint in FOR_EVERYBODY
    return is_for_everybody and not current_user.is_authenticated


def init_app(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer of ``app``."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-cache" if _may_be_kept() else "no-store"
        # The same address answers with a page or a fragment; a cache must not show one for the other.
        response.vary.update(["HX-Request", "Cookie"])
        return response
