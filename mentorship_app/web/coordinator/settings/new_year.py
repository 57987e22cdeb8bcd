"""Next year's cohort from the one in view: asked, shown before it is made, then made at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.programs import Cohort, Program
from mentorship_app.programs.queries import help_lines_to_check
from mentorship_app.programs.rollover import Carried, RolledOver, follower_of, foresee, labels, roll_over
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, choose_cohort, coordinates, place
from mentorship_app.web.coordinator.settings.forms import NewYearForm
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _


def add_to(bp: Blueprint) -> None:
    """Put this page beside the other settings."""
    bp.add_url_rule("/settings/cohorts/new-year", "new_year", new_year, methods=["GET", "POST"])


@dataclass(frozen=True)
class Line:
    """One line of what would come along, as the summary component reads it."""

    term: str
    value: str
    change_url: str = ""


@requires(coordinates, load=place)
def new_year(here: Place) -> BaseResponse:
    """``step`` in what is sent: ``check`` shows what would come, ``create`` makes it, anything else asks again."""
    old = _old_cohort(here)
    if (present := follower_of(db.session, old)) is not None:
        return _is_there(here, old, present)
    form = NewYearForm.after(old)
    step = request.form.get("step", "")
    if request.method == "GET" or step not in {"check", "create"}:
        return _form_page(here.program, old, form)
    if not form.validate():
        return _form_page(here.program, old, form, 422)
    act = foresee if step == "check" else roll_over
    try:
        outcome = act(db.session, old, form.year, by=current_actor(), now=clock.now())
    except AppError as error:
        put_error(form, error)
        return _form_page(here.program, old, form, 422)
    return _check_page(here.program, old, form, outcome) if step == "check" else _made(here.program, outcome)


def _old_cohort(here: Place) -> Cohort:
    """The cohort that the form was about, even if another one was chosen in another window since."""
    wanted = request.form.get("old", "")
    return next((cohort for cohort in here.program.cohorts if cohort.slug == wanted), here.cohort)


def _is_there(here: Place, old: Cohort, present: Cohort) -> Response:
    return page("coordinator/settings/new_year_there.html", old=old, present=present, chosen=here.cohort)


def _form_page(program: Program, old: Cohort, form: NewYearForm, status: int = 200) -> Response:
    return page(
        "coordinator/settings/new_year.html",
        status,
        form=form,
        old=old,
        hints={name: _(label.hint) for name, label in labels.items()},
        to_check=len(help_lines_to_check(program, now=clock.now())),
    )


def _check_page(program: Program, old: Cohort, form: NewYearForm, outcome: RolledOver) -> Response:
    return page(
        "coordinator/settings/new_year_check.html",
        form=form,
        old=old,
        name=outcome.name,
        lines=[Line(_(label.title), _answer(name, form, outcome.carried)) for name, label in labels.items()],
        to_check=len(help_lines_to_check(program, now=clock.now())),
    )


def _answer(name: str, form: NewYearForm, carried: Mapping[str, Carried]) -> str:
    if name not in (form.carry.data or ()):
        return _("Left behind, as you chose.")
    said = carried.get(name)
    return _("Nothing there to take along.") if said is None else _(said.message, **said.values)


def _made(program: Program, outcome: RolledOver) -> BaseResponse:
    made = next(cohort for cohort in program.cohorts if cohort.id == outcome.cohort_id)
    choose_cohort(program, made.slug)
    flash(_("The cohort %(cohort)s is there now, in set-up. Nobody was mailed.", cohort=made.name), "success")
    return see_other(url_for("coordinator.year.index", program_slug=program.slug))
