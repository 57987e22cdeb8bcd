"""Licences on record: add one, correct it, put it away."""

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, FieldError
from mentorship_app.instruments.definition import Requirement
from mentorship_app.instruments.licences.services import LicenceEntry, add_licence, correct_licence, end_licence
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.measures.forms import EndForm, LicenceForm
from mentorship_app.web.coordinator.measures.here import LicenceHere, MeasureHere, licence_here, unbundled_here
from mentorship_app.web.coordinator.measures.routes import bp
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, day
from mentorship_app.web.versioned_form import Difference


def _to_measure(here: MeasureHere) -> BaseResponse:
    address = url_for(".show", program_slug=here.program.slug, measure_key=here.instrument.key, _anchor="licences")
    return see_other(address)


def _form_page(
    here: MeasureHere, form: LicenceForm, status: int = 200, *, theirs: list[Difference] | None = None
) -> Response:
    return page(
        "coordinator/measures/licence.html",
        status,
        instrument=here.instrument,
        licence=here.licence if isinstance(here, LicenceHere) else None,
        form=form,
        needs_number=Requirement.LICENCE_NUMBER in here.instrument.licence.requires,
        needs_paid=Requirement.PAID_COUNT in here.instrument.licence.requires,
        theirs=theirs or [],
    )


@bp.route("/<measure_key>/licences/new", methods=["GET", "POST"])
@requires(coordinates, load=unbundled_here)
def new_licence(here: MeasureHere) -> BaseResponse:
    form = LicenceForm()
    if request.method == "GET":
        return _form_page(here, form)
    if not form.validate():
        return _form_page(here, form, 422)
    try:
        add_licence(db.session(), here.program, here.instrument, form.entry, by=current_actor(), now=clock.now())
    except AppError as error:
        put_error(form, error)
        return _form_page(here, form, 422)
    flash(_("The licence is on record."), "success")
    return _to_measure(here)


@bp.route("/<measure_key>/licences/<licence_id>", methods=["GET", "POST"])
@requires(coordinates, load=licence_here)
def licence(here: LicenceHere) -> BaseResponse:
    form = LicenceForm.of(here.licence)
    if request.method == "GET":
        return _form_page(here, form)
    if not form.validate():
        return _form_page(here, form, 422)
    try:
        entry = form.entry
    except FieldError as error:
        put_error(form, error)
        return _form_page(here, form, 422)
    return _corrected(here, form, entry)


def _corrected(here: LicenceHere, form: LicenceForm, entry: LicenceEntry) -> BaseResponse:
    version, by, now = form.read_version, current_actor(), clock.now()
    try:
        correct_licence(db.session(), here.licence, here.instrument, entry, version=version, by=by, now=now)
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(here.licence.version)
        return _form_page(here, form, 409, theirs=_differences(here, form, entry))
    except AppError as error:
        put_error(form, error)
        return _form_page(here, form, 422)
    flash(_("Saved."), "success")
    return _to_measure(here)


def _differences(here: LicenceHere, form: LicenceForm, entry: LicenceEntry) -> list[Difference]:
    now = here.licence
    pairs = [
        (form.holder, now.holder, entry.holder),
        (form.number, now.number, entry.number),
        (form.paid, *("" if paid is None else str(paid) for paid in (now.paid, entry.paid))),
        (form.expires_on, *(day(last) if last else "" for last in (now.expires_on, entry.expires_on))),
        (form.note, now.note, entry.note),
    ]
    return [Difference(field.label.text, theirs, yours) for field, theirs, yours in pairs if theirs != yours]


@bp.post("/<measure_key>/licences/<licence_id>/end")
@requires(coordinates, load=licence_here)
def end(here: LicenceHere) -> BaseResponse:
    try:
        end_licence(db.session(), here.licence, version=EndForm().read_version, by=current_actor(), now=clock.now())
    except Conflict as conflict:
        form = LicenceForm.of(here.licence)
        form.form_errors.append(message_of(conflict))
        return _form_page(here, form, 409)
    flash(_("The licence is put away. What was used under it stays on record."), "info")
    return _to_measure(here)
