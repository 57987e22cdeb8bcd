"""``/p/<program>/crosswalk``: the requirements of accrediting bodies, what answers them, what is missing."""

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict
from mentorship_app.core.identity import Actor
from mentorship_app.reports.crosswalk import Framework, Requirement
from mentorship_app.reports.crosswalk.evidence import EVIDENCE, evidence_of
from mentorship_app.reports.crosswalk.preview import Standing, shown_so_far, standings
from mentorship_app.reports.crosswalk.queries import requirement_called, requirements_in
from mentorship_app.reports.crosswalk.services import (
    LONGEST_GAP,
    LONGEST_TEXT,
    add_requirement,
    add_usual,
    change_requirement,
    move_requirement,
    remove_requirement,
)
from mentorship_app.reports.crosswalk.usual_rows import STANDARDS, USUAL
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.crosswalk.forms import RequirementForm, evidence_names, framework_name
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place, reads_reports
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale, ngettext
from mentorship_app.web.list_page import ListPage
from mentorship_app.web.versioned_form import Difference

bp = Blueprint("crosswalk", __name__, url_prefix="/crosswalk")

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class RequirementHere:
    """A requirement of the program in view."""

    place: Place
    requirement: Requirement


def requirement_here(program_slug: str, public_id: str) -> RequirementHere:
    """Raises NotFound, also for a requirement of another program."""
    here = place(program_slug)
    return RequirementHere(here, requirement_called(db.session(), here.program, public_id))


def coordinates_requirement(actor: Actor, here: RequirementHere) -> bool:
    """Coordinators of the program."""
    return coordinates(actor, here.place)


@bp.get("")
@requires(reads_reports, load=place)
def index(here: Place) -> Response:
    return _index_page(here)


def _index_page(here: Place, problem: str = "", status: int = 200) -> Response:
    found = standings(db.session(), here.cohort, current_locale(), now=clock.now())
    listed: ListPage[Standing] = ListPage.of(found, number=request.args.get("page", 1, int), size=ROWS_A_PAGE)
    return page(
        "coordinator/crosswalk/index.html",
        status,
        listed=listed,
        groups=[(one, list(rows)) for one, rows in groupby(listed.items, key=lambda row: row.requirement.framework)],
        gaps=[standing for standing in found if standing.has_gap][:ROWS_A_PAGE],
        gap_count=sum(standing.has_gap for standing in found),
        may_write=coordinates(current_actor(), here),
        framework_name=framework_name,
        standards=STANDARDS,
        problem=problem,
        translated=_,
    )


@bp.get("/new")
@requires(coordinates, load=place)
def new(here: Place) -> Response:
    return _form_page(here, RequirementForm.of(None, _framework() or Framework.ACGME))


@bp.post("/new")
@requires(coordinates, load=place)
def create(here: Place) -> Response | BaseResponse:
    form = RequirementForm.of(None)
    if not form.validate():
        return _form_page(here, form, status=422)
    try:
        add_requirement(db.session(), here.program, form.entry, by=current_actor(), now=clock.now())
    except AppError as error:
        put_error(form, error)
        return _form_page(here, form, status=422)
    flash(_("Saved."), "success")
    return _to_list(here)


@bp.get("/<public_id>")
@requires(coordinates_requirement, load=requirement_here)
def edit(here: RequirementHere) -> Response:
    return _form_page(here.place, RequirementForm.of(here.requirement), here.requirement)


@bp.post("/<public_id>")
@requires(coordinates_requirement, load=requirement_here)
def change(here: RequirementHere) -> Response | BaseResponse:
    requirement, form = here.requirement, RequirementForm.of(here.requirement)
    if not form.validate():
        return _form_page(here.place, form, requirement, status=422)
    try:
        change_requirement(
            db.session(), requirement, form.entry, version=form.read_version, by=current_actor(), now=clock.now()
        )
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(requirement.version)
        return _form_page(here.place, form, requirement, status=409, theirs=form.differences(requirement))
    except AppError as error:
        put_error(form, error)
        return _form_page(here.place, form, requirement, status=422)
    flash(_("Saved."), "success")
    return _to_list(here.place)


@bp.post("/<public_id>/move")
@requires(coordinates_requirement, load=requirement_here)
def move(here: RequirementHere) -> BaseResponse:
    """One place up or down among the requirements of the same framework."""
    is_up = request.form.get("direction") != "down"
    move_requirement(db.session(), here.requirement, up=is_up, by=current_actor(), now=clock.now())
    return _to_list(here.place, f"requirement-{here.requirement.public_id}")


@bp.post("/<public_id>/remove")
@requires(coordinates_requirement, load=requirement_here)
def remove(here: RequirementHere) -> BaseResponse:
    remove_requirement(db.session(), here.requirement, by=current_actor(), now=clock.now())
    flash(_("%(element)s is removed from the crosswalk.", element=here.requirement.element), "info")
    return _to_list(here.place)


@bp.get("/usual")
@requires(coordinates, load=place)
def usual(here: Place) -> Response:
    """The rows that are usual for each framework, before any is added."""
    there = {(one.framework, one.element) for one in requirements_in(db.session(), here.program)}
    return page(
        "coordinator/crosswalk/usual.html",
        frameworks=[(one, STANDARDS[one], [(row, (one, row.element) in there) for row in USUAL[one]]) for one in USUAL],
        evidence_names=evidence_names,
        translated=_,
    )


@bp.post("/usual")
@requires(coordinates, load=place)
def take_usual(here: Place) -> Response | BaseResponse:
    """Add those of one framework that are not there yet. Pressing twice changes nothing."""
    framework = _framework()
    if framework is None or framework not in USUAL:
        return _index_page(here, _("Choose whose requirement it is."), 422)
    try:
        added = add_usual(db.session(), here.program, framework, by=current_actor(), now=clock.now())
    except AppError as error:
        return _index_page(here, message_of(error), 422)
    if added:
        flash(ngettext("%(num)s requirement is added.", "%(num)s requirements are added.", added), "success")
    else:
        flash(_("They are all there already."), "info")
    return _to_list(here)


def _framework() -> Framework | None:
    """The framework that the request names."""
    named = request.values.get("framework", "")
    return next((framework for framework in Framework if framework.value == named), None)


def _to_list(here: Place, anchor: str | None = None) -> BaseResponse:
    return see_other(url_for(".index", program_slug=here.program.slug, _anchor=anchor))


def _form_page(
    here: Place,
    form: RequirementForm,
    requirement: Requirement | None = None,
    status: int = 200,
    theirs: list[Difference] | None = None,
) -> Response:
    context = shown_so_far(db.session(), here.cohort, current_locale(), now=clock.now())
    return page(
        "coordinator/crosswalk/form.html",
        status,
        form=form,
        requirement=requirement,
        results={shown.key: shown.evidence.text for shown in evidence_of(tuple(EVIDENCE), context)},
        theirs=theirs or [],
        standards=STANDARDS.values(),
        most_text=LONGEST_TEXT,
        most_gap=LONGEST_GAP,
        translated=_,
    )
