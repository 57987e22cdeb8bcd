"""The public page of a call, and the way into an application: name and address, then a mailed link."""

from flask import Blueprint, Response, g, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.links import link
from mentorship_app.programs.policies import can_coordinate
from mentorship_app.recruitment import Call, CallStatus, services
from mentorship_app.recruitment.calls import Availability, availability
from mentorship_app.recruitment.sharing import link_preview
from mentorship_app.web.access import anyone, current_actor, requires
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db, limiter
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.public.calls.forms import StartForm

bp = Blueprint("calls", __name__)


def call_of(slug: str) -> Call:
    """The call of the address. A draft is there only for those who write it."""
    call = db.session.scalar(select(Call).where(Call.slug == slug))
    if call is None or (call.status is CallStatus.DRAFT and not can_coordinate(current_actor(), call.cohort.program)):
        raise NotFound(N_("There is no call for mentors at this address."))
    g.program, g.cohort = call.cohort.program, None
    return call


@bp.get("/apply/<slug>")
@requires(anyone)
def show(slug: str) -> Response:
    call = call_of(slug)
    return page(
        "public/calls/show.html",
        call=call,
        availability=availability(call, clock.now()),
        minutes=services.minutes_of(db.session(), call),
        preview=link_preview(call, current_locale()),
        share_url=link("call", current_settings().base_url, call=call.slug),
    )


@bp.get("/apply/<slug>/start")
@requires(anyone)
def start(slug: str) -> Response | BaseResponse:
    call = call_of(slug)
    if availability(call, clock.now()) is not Availability.NOW:
        return see_other(url_for("public.calls.show", slug=slug))
    return page("public/calls/start.html", call=call, form=StartForm())


@bp.post("/apply/<slug>/start")
@requires(anyone)
@limiter.limit("120 per hour")  # a whole department may share one address
def send_link(slug: str) -> Response | BaseResponse:
    """The answer is the same whether or not the address has applied before."""
    call, form = call_of(slug), StartForm()
    now = clock.now()
    if availability(call, now) is not Availability.NOW:
        return see_other(url_for("public.calls.show", slug=slug))
    try:
        services.start(
            db.session,
            call,
            email=form.email.data or "",
            name=form.name.data or "",
            locale=current_locale(),
            now=now,
        )
    except FieldError as error:
        form[error.field].errors = [*form[error.field].errors, message_of(error)]
        return page("public/calls/start.html", 422, call=call, form=form)
    return see_other(url_for("public.calls.link_sent", slug=slug))


@bp.get("/apply/<slug>/link-sent")
@requires(anyone)
def link_sent(slug: str) -> Response:
    return page("public/calls/link_sent.html", call=call_of(slug))
