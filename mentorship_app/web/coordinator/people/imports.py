"""A list of people from a file: choose it, see what it would do, apply it or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, request, send_file, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, Program, RosterUpload, roster_template
from mentorship_app.programs import policies as program_policies
from mentorship_app.programs.roster import BadRow, Changed, New, RosterPlan, plan_roster
from mentorship_app.programs.roster_columns import HEADS
from mentorship_app.programs.roster_uploads import (
    apply_upload,
    drop_upload,
    find_upload,
    keep_upload,
    require_open_roster,
)
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.people import words
from mentorship_app.web.coordinator.people.forms import ApplyForm, FileForm
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale, ngettext
from mentorship_app.web.list_page import ListPage

ROWS_A_PAGE = 50
BAD_ROWS_SHOWN = 200
"""Enough to see what is wrong with a file; whoever has more to correct uploads again anyway."""


@dataclass(frozen=True)
class UploadHere:
    """The visitor's own upload for the cohort in view."""

    program: Program
    cohort: Cohort
    upload: RosterUpload


def upload_here(program_slug: str, upload_id: str) -> UploadHere:
    """The upload of the address; raises NotFound for somebody else's, and after a day."""
    here = place(program_slug)
    upload = find_upload(db.session, here.cohort, upload_id, by=current_actor(), now=clock.now())
    if upload is None:
        raise NotFound(NOT_HERE)
    return UploadHere(here.program, here.cohort, upload)


