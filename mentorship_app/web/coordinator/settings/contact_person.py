"""Naming the person outside the chain of command. Whether anybody ever wrote to them stands on no page."""

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import EmailField, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict
from mentorship_app.programs.outside import ContactPerson
from mentorship_app.programs.outside.person import (
    ContactEntry,
    contact_person,
    is_staff,
    name_contact_person,
    remove_contact_person,
)
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.coordinator.settings.forms import strip
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, _l
from mentorship_app.web.versioned_form import VersionedForm


class ContactPersonForm(VersionedForm):
    """Who can be asked to contact somebody."""

    name = StringField(_l("Name"), filters=[strip])
    role_en = StringField(_l("What this person is, in English"), filters=[strip])
    role_fr = StringField(_l("What this person is, in French"), filters=[strip])
    email = EmailField(_l("Email address"), filters=[strip])
    locale = RadioField(
        _l("Language of mail to this person"),
        choices=[SelectChoice(tag, name) for tag, name in LANGUAGE_NAMES.items()],
        default="en",
    )

    @classmethod
    def of(cls, person: ContactPerson | None, locale: str) -> "ContactPersonForm":
        """The form as it stands, or as it was just sent."""
        if person is None:
            return cls(version="0", locale=locale)
        return cls(
            version=str(person.version),
            name=person.name,
            role_en=person.role_en,
            role_fr=person.role_fr,
            email=person.email,
            locale=person.locale,
        )

    @property
    def entry(self) -> ContactEntry:
        return ContactEntry(
            name=self.name.data or "",
            role_en=self.role_en.data or "",
            role_fr=self.role_fr.data or "",
            email=self.email.data or "",
            locale=self.locale.data or "",
        )


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the other settings."""
    bp.add_url_rule("/settings/contact-person", "contact_person", show, methods=["GET", "POST"])
    bp.add_url_rule("/settings/contact-person/remove", "remove_contact_person", remove, methods=["POST"])


@requires(coordinates, load=place)
def show(here: Place) -> BaseResponse:
    person = contact_person(db.session(), here.program)
    form = ContactPersonForm.of(person, here.program.locale)
    if request.method == "GET":
        return _page(here, form)
    try:
        name_contact_person(
            db.session(), here.program, form.entry, version=form.read_version, by=current_actor(), now=clock.now()
        )
    except Conflict as conflict:
        put_error(form, conflict)
        theirs = contact_person(db.session(), here.program)
        form.renew(theirs.version if theirs else 0)
        return _page(here, form, 409, theirs=theirs)
    except AppError as error:
        put_error(form, error)
        return _page(here, form, 422)
    flash(_("The help page offers this person now."), "success")
    return see_other(url_for(".contact_person", program_slug=here.program.slug))


def _page(here: Place, form: ContactPersonForm, status: int = 200, **context: object) -> Response:
    person = contact_person(db.session(), here.program)
    is_of_staff = person is not None and is_staff(db.session(), here.program, person.email)
    return page(
        "coordinator/settings/contact_person.html", status, form=form, person=person, is_of_staff=is_of_staff, **context
    )


@requires(coordinates, load=place)
def remove(here: Place) -> BaseResponse:
    remove_contact_person(db.session(), here.program, by=current_actor(), now=clock.now())
    flash(_("The help page offers nobody any more."), "info")
    return see_other(url_for(".contact_person", program_slug=here.program.slug))
