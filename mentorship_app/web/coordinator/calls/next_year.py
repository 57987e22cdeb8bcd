"""Who asked to be told of the next call: the list, and inviting them in one go."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict
from mentorship_app.recruitment.calls import Availability, availability
from mentorship_app.recruitment.invitations import lists
from mentorship_app.recruitment.invitations.entries import Entry
from mentorship_app.recruitment.next_year import interested, remove
from mentorship_app.recruitment.queries import calls_of
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.applications.here import CallHere, call_here
from mentorship_app.web.coordinator.calls.here import InterestHere, interest_here
from mentorship_app.web.coordinator.calls.invitations import bp
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _

PEOPLE_A_PAGE = 50


@bp.get("/next-year")
@requires(coordinates, load=place)
def next_year(here: Place) -> Response:
    now = clock.now()
    found = db.paginate(interested(here.program), per_page=PEOPLE_A_PAGE, error_out=False)
    return page(
        "coordinator/calls/next_year.html",
        found=found,
        open_calls=[call for call in calls_of(db.session, here.cohort) if availability(call, now) is Availability.NOW],
    )


@bp.post("/next-year/<public_id>/remove")
@requires(coordinates, load=interest_here)
def remove_interest(here: InterestHere) -> BaseResponse:
    name = here.interest.name
    remove(db.session, here.interest, by=current_actor(), now=clock.now())
    flash(_("%(name)s is off the list.", name=name), "success")
    return see_other(url_for(".next_year", program_slug=here.program.slug))


@bp.post("/calls/<slug>/invite-interested")
@requires(coordinates, load=call_here)
def invite_interested(here: CallHere) -> BaseResponse:
    """The whole list as people to invite; it is shown with the mails before anything leaves."""
    entries = [
        Entry(number, interest.email, interest.name, interest.department, interest.locale)
        for number, interest in enumerate(db.session.scalars(interested(here.program)), start=1)
    ]
    try:
        kept = lists.keep_list(db.session, here.call, entries, by=current_actor(), now=clock.now())
    except Conflict as error:
        flash(message_of(error), "error")
        return see_other(url_for(".next_year", program_slug=here.program.slug))
    return see_other(url_for(".review", program_slug=here.program.slug, list_id=kept.public_id))
