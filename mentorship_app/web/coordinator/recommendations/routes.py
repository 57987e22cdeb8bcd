"""``/p/<program>/reports/recommendations``: this year's list, and last year's with what became of it."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.reports.recommendations import Recommendation, services
from mentorship_app.reports.recommendations.queries import OPEN, cohort_before, find_recommendation, recommendations_of
from mentorship_app.reports.sections.recommendations import PROGRESS
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.coordinator.recommendations.forms import ButtonForm, RecommendationForm
from mentorship_app.web.coordinator.reports.here import orm
from mentorship_app.web.errors import message_of
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, day
from mentorship_app.web.versioned_form import Difference

bp = Blueprint("recommendations", __name__, url_prefix="/reports/recommendations")


@dataclass(frozen=True)
class RecommendationHere:
    """A recommendation of this year or of the year before."""

    program: Program
    cohort: Cohort
    row: Recommendation

    @property
    def is_of_this_year(self) -> bool:
        return self.row.cohort_id == self.cohort.id


def recommendation_here(program_slug: str, recommendation_id: str) -> RecommendationHere:
    """The recommendation of the address; raises NotFound."""
    here = place(program_slug)
    return RecommendationHere(here.program, here.cohort, find_recommendation(orm(), here.cohort, recommendation_id))


def writes_it(actor: Actor, here: RecommendationHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    return _list_page(here.cohort)


def _list_page(cohort: Cohort, problem: str = "", status: int = 200) -> Response:
    before = cohort_before(orm(), cohort)
    return page(
        "coordinator/recommendations/index.html",
        status,
        rows=recommendations_of(orm(), cohort),
        before=before,
        last=recommendations_of(orm(), before) if before else [],
        progress=PROGRESS,
        still_open=OPEN,
        today=clock.local_date(clock.now(), cohort.program.timezone),
        problem=problem,
        full=services.MOST,
    )


@bp.get("/new")
@requires(coordinates, load=place)
def new(_here: Place) -> Response:
    return _form_page(RecommendationForm(), None)


@bp.post("/new")
@requires(coordinates, load=place)
def create(here: Place) -> Response | BaseResponse:
    """One more at the end of this year's list."""
    form = RecommendationForm()
    if not form.validate():
        return _form_page(form, None, status=422)
    try:
        services.add(orm(), here.cohort, form.entries, by=current_actor(), now=clock.now())
    except FieldError as error:
        put_error(form, error)
        return _form_page(form, None, status=422)
    flash(_("Saved."), "success")
    return _to_list(here.program)


@bp.get("/<recommendation_id>")
@requires(writes_it, load=recommendation_here)
def edit(here: RecommendationHere) -> Response:
    return _form_page(RecommendationForm.of(here.row), here)


def _form_page(
    form: RecommendationForm,
    here: RecommendationHere | None,
    differences: list[Difference] | None = None,
    status: int = 200,
) -> Response:
    return page(
        "coordinator/recommendations/edit.html",
        status,
        form=form,
        row=here.row if here else None,
        is_of_this_year=here is None or here.is_of_this_year,
        theirs=differences or [],
        limits=services,
    )


@bp.post("/<recommendation_id>")
@requires(writes_it, load=recommendation_here)
def save(here: RecommendationHere) -> Response | BaseResponse:
    """Write over it; the second of two who wrote at once sees both."""
    form = RecommendationForm.of(here.row)
    if not form.validate():
        return _form_page(form, here, status=422)
    try:
        services.change(orm(), here.row, form.entries, version=form.read_version, by=current_actor(), now=clock.now())
    except FieldError as error:
        put_error(form, error)
        return _form_page(form, here, status=422)
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(here.row.version)
        return _form_page(form, here, _differences(here.row, form), status=409)
    flash(_("Saved."), "success")
    return _to_list(here.program)


def _differences(row: Recommendation, form: RecommendationForm) -> list[Difference]:
    yours = form.entries
    pairs = (
        (form.text, row.text, yours.text),
        (form.owner, row.owner, yours.owner),
        (form.due_on, day(row.due_on) if row.due_on else "", day(yours.due_on) if yours.due_on else ""),
        (form.progress, _(PROGRESS[row.progress]), _(PROGRESS[yours.progress])),
        (form.outcome, row.outcome, yours.outcome),
    )
    return [Difference(field.label.text, theirs, mine) for field, theirs, mine in pairs if theirs != mine]


@bp.post("/<recommendation_id>/up")
@requires(writes_it, load=recommendation_here)
def move_up(here: RecommendationHere) -> Response | BaseResponse:
    """Before the one above it."""
    try:
        services.move_up(orm(), here.row, version=_read_version(), by=current_actor(), now=clock.now())
    except Conflict as conflict:
        return _list_page(here.cohort, message_of(conflict), 409)
    return _to_list(here.program)


@bp.post("/<recommendation_id>/delete")
@requires(writes_it, load=recommendation_here)
def delete(here: RecommendationHere) -> Response | BaseResponse:
    """Take it out of this year's list; last year's stays what it was."""
    if not here.is_of_this_year:
        raise NotFound(NOT_HERE)
    try:
        services.delete(orm(), here.row, version=_read_version(), by=current_actor(), now=clock.now())
    except Conflict as conflict:
        return _list_page(here.cohort, message_of(conflict), 409)
    flash(_("Taken out."), "success")
    return _to_list(here.program)


def _read_version() -> int:
    return ButtonForm().read_version


def _to_list(program: Program) -> BaseResponse:
    return see_other(url_for(".index", program_slug=program.slug))
