"""A call to share: link, messages to paste, a poster to print, the QR code by itself."""

import io
from collections.abc import Callable

import segno
from flask import Response, request, send_file

from mentorship_app.core import clock
from mentorship_app.core.i18n import LOCALES
from mentorship_app.recruitment import sharing
from mentorship_app.recruitment.calls import Availability, availability
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.applications.addresses import share_url
from mentorship_app.web.coordinator.applications.here import CallHere, call_here
from mentorship_app.web.coordinator.calls.routes import bp
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.htmx import page
from mentorship_app.web.i18n import LANGUAGE_NAMES, current_locale
from mentorship_app.web.qr_codes import BORDER, GROUND, INK, code_of, drawn

PAPERS = {"a4": "A4", "letter": "Letter"}


@bp.get("/calls/<slug>/share")
@requires(coordinates, load=call_here)
def share(here: CallHere) -> Response:
    url = share_url(here.call)
    return page(
        "coordinator/calls/share_page.html",
        call=here.call,
        url=url,
        is_open=availability(here.call, clock.now()) is Availability.NOW,
        messages=[(locale, sharing.message_to_paste(here.call, url, locale)) for locale in LOCALES],
        languages=LANGUAGE_NAMES,
        papers=PAPERS,
    )


@bp.get("/calls/<slug>/poster")
@requires(coordinates, load=call_here)
def poster(here: CallHere) -> Response:
    """One page to print, in one language. An unknown language or paper is the reader's language, A4."""
    language, paper = request.args.get("language", ""), request.args.get("paper", "")
    url = share_url(here.call)
    return page(
        "coordinator/calls/poster.html",
        call=here.call,
        poster=sharing.poster(here.call, language if language in LOCALES else current_locale()),
        paper=paper if paper in PAPERS else "a4",
        url=url,
        code=drawn(url),
        languages=LANGUAGE_NAMES,
        papers=PAPERS,
    )


@bp.get("/calls/<slug>/qr.svg")
@requires(coordinates, load=call_here)
def qr_svg(here: CallHere) -> Response:
    return _file(here, "svg", "image/svg+xml", lambda code, out: code.save(out, kind="svg", scale=10, **_LOOK))


@bp.get("/calls/<slug>/qr.png")
@requires(coordinates, load=call_here)
def qr_png(here: CallHere) -> Response:
    return _file(here, "png", "image/png", lambda code, out: code.save(out, kind="png", scale=24, **_LOOK))


_LOOK = {"border": BORDER, "dark": INK, "light": GROUND}


def _file(here: CallHere, kind: str, media_type: str, write: Callable[[segno.QRCode, io.BytesIO], None]) -> Response:
    out = io.BytesIO()
    write(code_of(share_url(here.call)), out)
    out.seek(0)
    return send_file(out, mimetype=media_type, as_attachment=True, download_name=f"{here.call.slug}.{kind}")
