"""The page of the person outside the program, behind their own mailed link: the slots they offer and who took them."""

from flask import Blueprint, Response, flash, g, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.programs import Program
from mentorship_app.programs.outside.person import contact_to_offer
from mentorship_app.programs.slots.notifications import person_of_link, when_text
from mentorship_app.programs.slots.services import coming, offer_slot, remove_slot, slot_called
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.logging import unlogged
from mentorship_app.web.slot_form import SlotForm


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the help page."""
    bp.add_url_rule("/help/slots/<token>", "slots", slots, methods=["GET", "POST"])
    bp.add_url_rule("/help/slots/<token>/remove", "remove_slot", remove, methods=["POST"])


def _program(token: str) -> Program:
    person = person_of_link(db.session(), token)
    program = db.session.get(Program, person.program_id) if person else None
    if program is None or contact_to_offer(db.session(), program) is None:
        raise NotFound(N_("This link has ended. Ask the coordinator of the program for a new one."))
    g.program, g.cohort = program, None
    return program


@requires(anyone)
@unlogged
def slots(token: str) -> Response | BaseResponse:
    program, form = _program(token), SlotForm()
    if form.validate_on_submit():
        try:
            offer_slot(db.session(), program, form.entry, now=clock.now())
        except AppError as error:
            put_error(form, error)
        else:
            flash(_("The time is offered now."), "success")
            return see_other(url_for(".slots", token=token))
    locale = current_locale()
    return page(
        "public/help/slots.html",
        422 if form.errors else 200,
        form=form,
        token=token,
        slots=coming(db.session(), program, now=clock.now()),
        when=lambda slot: when_text(slot, locale),
    )


@requires(anyone)
@unlogged
def remove(token: str) -> BaseResponse:
    program = _program(token)
    slot = slot_called(db.session(), program, request.form.get("slot", ""), now=clock.now())
    if slot is not None:
        remove_slot(db.session(), slot, now=clock.now())
    flash(_("The time is offered no more. Whoever had it gets a mail."), "info")
    return see_other(url_for(".slots", token=token))
