"""Accepting several applications at once: who they are, the mails they get, then one button."""

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.messaging.render import RenderedMail
from mentorship_app.recruitment import Decision, MentorApplication, notifications, services
from mentorship_app.recruitment.queries import find_to_accept
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.applications.forms import DecisionForm
from mentorship_app.web.coordinator.applications.routes import bp
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, ngettext

MOST_AT_ONCE = 50
"""As many as one page of the list holds."""


@bp.get("/applications/accept")
@requires(coordinates, load=place)
def choose_accepted(here: Place) -> Response | BaseResponse:
    applications = _named(here, request.args.getlist("id"))
    if not applications:
        flash(_("Tick the applications that you want to accept first."), "info")
        return see_other(url_for(".index", program_slug=here.program.slug))
    return _page(here, applications, DecisionForm())


def _named(here: Place, public_ids: list[str]) -> list[MentorApplication]:
    return find_to_accept(db.session, here.cohort, public_ids[:MOST_AT_ONCE])


def _page(here: Place, applications: list[MentorApplication], form: DecisionForm, status: int = 200) -> Response:
    return page(
        "coordinator/applications/accept.html",
        status,
        form=form,
        applications=[(one, services.sent_version(one)) for one in applications],
        places=sum(one.capacity for one in applications),
        mails=_previews(applications),
        action=url_for(".accept_all", program_slug=here.program.slug),
        back_url=url_for(".index", program_slug=here.program.slug),
    )


def _previews(applications: list[MentorApplication]) -> list[tuple[MentorApplication, RenderedMail]]:
    """One mail for each language in which somebody is written to: the others differ by name and number of places."""
    examples = {one.locale: one for one in reversed(applications)}
    return [
        (
            one,
            notifications.preview(
                db.session, one, Decision.ACCEPT, note="", base_url=current_settings().base_url, now=clock.now()
            ),
        )
        for one in examples.values()
    ]


@bp.post("/applications/accept")
@requires(coordinates, load=place)
def accept_all(here: Place) -> Response | BaseResponse:
    """Accept all that were shown, or none of them when one has changed since."""
    form, ids = DecisionForm(), request.form.getlist("id")
    as_sent = dict(zip(ids, request.form.getlist("as_sent"), strict=False))
    applications = _named(here, ids)
    try:
        number = services.approve_all(db.session, applications, as_sent, by=current_actor(), now=clock.now())
    except AppError as error:
        db.session.rollback()
        put_error(form, error)
        return _page(here, _named(here, ids), form, 409)
    flash(
        ngettext(
            "%(num)s mentor is accepted. The mail leaves in ten minutes; until then you can hold it in the outbox.",
            "%(num)s mentors are accepted. The mails leave in ten minutes; until then you can hold them in the outbox.",
            number,
        ),
        "success",
    )
    return see_other(url_for(".index", program_slug=here.program.slug))
