"""The development plan: asked for on the page of the goals, taken away as a PDF by its mentee."""

from flask import Response, make_response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.mentoring.goals import plan
from mentorship_app.programs import CohortRole
from mentorship_app.web.access import requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import see_other
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.current import my_enrollment, takes_part
from mentorship_app.web.participant.goals.routes import bp, conflict_page

SHARED = "shared"
"""``which=`` for the goals that mentors read; any other word means all of them."""


@bp.post("/goals/plan")
@requires(takes_part)
def ask_plan() -> Response | BaseResponse:
    """Have the worker draw it in the language of the page."""
    me, with_private = my_enrollment(CohortRole.MENTEE), request.form.get("which") != SHARED
    try:
        plan.ask_for_plan(db.session(), me, locale=current_locale(), with_private=with_private, now=clock.now())
    except AppError as error:
        return conflict_page(error)
    return see_other(url_for(".index", _anchor="plan"))


@bp.get("/goals/plan.pdf")
@requires(takes_part)
def drawn() -> Response:
    """The plan as it was drawn: ``?locale=``, ``?which=``."""
    me, locale = my_enrollment(CohortRole.MENTEE), request.args.get("locale", current_locale())
    with_private = request.args.get("which") != SHARED
    answer = make_response(plan.pdf_of(db.session(), keyring(), me, locale, with_private=with_private))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'attachment; filename="development-plan.pdf"'
    return answer