def coordinates_upload(actor: Actor, here: UploadHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the other pages of people."""
    bp.add_url_rule("/people/import", "choose_file", choose_file, methods=["GET"])
    bp.add_url_rule("/people/import", "upload", upload, methods=["POST"])
    bp.add_url_rule("/people/import/template.<kind>", "template", template, methods=["GET"])
    bp.add_url_rule("/people/import/<upload_id>", "review", review, methods=["GET"])
    bp.add_url_rule("/people/import/<upload_id>", "apply", apply, methods=["POST"])
    bp.add_url_rule("/people/import/<upload_id>/discard", "discard", discard, methods=["POST"])


@requires(coordinates, load=place)
def choose_file(here: Place) -> Response:
    require_open_roster(here.cohort)
    return _file_page(FileForm())


def _file_page(form: FileForm, status: int = 200, plan: RosterPlan | None = None) -> Response:
    bad = plan.bad if plan else ()
    return page(
        "coordinator/people/import.html",
        status,
        form=form,
        counts=_counts(plan) if plan else None,
        rows=[_bad_row(row) for row in bad[:BAD_ROWS_SHOWN]],
        more=max(0, len(bad) - BAD_ROWS_SHOWN),
        remarks=_remarks(plan) if plan else [],
        heads=[head.in_(current_locale()) for head in HEADS.values()],
    )


@requires(coordinates, load=place)
def upload(here: Place) -> BaseResponse:
    require_open_roster(here.cohort)
    form = FileForm()
    chosen = form.file.data
    if not form.validate() or not isinstance(chosen, FileStorage) or not chosen.filename:
        form.file.errors = (*form.file.errors, _("Choose the file with your list of people."))
        return _file_page(form, 422)
    content, name = chosen.stream.read(), chosen.filename
    try:
        plan = plan_roster(db.session, here.cohort, content, file_name=name)
    except FieldError as error:
        put_error(form, error)
        return _file_page(form, 422)
    if plan.bad:
        form.file.errors = (
            *form.file.errors,
            ngettext(
                "%(num)s row has to be corrected. Nothing changed. Correct it, then choose the file again.",
                "%(num)s rows have to be corrected. Nothing changed. Correct them, then choose the file again.",
                len(plan.bad),
            ),
        )
        return _file_page(form, 422, plan)
    kept = keep_upload(
        db.session, here.cohort, content, file_name=secure_name(name), by=current_actor(), now=clock.now()
    )
    return see_other(url_for(".review", program_slug=here.program.slug, upload_id=kept.public_id))


def secure_name(name: str) -> str:
    """A file name that can be shown and kept; its ending stays, since it is compared with the content."""
    return secure_filename(name)[-80:] or "list"


@requires(coordinates_upload, load=upload_here)
def review(here: UploadHere) -> Response:
    plan = plan_roster(db.session, here.cohort, here.upload.content, file_name=here.upload.file_name)
    return _review_page(here, plan, ApplyForm(fingerprint=plan.fingerprint))


def _review_page(here: UploadHere, plan: RosterPlan, form: ApplyForm, status: int = 200) -> Response:
    entries: Sequence[New | Changed | BadRow] = (*plan.bad, *plan.changed, *plan.new)
    shown = ListPage.of(entries, number=request.args.get("page", 1, type=int), size=ROWS_A_PAGE)
    return page(
        "coordinator/people/review.html",
        status,
        form=form,
        upload=here.upload,
        counts=_counts(plan),
        rows=[_shown_row(entry) for entry in shown.items],
        pages=shown,
        remarks=_remarks(plan),
        does_nothing=plan.does_nothing,
        can_apply=not plan.bad and not plan.does_nothing,
    )


@requires(coordinates_upload, load=upload_here)
def apply(here: UploadHere) -> BaseResponse:
    form = ApplyForm()
    try:
        done = apply_upload(
            db.session,
            here.cohort,
            here.upload,
            fingerprint=form.fingerprint.data or "",
            by=current_actor(),
            now=clock.now(),
        )
    except Conflict as conflict:
        db.session.rollback()
        fresh = upload_here(here.program.slug, here.upload.public_id)
        plan = plan_roster(db.session, fresh.cohort, fresh.upload.content, file_name=fresh.upload.file_name)
        put_error(form, conflict)
        form.fingerprint.data = plan.fingerprint
        return _review_page(fresh, plan, form, 409)
    flash(
        _("Done: %(added)s people added, %(changed)s changed.", added=len(done.new), changed=len(done.changed)),
        "success",
    )
    return see_other(url_for(".index", program_slug=here.program.slug))


@requires(coordinates_upload, load=upload_here)
def discard(here: UploadHere) -> BaseResponse:
    drop_upload(db.session, here.upload)
    flash(_("The list was not applied and is deleted here. Nothing changed."), "info")
    return see_other(url_for(".choose_file", program_slug=here.program.slug))


def template_here(program_slug: str, kind: str) -> tuple[Place, str]:
    """The cohort in view and a kind of file that there is; raises NotFound for any other."""
    if kind not in roster_template.KINDS:
        raise NotFound(NOT_HERE)
    return place(program_slug), kind


def coordinates_template(actor: Actor, here: tuple[Place, str]) -> bool:
    """Coordinators of the program."""
    return coordinates(actor, here[0])


@requires(coordinates_template, load=template_here)
def template(here: tuple[Place, str]) -> Response:
    cohort_place, kind = here
    made = roster_template.make(cohort_place.program, kind, locale=current_locale())
    return send_file(made.content, mimetype=made.media_type, as_attachment=True, download_name=made.file_name)


def _counts(plan: RosterPlan) -> dict[str, int]:
    return {
        "new": len(plan.new),
        "changed": len(plan.changed),
        "same": len(plan.unchanged),
        "bad": len(plan.bad),
    }


def _remarks(plan: RosterPlan) -> list[str]:
    said = [_(remark.message, **remark.values) for remark in plan.remarks]
    if plan.unused:
        said.append(_("These columns were not read: %(heads)s.", heads=", ".join(plan.unused)))
    return said


def _shown_row(entry: New | Changed | BadRow) -> dict[str, Any]:
    if isinstance(entry, BadRow):
        return _bad_row(entry)
    row = entry.row
    if isinstance(entry, Changed):
        notes = [
            _(
                "%(field)s: %(before)s becomes %(after)s",
                field=str(words.FIELD[change.field]),
                before=words.shown_value(change.field, change.before),
                after=words.shown_value(change.field, change.after),
            )
            for change in entry.changes
        ]
        return {"number": row.number, "state": "changed", "name": row.name, "note": "; ".join(notes)}
    parts = [str(words.ROLE[row.role]), row.email, words.level_name(row.training_level), row.department, row.site]
    if entry.account is not None and entry.account.name != row.name:
        parts.append(_("known here as %(name)s, which stays", name=entry.account.name))
    return {"number": row.number, "state": "new", "name": row.name, "note": ", ".join(filter(None, parts))}


def _bad_row(row: BadRow) -> dict[str, Any]:
    problems = [
        {
            "column": problem.column,
            "found": problem.found,
            "expected": _(problem.expected.message, **problem.expected.values),
        }
        for problem in row.problems
    ]
    return {"number": row.number, "state": "bad", "name": row.name, "problems": problems}
