"""The settings pages: the program itself, training levels, cohorts, the log, and wiping a demo."""

from flask import Blueprint, Response, flash, request, session, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.audit import AuditEvent
from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.programs import services
from mentorship_app.surveys.keys import keys_of
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.audit_sentences import PHASE, audit_sentence
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import NOT_HERE, Place, choose_cohort, coordinates, place
from mentorship_app.web.coordinator.settings import (
    contact_person,
    ending,
    help_lines,
    help_regions,
    letterhead,
    new_year,
    slots,
    staff,
    weekly_mail,
)
from mentorship_app.web.coordinator.settings.forms import CohortForm, LevelsForm, ProgramForm
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _

bp = Blueprint("settings", __name__)
help_lines.add_to(bp)
help_regions.add_to(bp)
contact_person.add_to(bp)
weekly_mail.add_to(bp)
letterhead.add_to(bp)
slots.add_to(bp)
staff.add_to(bp)
new_year.add_to(bp)
ending.add_to(bp)

EVENTS_A_PAGE = 50


def _to(name: str, here: Place) -> BaseResponse:
    return see_other(url_for(f".{name}", program_slug=here.program.slug))


@bp.route("/settings", methods=["GET", "POST"])
@requires(coordinates, load=place)
def index(here: Place) -> BaseResponse:
    form = ProgramForm.of(here.program)
    if request.method == "GET":
        return _program_page(form)
    try:
        services.change_program(
            db.session, here.program, form.settings, version=form.read_version, by=current_actor(), now=clock.now()
        )
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(here.program.version)
        return _program_page(form, 409, theirs=here.program)
    except AppError as error:
        put_error(form, error)
        return _program_page(form, 422)
    flash(_("Saved."), "success")
    return _to("index", here)


def _program_page(form: ProgramForm, status: int = 200, **context: object) -> Response:
    return page("coordinator/settings/index.html", status, form=form, **context)


@bp.route("/settings/levels", methods=["GET", "POST"])
@requires(coordinates, load=place)
def levels(here: Place) -> BaseResponse:
    form = LevelsForm.of(here.program)
    if form.validate_on_submit():
        try:
            services.set_training_levels(db.session, here.program, form.entries, by=current_actor(), now=clock.now())
        except AppError as error:
            form.levels.errors = (*form.levels.errors, _(error.message, **error.values))
        else:
            flash(_("Saved."), "success")
            return _to("levels", here)
    return page("coordinator/settings/levels.html", 422 if form.errors else 200, form=form)


@bp.route("/settings/cohorts", methods=["GET", "POST"])
@requires(coordinates, load=place)
def cohorts(here: Place) -> BaseResponse:
    form = CohortForm.after(here.program)
    if form.validate_on_submit():
        try:
            made = services.create_cohort(
                db.session,
                here.program,
                name=form.name.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=current_actor(),
                now=clock.now(),
            )
        except AppError as error:
            put_error(form, error)
        else:
            flash(_("The cohort %(cohort)s is there now, in set-up.", cohort=made.name), "success")
            return _to("cohorts", here)
    return page(
        "coordinator/settings/cohorts.html",
        422 if form.errors else 200,
        form=form,
        chosen=here.cohort,
        phase_names=PHASE,
    )


@bp.post("/settings/cohorts/look")
@requires(coordinates, load=place)
def look_at(here: Place) -> BaseResponse:
    choose_cohort(here.program, request.form.get("cohort", ""))
    return see_other(url_for("coordinator.today.index", program_slug=here.program.slug))


@bp.get("/settings/log")
@requires(coordinates, load=place)
def log(here: Place) -> Response:
    events = (
        select(AuditEvent).where(AuditEvent.program_id == here.program.id).order_by(AuditEvent.at.desc(), AuditEvent.id)
    )
    return page(
        "coordinator/settings/log.html",
        events=db.paginate(events, per_page=EVENTS_A_PAGE, error_out=False),
        audit_sentence=audit_sentence,
    )


def demo_place(program_slug: str) -> Place:
    """The place, if the program is a demo; raises NotFound otherwise."""
    here = place(program_slug)
    if not here.program.is_demo:
        raise NotFound(NOT_HERE)
    return here


def may_wipe(actor: Actor, here: Place) -> bool:
    """Coordinators of the demo."""
    return coordinates(actor, here)


@bp.get("/settings/demo")
@requires(may_wipe, load=demo_place)
def demo(here: Place) -> Response:  # noqa: ARG001  the page shows the program in view
    return page("coordinator/settings/demo.html")


@bp.post("/settings/demo")
@requires(may_wipe, load=demo_place)
def wipe_demo(here: Place) -> BaseResponse:
    keys = keys_of(db.session(), here.program)
    services.delete_program(db.session(), here.program, by=current_actor(), now=clock.now(), keys=keys)
    # The visitor's own account may be one of those that are gone.
    session.clear()
    return see_other(url_for("public.front"))
