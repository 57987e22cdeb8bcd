"""``/p/<program>/reports/e/<edition>``: what stands in a report, drawing it, copying and deleting it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, request, url_for
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, FieldError, InvalidTransition
from mentorship_app.reports.context import NothingToReport
from mentorship_app.reports.editions import Edition, EditionStatus
from mentorship_app.reports.editions.drawn_parts import left_out_keys
from mentorship_app.reports.editions.queries import (
    EditionLine,
    earlier_cohorts,
    frozen_before,
    later_cohorts,
    line_of_edition,
)
from mentorship_app.reports.editions.services import choose, copy_edition, delete_draft, start_edition
from mentorship_app.reports.editions.texts import words_of
from mentorship_app.reports.outline import parts_of
from mentorship_app.reports.services import request_report
from mentorship_app.surveys.aggregates import list_datasets
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.coordinator.reports.forms import ChooseForm, CopyForm, NewForm, VersionForm
from mentorship_app.web.coordinator.reports.here import EditionHere, edition_here, orm, writes_edition
from mentorship_app.web.coordinator.reports.routes import STOP_POLLING, reason
from mentorship_app.web.coordinator.reports.words import FOR_WHOM, edition_name, groups_for
from mentorship_app.web.errors import message_of
from mentorship_app.web.htmx import is_fragment_request, page, see_other
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, current_locale

bp = Blueprint("editions", __name__, url_prefix="/reports")


@bp.get("/new")
@requires(coordinates, load=place)
def new(_here: Place) -> Response:
    return _new_page(NewForm(outline="full", locale=current_locale()))


def _new_page(form: NewForm, status: int = 200) -> Response:
    hints = {outline.value: words for outline, words in FOR_WHOM.items()}
    return page("coordinator/reports/new.html", status, form=form, hints=hints)


@bp.post("/new")
@requires(coordinates, load=place)
def create(here: Place) -> Response | BaseResponse:
    """A draft of its own, to be chosen and worded; nothing is drawn yet."""
    form = NewForm()
    if not form.validate():
        return _new_page(form, 422)
    try:
        edition = start_edition(
            orm(),
            here.cohort,
            outline=form.chosen,
            locale=form.locale.data or "",
            by=current_actor(),
            now=clock.now(),
        )
    except FieldError as error:
        put_error(form, error)
        return _new_page(form, 422)
    return see_other(address(edition, here.program.slug))


def address(edition: Edition, program_slug: str) -> str:
    """The page of an edition."""
    return url_for("coordinator.editions.show", program_slug=program_slug, edition_id=edition.public_id)


@bp.get("/e/<edition_id>")
@requires(writes_edition, load=edition_here)
def show(here: EditionHere) -> Response:
    """One report in the making, or frozen; the state of its drawing alone when htmx asks how far it is."""
    if not is_fragment_request():
        return show_edition(here)
    line = line_of_edition(orm(), here.edition)
    answer = make_response(render_block("coordinator/reports/edition.html", "drawing", **_drawing(here, line)))
    if not line.is_pending:
        answer.status_code = STOP_POLLING
    return answer


def show_edition(here: EditionHere, form: ChooseForm | None = None, problem: str = "", status: int = 200) -> Response:
    """The page of an edition, with what was typed or what stands in the way."""
    session, edition = orm(), here.edition
    line = line_of_edition(session, edition)
    missing = left_out_keys(session, edition, line)
    return page(
        "coordinator/reports/edition.html",
        status,
        **_drawing(here, line),
        form=form or ChooseForm.of(edition, formdata=None),
        copy_form=CopyForm.of(edition, later_cohorts(session, here.cohort)),
        problem=problem,
        groups=groups_for(edition.outline),
        missing=missing,
        earlier=earlier_cohorts(session, here.cohort),
        to_word=_places(edition),
        has_results=bool(list_datasets(session, here.cohort)),
        comparable=bool(frozen_before(session, edition)),
    )


def _drawing(here: EditionHere, line: EditionLine) -> dict[str, Any]:
    edition = here.edition
    return {
        "here": here,
        "edition": edition,
        "line": line,
        "name": edition_name(edition),
        "frozen": EditionStatus.FROZEN,
        "languages": LANGUAGE_NAMES,
        "reason": reason,
        "edition_url": address(edition, here.program.slug),
    }


def _places(edition: Edition) -> list[dict[str, Any]]:
    """The chosen sections in which people can write, and how much they wrote."""
    tasks = []
    for part in parts_of(edition.sections):
        words = words_of(edition, part)
        if not words:
            continue
        written = [text for text in words.values() if text]
        tasks.append({"part": part, "written": len(written), "all": len(words)})
    return tasks


@bp.post("/e/<edition_id>")
@requires(writes_edition, load=edition_here)
def save(here: EditionHere) -> Response | BaseResponse:
    """Which sections, and which earlier cohorts beside."""
    form = ChooseForm.of(here.edition)
    try:
        choose(
            orm(),
            here.edition,
            sections=form.sections.data or [],
            pooled=_ids(form.pooled.data or []),
            version=form.read_version,
            by=current_actor(),
            now=clock.now(),
        )
    except Conflict as conflict:
        form.renew(here.edition.version)
        return show_edition(here, form, message_of(conflict), 409)
    except InvalidTransition as error:
        return show_edition(here, problem=message_of(error), status=409)
    except FieldError as error:
        put_error(form, error)
        return show_edition(here, form, status=422)
    flash(_("Saved."), "success")
    return see_other(address(here.edition, here.program.slug))


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        # Nobody sees such a box; an id that nothing has is refused like another program's.
        return [UUID(int=0)]


@bp.post("/e/<edition_id>/draw")
@requires(writes_edition, load=edition_here)
def draw(here: EditionHere) -> Response | BaseResponse:
    """Ask the worker to draw it as it is now."""
    try:
        request_report(orm(), here.edition, by=current_actor(), now=clock.now())
    except (NothingToReport, InvalidTransition) as error:
        return show_edition(here, problem=message_of(error), status=409)
    return see_other(address(here.edition, here.program.slug))


@bp.post("/e/<edition_id>/copy", endpoint="copy")
@requires(writes_edition, load=edition_here)
def make_copy(here: EditionHere) -> Response | BaseResponse:
    """A draft that begins as this one is, in a language and for a cohort."""
    session = orm()
    cohorts = {cohort.slug: cohort for cohort in later_cohorts(session, here.cohort)}
    cohort = cohorts.get(request.form.get("cohort", ""), here.cohort)
    try:
        copy = copy_edition(
            session,
            here.edition,
            cohort,
            locale=request.form.get("locale", ""),
            by=current_actor(),
            now=clock.now(),
        )
    except AppError as error:
        return show_edition(here, problem=message_of(error), status=422)
    if cohort.id != here.cohort.id:
        flash(_("Copied to %(cohort)s. Choose that cohort to go on with it.", cohort=cohort.name), "success")
        return see_other(address(here.edition, here.program.slug))
    if copy.locale != here.edition.locale:
        flash(_("Copied. Your texts are still in the other language: translate them."), "success")
    else:
        flash(_("Copied."), "success")
    return see_other(address(copy, here.program.slug))


@bp.get("/e/<edition_id>/delete")
@requires(writes_edition, load=edition_here)
def confirm_delete(here: EditionHere) -> Response:
    return _confirm_page(here, VersionForm.of(here.edition))


def _confirm_page(here: EditionHere, form: VersionForm, problem: str = "", status: int = 200) -> Response:
    line = line_of_edition(orm(), here.edition)
    return page("coordinator/reports/delete.html", status, **_drawing(here, line), form=form, problem=problem)


@bp.post("/e/<edition_id>/delete")
@requires(writes_edition, load=edition_here)
def delete(here: EditionHere) -> Response | BaseResponse:
    """A draft goes with its words and drawings."""
    form = VersionForm.of(here.edition)
    try:
        delete_draft(orm(), here.edition, version=form.read_version, by=current_actor(), now=clock.now())
    except (Conflict, InvalidTransition) as error:
        form.renew(here.edition.version)
        return _confirm_page(here, form, message_of(error), 409)
    flash(_("The draft is deleted."), "success")
    return see_other(url_for("coordinator.reports.index", program_slug=here.program.slug))
