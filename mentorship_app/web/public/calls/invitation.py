"""The page of a personal invitation: begin without another mail, or say that there shall be no more reminders.

The token in the address is the key. A GET writes nothing, since mail scanners open every link; that somebody opened it
is told by a form that the page sends by itself, or by the next button.
"""

from flask import Blueprint, Response, g, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.recruitment import services as applications
from mentorship_app.recruitment.calls import Availability, availability
from mentorship_app.recruitment.invitations import Invitation, InvitationStatus, services
from mentorship_app.recruitment.invitations.links import find_invitation
from mentorship_app.recruitment.links import new_application_link
from mentorship_app.recruitment.returning import last_accepted
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db, limiter
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.public.calls.application import keep_the_token_here
from mentorship_app.web.public.calls.forms import BeginForm, StopForm

bp = Blueprint("invitation", __name__)
bp.after_request(keep_the_token_here)

PRESSES = "120 per hour"
"""A whole department may share one address."""


def _invitation(token: str) -> Invitation:
    invitation = find_invitation(db.session, token, now=clock.now())
    if invitation is None:
        raise NotFound(N_("This link is not valid any more. Ask for a new one on the page of the call for mentors."))
    g.program, g.cohort = invitation.call.cohort.program, None
    return invitation


@bp.get("/invitation/<token>")
@requires(anyone)
def show(token: str) -> Response | BaseResponse:
    invitation = _invitation(token)
    if invitation.status is InvitationStatus.WITHDRAWN:
        return see_other(url_for("public.calls.show", slug=invitation.call.slug))
    return _show_page(token, invitation, BeginForm())


def _show_page(token: str, invitation: Invitation, form: BeginForm, status: int = 200) -> Response:
    call = invitation.call
    earlier = last_accepted(db.session, call, invitation.email)
    return page(
        "public/calls/invited.html",
        status,
        call=call,
        invitation=invitation,
        form=form,
        availability=availability(call, clock.now()),
        minutes=applications.minutes_of(db.session, call),
        earlier_cohort=earlier.call.cohort.name if earlier else "",
        action=url_for(".begin", token=token),
        opened_url=url_for(".opened", token=token),
        stop_url=url_for(".ask_stop", token=token),
    )


@bp.post("/invitation/<token>")
@requires(anyone)
@limiter.limit(PRESSES)
def begin(token: str) -> Response | BaseResponse:
    """On to the application, which is begun if it was not: the mail has proved the address."""
    invitation, form, now = _invitation(token), BeginForm(), clock.now()
    if invitation.status is InvitationStatus.WITHDRAWN:
        return see_other(url_for("public.calls.show", slug=invitation.call.slug))
    if availability(invitation.call, now) is not Availability.NOW and not _has_applied(invitation):
        return see_other(url_for(".show", token=token))
    try:
        application = services.begin(
            db.session, invitation, name=form.name.data or "", locale=current_locale(), now=now
        )
    except FieldError as error:
        form.name.errors = [*form.name.errors, message_of(error)]
        return _show_page(token, invitation, form, 422)
    way_in = new_application_link(db.session, application, now=now)
    return see_other(url_for("public.application.resume", token=way_in))


def _has_applied(invitation: Invitation) -> bool:
    return applications.find_application_of(db.session, invitation.call, invitation.email) is not None


@bp.post("/invitation/<token>/opened")
@requires(anyone)
@limiter.limit(PRESSES)
def opened(token: str) -> Response | BaseResponse:
    """Sent by the page itself once it is read; nothing changes on it."""
    services.note_opened(db.session, _invitation(token))
    if request.headers.get("HX-Request"):
        return Response(status=204)
    return see_other(url_for(".show", token=token))


@bp.get("/invitation/<token>/no-more-reminders")
@requires(anyone)
def ask_stop(token: str) -> Response:
    invitation = _invitation(token)
    return page(
        "public/calls/no_more_reminders.html",
        call=invitation.call,
        is_stopped=invitation.status is not InvitationStatus.INVITED,
        form=StopForm(),
        action=url_for(".stop", token=token),
        show_url=url_for(".show", token=token),
    )


@bp.post("/invitation/<token>/no-more-reminders")
@requires(anyone)
@limiter.limit(PRESSES)
def stop(token: str) -> BaseResponse:
    services.stop_reminders(db.session, _invitation(token), now=clock.now())
    return see_other(url_for(".ask_stop", token=token))
