"""Offering times with the person outside the program. Which of them are taken, and by whom, is not shown here."""

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.programs.outside.person import contact_to_offer
from mentorship_app.programs.slots.notifications import send_link, when_text
from mentorship_app.programs.slots.services import coming, offer_slot, remove_slot, slot_called, taken_in_steps
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.slot_form import SlotForm


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the other settings."""
    bp.add_url_rule("/settings/slots", "slots", slots, methods=["GET", "POST"])
    bp.add_url_rule("/settings/slots/remove", "remove_slot", remove, methods=["POST"])
    bp.add_url_rule("/settings/slots/link", "slots_link", mail_link, methods=["POST"])


def _to_list(here: Place) -> BaseResponse:
    return see_other(url_for(".slots", program_slug=here.program.slug))


@requires(coordinates, load=place)
def slots(here: Place) -> Response | BaseResponse:
    form = SlotForm()
    if form.validate_on_submit():
        try:
            offer_slot(db.session(), here.program, form.entry, now=clock.now())
        except AppError as error:
            put_error(form, error)
        else:
            flash(_("The time is offered now."), "success")
            return _to_list(here)
    locale = current_locale()
    return page(
        "coordinator/settings/slots.html",
        422 if form.errors else 200,
        form=form,
        person=contact_to_offer(db.session(), here.program),
        slots=coming(db.session(), here.program, now=clock.now()),
        taken=taken_in_steps(db.session(), here.program),
        when=lambda slot: when_text(slot, locale),
    )


@requires(coordinates, load=place)
def remove(here: Place) -> BaseResponse:
    slot = slot_called(db.session(), here.program, request.form.get("slot", ""), now=clock.now())
    if slot is not None:
        remove_slot(db.session(), slot, now=clock.now())
    flash(_("The time is offered no more. Whoever had it gets a mail."), "info")
    return _to_list(here)


@requires(coordinates, load=place)
def mail_link(here: Place) -> BaseResponse:
    if send_link(db.session(), here.program, now=clock.now()):
        flash(_("The contact person gets a link of their own. The one before ends."), "success")
    return _to_list(here)
