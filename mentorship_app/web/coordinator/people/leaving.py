"""Letting somebody leave, after reading what that deletes and keeps; taking somebody back."""

from flask import Blueprint, Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.programs import services
from mentorship_app.programs import withdrawal as withdrawals
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.people.here import PersonHere, coordinates_person, person_here
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the other pages of people."""
    bp.add_url_rule("/people/<public_id>/withdraw", "ask_withdraw", ask_withdraw, methods=["GET"])
    bp.add_url_rule("/people/<public_id>/withdraw", "withdraw", withdraw, methods=["POST"])
    bp.add_url_rule("/people/<public_id>/take-back", "take_back", take_back, methods=["POST"])


@requires(coordinates_person, load=person_here)
def ask_withdraw(here: PersonHere) -> Response:
    return page(
        "coordinator/people/withdraw.html",
        enrollment=here.enrollment,
        fates=withdrawals.what_becomes(db.session, here.enrollment),
    )


@requires(coordinates_person, load=person_here)
def withdraw(here: PersonHere) -> BaseResponse:
    withdrawals.withdraw(db.session, here.enrollment, by=current_actor(), now=clock.now())
    flash(_("%(name)s no longer takes part.", name=here.enrollment.account.name), "info")
    return see_other(url_for(".show", program_slug=here.program.slug, public_id=here.enrollment.public_id))


@requires(coordinates_person, load=person_here)
def take_back(here: PersonHere) -> BaseResponse:
    enrollment = here.enrollment
    services.enroll(
        db.session, here.cohort, enrollment.account, role=enrollment.role, by=current_actor(), now=clock.now()
    )
    flash(_("%(name)s takes part now.", name=enrollment.account.name), "success")
    return see_other(url_for(".show", program_slug=here.program.slug, public_id=enrollment.public_id))
