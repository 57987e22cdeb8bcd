"""The help numbers: added, changed, checked, removed."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.programs import HelpLine, Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.programs.help_lines import add_help_line, change_help_line, confirm_help_line, remove_help_line
from mentorship_app.programs.queries import help_lines_to_check
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.coordinator.row_ids import row_id
from mentorship_app.web.coordinator.settings.forms import HelpLineForm
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _


@dataclass(frozen=True)
class LineHere:
    """A help number of the program in view."""

    program: Program
    line: HelpLine


def line_here(program_slug: str, line_id: str) -> LineHere:
    """The number of the address; raises NotFound for one of another program."""
    program, wanted = place(program_slug).program, row_id(line_id)
    for line in program.help_lines:
        if line.id == wanted:
            return LineHere(program, line)
    raise NotFound(NOT_HERE)


def coordinates_line(actor: Actor, here: LineHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the other settings."""
    bp.add_url_rule("/settings/help", "help_lines", help_lines, methods=["GET", "POST"])
    bp.add_url_rule("/settings/help/<line_id>", "help_line", help_line, methods=["GET", "POST"])
    bp.add_url_rule("/settings/help/<line_id>/checked", "confirm_help_line", confirm, methods=["POST"])
    bp.add_url_rule("/settings/help/<line_id>/remove", "remove_help_line", remove, methods=["POST"])


def _to_list(program: Program) -> BaseResponse:
    return see_other(url_for(".help_lines", program_slug=program.slug))


@requires(coordinates, load=place)
def help_lines(here: Place) -> BaseResponse:
    form = HelpLineForm()
    if form.validate_on_submit():
        try:
            add_help_line(db.session, here.program, form.entry, by=current_actor(), now=clock.now())
        except AppError as error:
            put_error(form, error)
        else:
            flash(_("The number is shown on every page now."), "success")
            return _to_list(here.program)
    return _list_page(here.program, form)


def _list_page(program: Program, form: HelpLineForm) -> Response:
    return page(
        "coordinator/settings/help_lines.html",
        422 if form.errors else 200,
        form=form,
        due={line.id for line in help_lines_to_check(program, now=clock.now())},
    )


@requires(coordinates_line, load=line_here)
def help_line(here: LineHere) -> BaseResponse:
    form = HelpLineForm.of(here.line)
    if form.validate_on_submit():
        try:
            change_help_line(db.session, here.line, form.entry, by=current_actor(), now=clock.now())
        except AppError as error:
            put_error(form, error)
        else:
            flash(_("Saved."), "success")
            return _to_list(here.program)
    return page("coordinator/settings/help_line.html", 422 if form.errors else 200, form=form, line=here.line)


@requires(coordinates_line, load=line_here)
def confirm(here: LineHere) -> BaseResponse:
    confirm_help_line(db.session, here.line, by=current_actor(), now=clock.now())
    flash(_("%(number)s counts as checked today.", number=here.line.number), "success")
    return _to_list(here.program)


@requires(coordinates_line, load=line_here)
def remove(here: LineHere) -> BaseResponse:
    remove_help_line(db.session, here.line, by=current_actor(), now=clock.now())
    flash(_("The number is removed."), "info")
    return _to_list(here.program)
