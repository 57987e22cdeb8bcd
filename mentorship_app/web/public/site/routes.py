"""The front page, the language switch, the footer's pages, health."""

from flask import Blueprint, Response, redirect, request, session, url_for
from sqlalchemy import select, text
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts.setup_code import needs_setup
from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.programs import Program
from mentorship_app.recruitment.queries import open_calls
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.local_paths import local_path

bp = Blueprint("public", __name__)
"""The audience's blueprint itself; those of its features are nested in it."""


@bp.get("/")
@requires(anyone)
def front() -> BaseResponse:
    if needs_setup(db.session) and db.session.scalar(select(Program.id).limit(1)) is None:
        return redirect(url_for("auth.setup.index"))
    return page("public/front.html", calls=open_calls(db.session, now=clock.now()))


@bp.post("/language")
@requires(anyone)
def set_language() -> BaseResponse:
    locale = request.args.get("locale", "")
    if locale not in LOCALES:
        raise NotFound(N_("This site does not have that language."))
    session["locale"] = locale
    return redirect(local_path(request.form.get("next", "")), code=303)


@bp.get("/privacy")
@requires(anyone)
def privacy() -> Response:
    return page("public/privacy.html")


@bp.get("/accessibility")
@requires(anyone)
def accessibility() -> Response:
    return page("public/accessibility.html")


@bp.get("/contact")
@requires(anyone)
def contact() -> Response:
    return page("public/contact.html")


@bp.get("/health")
@requires(anyone)
def health() -> Response:
    """For whoever watches the server: 200 when the database answers."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")


@bp.get("/favicon.ico")
@requires(anyone)
def favicon() -> BaseResponse:
    return redirect(url_for("static", filename="icon.svg"), code=301)
