"""The steps of the set-up."""

from flask import Blueprint, Response

from mentorship_app.web.access import anyone, requires
from mentorship_app.web.htmx import page

bp = Blueprint("setup", __name__, url_prefix="/setup")


@bp.get("")
@requires(anyone)
def index() -> Response:
    return page("errors/404.html", 404)
