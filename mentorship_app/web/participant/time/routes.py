"""A mentor's own time, changed by the mentor."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict
from mentorship_app.mentoring.queries import count_taken
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.programs.absences import absences_of, add_absence, remove_absence
from mentorship_app.programs.services import change_enrollment
from mentorship_app.web.absence_words import absence_words
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.matching_forms import AbsenceForm
from mentorship_app.web.participant.current import enrollment_called, my_enrollments, takes_part
from mentorship_app.web.participant.time.forms import TimeForm

bp = Blueprint("time", __name__, url_prefix="/me/time")


def _mine() -> Enrollment:
    return enrollment_called(request.values.get("in", ""), CohortRole.MENTOR)


def _to_page(mine: Enrollment) -> BaseResponse:
    several = len(_mentoring()) > 1
    parts: dict[str, Any] = {"in": mine.public_id} if several else {}
    return see_other(url_for(".index", **parts))


def _mentoring() -> list[Enrollment]:
    return [enrollment for enrollment in my_enrollments() if enrollment.role is CohortRole.MENTOR]


@bp.get("")
@requires(takes_part)
def index() -> Response:
    mine = _mine()
    return _page(mine, TimeForm.of(mine), AbsenceForm(None))


def _page(
    mine: Enrollment, form: TimeForm, absence_form: AbsenceForm, status: int = 200, *, is_stale: bool = False
) -> Response:
    return page(
        "participant/time/index.html",
        status,
        mine=mine,
        enrollments=_mentoring(),
        form=form,
        absence_form=absence_form,
        problems=form if form.errors else absence_form,
        is_stale=is_stale,
        taken=count_taken(db.session(), mine),
        absences=[(absence.public_id, absence_words(absence)) for absence in absences_of(db.session(), mine)],
    )


@bp.post("")
@requires(takes_part)
def save() -> Response | BaseResponse:
    """Places and hours; fewer places than mentees are refused with what to do."""
    mine = _mine()
    form = TimeForm.of(mine)
    if not form.validate():
        return _page(mine, form, AbsenceForm(None), 422)
    try:
        change_enrollment(
            db.session(),
            mine,
            version=form.read_version,
            by=current_actor(),
            now=clock.now(),
            capacity=form.capacity.data or 0,
            hours_per_month=form.hours_per_month.data,
        )
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(mine.version)
        return _page(mine, form, AbsenceForm(None), 409, is_stale=True)
    except AppError as error:
        put_error(form, error)
        return _page(mine, form, AbsenceForm(None), 422)
    flash(_("Saved."), "success")
    return _to_page(mine)


@bp.post("/absences")
@requires(takes_part)
def add() -> Response | BaseResponse:
    """Note a pause or days away."""
    mine, form = _mine(), AbsenceForm()
    if not form.validate():
        return _page(mine, _as_kept(mine), form, 422)
    try:
        add_absence(db.session(), mine, form.entry, by=current_actor(), now=clock.now())
    except AppError as error:
        put_error(form, error)
        return _page(mine, _as_kept(mine), form, 422)
    flash(_("Noted."), "success")
    return _to_page(mine)


@bp.post("/absences/<public_id>/remove")
@requires(takes_part)
def remove(public_id: str) -> BaseResponse:
    mine = _mine()
    remove_absence(db.session(), mine, public_id, by=current_actor(), now=clock.now())
    flash(_("Removed."), "success")
    return _to_page(mine)


def _as_kept(mine: Enrollment) -> TimeForm:
    """The form beside the one that was sent."""
    return TimeForm(None, version=str(mine.version), capacity=mine.capacity, hours_per_month=mine.hours_per_month)
