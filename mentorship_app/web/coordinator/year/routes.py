"""The to-do list of the year: look, tick, skip, move, reword, add, delete; and the dates of the phases."""

from datetime import date

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, FieldError
from mentorship_app.programs import Cohort, Program
from mentorship_app.programs.phases import change_plans
from mentorship_app.programs.year.owners import possible_owners
from mentorship_app.programs.year.queries import TaskState, title_of, year_of
from mentorship_app.programs.year.services import add_task, change_task, fill, remove_task, set_state
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.audit_sentences import PHASE
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.coordinator.year.forms import DatesForm, TaskForm, planned_days
from mentorship_app.web.coordinator.year.here import TaskHere, coordinates_task, task_here
from mentorship_app.web.coordinator.year.words import by_phase
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, page_or_block, see_other
from mentorship_app.web.i18n import _, current_locale, day
from mentorship_app.web.versioned_form import Difference

bp = Blueprint("year", __name__)

SETTABLE = {state.value: state for state in (TaskState.OPEN, TaskState.TICKED, TaskState.SKIPPED)}


def _today(program: Program) -> date:
    return clock.local_date(clock.now(), program.timezone)


def _list_page(program: Program, cohort: Cohort, status: int = 200, *, said: str = "", problem: str = "") -> Response:
    today = _today(program)
    entries = year_of(db.session, cohort, today=today)
    return page_or_block(
        "coordinator/year/index.html",
        "tasks",
        status,
        groups=by_phase(entries, program_slug=program.slug, today=today),
        left=sum(entry.is_open for entry in entries),
        total=len(entries),
        said=said,
        problem=problem,
    )


@bp.get("/year")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    return _list_page(here.program, here.cohort)


@bp.post("/year/fill")
@requires(coordinates, load=place)
def fill_list(here: Place) -> BaseResponse:
    fill(db.session, here.cohort, now=clock.now())
    flash(_("The tasks of the year template are on the list now."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))


@bp.post("/year/<task_id>/state")
@requires(coordinates_task, load=task_here)
def state(here: TaskHere) -> BaseResponse:
    """Tick, skip or take up again; with htmx the list alone comes back."""
    wanted = SETTABLE.get(request.form.get("state", ""))
    if wanted is None:
        problem = _("Say whether the task is done, skipped or open again.")
        return _list_page(here.program, here.cohort, 422, problem=problem)
    version = request.form.get("version", "")
    try:
        set_state(
            db.session,
            here.task,
            wanted,
            version=int(version) if version.isdecimal() else -1,
            by=current_actor(),
            now=clock.now(),
        )
    except Conflict as conflict:
        # The list shows how it stands now; what was pressed was one button.
        db.session.refresh(here.task)
        return _list_page(here.program, here.cohort, 409, problem=message_of(conflict))
    if is_fragment_request():
        return _list_page(here.program, here.cohort, said=_SAID[wanted](title_of(here.task, current_locale())))
    to_today = request.form.get("back") == "today"
    endpoint, anchor = ("coordinator.today.index", "tasks") if to_today else (".index", f"task-{here.task.id}")
    return see_other(url_for(endpoint, program_slug=here.program.slug, _anchor=anchor))


_SAID = {
    TaskState.TICKED: lambda title: _("Ticked: %(task)s", task=title),
    TaskState.SKIPPED: lambda title: _("Skipped: %(task)s", task=title),
    TaskState.OPEN: lambda title: _("Open again: %(task)s", task=title),
}


@bp.route("/year/add", methods=["GET", "POST"])
@requires(coordinates, load=place)
def add(here: Place) -> BaseResponse:
    form = TaskForm.new(here.cohort.phase, _today(here.program), possible_owners(db.session(), here.cohort))
    if form.validate_on_submit():
        try:
            task = add_task(db.session, here.cohort, form.entry, by=current_actor(), now=clock.now())
        except AppError as error:
            put_error(form, error)
        else:
            flash(_("The task is on the list."), "success")
            return see_other(url_for(".index", program_slug=here.program.slug, _anchor=f"task-{task.id}"))
    return page("coordinator/year/add.html", 422 if form.errors else 200, form=form)


@bp.route("/year/<task_id>", methods=["GET", "POST"])
@requires(coordinates_task, load=task_here)
def task(here: TaskHere) -> BaseResponse:
    form = TaskForm.of(here.task, possible_owners(db.session(), here.cohort))
    if request.method == "GET":
        return _task_page(here, form)
    if not form.validate():
        return _task_page(here, form, 422)
    try:
        change_task(db.session, here.task, form.entry, version=form.read_version, by=current_actor(), now=clock.now())
    except FieldError as error:
        put_error(form, error)
        return _task_page(here, form, 422)
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(here.task.version)
        return _task_page(here, form, 409, theirs=_task_differences(here, form))
    flash(_("Saved."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug, _anchor=f"task-{here.task.id}"))


def _task_page(
    here: TaskHere, form: TaskForm, status: int = 200, *, theirs: list[Difference] | None = None
) -> Response:
    return page(
        "coordinator/year/task.html",
        status,
        form=form,
        task=here.task,
        title=title_of(here.task, current_locale()),
        theirs=theirs or [],
    )


def _task_differences(here: TaskHere, form: TaskForm) -> list[Difference]:
    task, entry = here.task, form.entry
    pairs = [
        (form.title_en, title_of(task, "en"), entry.title_en),
        (form.title_fr, title_of(task, "fr"), entry.title_fr),
        (form.phase, str(PHASE[task.phase]), str(PHASE[entry.phase])),
        (form.due_on, day(task.due_on), day(entry.due_on)),
        (form.owner, task.owner.name if task.owner else _("Nobody yet"), form.owner_name),
        (form.note, task.note, entry.note),
    ]
    return [Difference(field.label.text, theirs, yours) for field, theirs, yours in pairs if theirs != yours]


@bp.post("/year/<task_id>/remove")
@requires(coordinates_task, load=task_here)
def remove(here: TaskHere) -> BaseResponse:
    remove_task(db.session, here.task, by=current_actor(), now=clock.now())
    flash(_("The task is deleted."), "info")
    return see_other(url_for(".index", program_slug=here.program.slug))


@bp.route("/year/dates", methods=["GET", "POST"])
@requires(coordinates, load=place)
def dates(here: Place) -> BaseResponse:
    form = DatesForm.of(here.cohort)
    if request.method == "GET":
        return _dates_page(form)
    if not form.validate():
        return _dates_page(form, 422)
    try:
        change_plans(
            db.session,
            here.cohort,
            form.begins,
            form.ends_on.data,
            version=form.read_version,
            by=current_actor(),
            now=clock.now(),
        )
    except FieldError as error:
        put_error(form, error)
        return _dates_page(form, 422)
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(here.cohort.version)
        return _dates_page(form, 409, theirs=_date_differences(here.cohort, form))
    flash(_("Saved."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))


def _dates_page(form: DatesForm, status: int = 200, *, theirs: list[Difference] | None = None) -> Response:
    return page("coordinator/year/dates.html", status, form=form, theirs=theirs or [])


def _date_differences(cohort: Cohort, form: DatesForm) -> list[Difference]:
    db.session.refresh(cohort, ["phase_plans"])
    return [
        Difference(form[name].label.text, day(now), day(form[name].data))
        for name, now in planned_days(cohort).items()
        if now != form[name].data
    ]
