"""“Tell me next year”: onto the list on the page of a closed call, off it by a mailed link."""

from flask import Blueprint, Response, g, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.recruitment.calls import Availability, availability
from mentorship_app.recruitment.next_year import FutureInterest, find_interest, leave, note_interest
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db, limiter
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.public.calls.application import keep_the_token_here
from mentorship_app.web.public.calls.forms import NextYearForm, StopForm
from mentorship_app.web.public.calls.routes import call_of

bp = Blueprint("next_year", __name__)
bp.after_request(keep_the_token_here)


@bp.get("/apply/<slug>/next-year")
@requires(anyone)
def ask(slug: str) -> Response | BaseResponse:
    call = call_of(slug)
    if availability(call, clock.now()) is not Availability.OVER:
        return see_other(url_for("public.calls.show", slug=slug))
    return page("public/calls/next_year.html", call=call, form=NextYearForm())


@bp.post("/apply/<slug>/next-year")
@requires(anyone)
@limiter.limit("60 per hour")
def note(slug: str) -> Response | BaseResponse:
    """The answer is the same whether or not the address is on the list."""
    call, form, now = call_of(slug), NextYearForm(), clock.now()
    if availability(call, now) is not Availability.OVER:
        return see_other(url_for("public.calls.show", slug=slug))
    try:
        note_interest(
            db.session,
            call,
            email=form.email.data or "",
            name=form.name.data or "",
            department=form.department.data or "",
            locale=current_locale(),
            now=now,
        )
    except FieldError as error:
        form[error.field].errors = [*form[error.field].errors, message_of(error)]
        return page("public/calls/next_year.html", 422, call=call, form=form)
    return see_other(url_for(".noted", slug=slug))


@bp.get("/apply/<slug>/noted")
@requires(anyone)
def noted(slug: str) -> Response:
    return page("public/calls/noted.html", call=call_of(slug))


def _interest(token: str) -> FutureInterest:
    interest = find_interest(db.session, token)
    if interest is None:
        raise NotFound(N_("You are not on this list any more, or a newer mail holds the link that works."))
    g.program, g.cohort = interest.program, None
    return interest


@bp.get("/next-year/<token>")
@requires(anyone)
def ask_leave(token: str) -> Response:
    interest = _interest(token)
    return page("public/calls/leave_list.html", interest=interest, form=StopForm(), action=url_for(".off", token=token))


@bp.post("/next-year/<token>")
@requires(anyone)
@limiter.limit("60 per hour")
def off(token: str) -> BaseResponse:
    leave(db.session, _interest(token))
    return see_other(url_for(".left"))


@bp.get("/next-year")
@requires(anyone)
def left() -> Response:
    return page("public/calls/left_list.html")
