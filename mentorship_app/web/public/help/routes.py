"""The help page, the copy of it that a browser keeps, and the script that keeps it.

No line of the log, no event, no counter: nobody may learn that somebody looked here.
"""

from flask import Blueprint, Response, make_response, render_template

from mentorship_app.core import clock
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.context import program_in_view
from mentorship_app.web.htmx import page
from mentorship_app.web.logging import unlogged
from mentorship_app.web.public.help import contact, slots
from mentorship_app.web.public.help.lines import lines_here

bp = Blueprint("help", __name__)

contact.add_to(bp)
slots.add_to(bp)


@bp.get("/help")
@requires(anyone)
@unlogged
def show() -> Response:
    return page("public/help/show.html", lines=lines_here(), person=contact.person_of(program_in_view()))


@bp.get("/help/offline")
@requires(anyone)
@unlogged
def offline() -> Response:
    """What a browser keeps for the time without a connection: the numbers and their day, and nobody's name."""
    return page("public/help/offline.html", lines=lines_here(), today=clock.now())


@bp.get("/help-offline.js")
@requires(anyone)
@unlogged
def worker() -> Response:
    """The script that keeps the copy; at the top of the site, because it may only look after what lies below it."""
    answer = make_response(render_template("public/help/offline.js"))
    answer.mimetype = "text/javascript"
    return answer
