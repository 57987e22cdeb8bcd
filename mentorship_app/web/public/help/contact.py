"""Asking the person outside the program to be contacted: the form, and whether it arrived.

As unlogged as the help page. Nothing of what is typed stays in the session, in the address or on the page after it.
"""

from flask import Blueprint, Response, redirect, url_for
from flask_security import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField, TextAreaField

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.programs import Program
from mentorship_app.programs.outside import ContactPerson
from mentorship_app.programs.outside.person import contact_to_offer
from mentorship_app.programs.outside.requests import ContactWords, ask_for_contact, state_of
from mentorship_app.web.access import anyone, current_actor, requires
from mentorship_app.web.context import program_in_view
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db, limiter
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _l
from mentorship_app.web.keys import keyring
from mentorship_app.web.logging import unlogged
from mentorship_app.web.public.help.lines import lines_here


class ContactForm(FlaskForm):
    """How to reach somebody who asks for it."""

    reach = StringField(_l("Phone number or email address"))
    name = StringField(_l("What you would like to be called"))
    when = StringField(_l("When it suits you"))
    words = TextAreaField(_l("Anything you want them to know first"))

    @property
    def entry(self) -> ContactWords:
        return ContactWords(
            reach=self.reach.data or "",
            name=self.name.data or "",
            when=self.when.data or "",
            words=self.words.data or "",
        )


def person_of(program: Program | None) -> ContactPerson | None:
    """Whom the form writes to; None where the program names nobody, or where no mail would leave."""
    if program is None or (current_settings().smtp_url is None and not program.is_demo):
        return None
    return contact_to_offer(db.session, program)


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the help page."""
    bp.add_url_rule("/help/contact", "contact", contact, methods=["GET", "POST"])
    bp.add_url_rule("/help/contact/<token>", "contact_state", contact_state)


@limiter.limit("10 per hour", methods=["POST"])
@requires(anyone)
@unlogged
def contact() -> Response | BaseResponse:
    program = program_in_view()
    person = person_of(program)
    if program is None or person is None:
        return redirect(url_for("public.help.show"), code=303)
    is_known = current_actor().is_signed_in
    form = ContactForm(**({"reach": current_user.email, "name": current_user.name} if is_known else {}))
    if form.validate_on_submit():
        try:
            token = ask_for_contact(db.session(), program, form.entry, keyring=keyring(), now=clock.now())
        except AppError as error:
            put_error(form, error)
        else:
            return see_other(url_for("public.help.contact_state", token=token))
    return page("public/help/contact.html", 422 if form.errors else 200, form=form, person=person)


@requires(anyone)
@unlogged
def contact_state(token: str) -> Response:
    """Whether it arrived. An unknown token gets the same page as one of a message that was handed over."""
    return page("public/help/contact_state.html", state=state_of(db.session(), token), lines=lines_here())
