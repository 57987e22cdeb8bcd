"""The support plan: read by viewers too, written and signed by coordinators."""

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict
from mentorship_app.programs import policies
from mentorship_app.programs.support import SupportEntries, SupportPlan, plan_for, save_plan
from mentorship_app.programs.support import sign as record_signature
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place, reads_reports
from mentorship_app.web.coordinator.support.forms import PlanForm, SignForm
from mentorship_app.web.coordinator.support.words import FIELD, parts_of, shown_value
from mentorship_app.web.coordinator.time_in_lists import hours_sentence
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.versioned_form import Difference

bp = Blueprint("support", __name__, url_prefix="/support")


@bp.get("")
@requires(reads_reports, load=place)
def index(here: Place) -> Response:
    return _page(here, plan_for(db.session(), here.cohort))


def _page(
    here: Place,
    plan: SupportPlan | None,
    form: PlanForm | None = None,
    sign_form: SignForm | None = None,
    status: int = 200,
    differences: list[Difference] | None = None,
) -> Response:
    today = clock.local_date(clock.now(), here.program.timezone)
    empty = {"formdata": None}
    plan_form = form or PlanForm.of(plan, **empty)
    return page(
        "coordinator/support/index.html",
        status,
        plan=plan,
        parts=parts_of(plan.entries) if plan else (),
        parts_of=parts_of,
        may_write=policies.can_coordinate(current_actor(), here.program),
        plan_form=plan_form,
        sign_form=(sign_form or SignForm.of(plan, today, **empty)) if plan else None,
        form=sign_form or plan_form,
        theirs=differences or [],
        hours=hours_sentence(here.cohort),
    )


@bp.post("")
@requires(coordinates, load=place)
def save(here: Place) -> Response | BaseResponse:
    plan = plan_for(db.session(), here.cohort)
    form = PlanForm.of(plan)
    if not form.validate():
        return _page(here, plan, form, status=422)
    try:
        save_plan(
            db.session(), here.cohort, form.entries, version=form.read_version, by=current_actor(), now=clock.now()
        )
    except Conflict as conflict:
        put_error(form, conflict)
        plan = plan_for(db.session(), here.cohort)
        now_says = plan.entries if plan else SupportEntries()
        form.renew(plan.version if plan else 0)
        return _page(here, plan, form, status=409, differences=_differences(now_says, form.entries))
    except AppError as error:
        put_error(form, error)
        return _page(here, plan, form, status=422)
    flash(_("Saved."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))


def _differences(now_says: SupportEntries, yours: SupportEntries) -> list[Difference]:
    return [
        Difference(str(FIELD[field]), shown_value(field, now_says), shown_value(field, yours))
        for field in SupportEntries.__dataclass_fields__
        if getattr(now_says, field) != getattr(yours, field)
    ]


@bp.post("/sign")
@requires(coordinates, load=place)
def sign(here: Place) -> Response | BaseResponse:
    """Record a signature under the plan as it was read."""
    plan = plan_for(db.session(), here.cohort)
    if plan is None:
        return _page(here, None, status=422)
    form = SignForm.of(plan, clock.local_date(clock.now(), here.program.timezone), formdata=request.form)
    if not form.validate():
        return _page(here, plan, sign_form=form, status=422)
    try:
        record_signature(
            db.session(),
            plan,
            signed_by=form.signed_by.data or "",
            role=form.role.data or "",
            signed_on=form.signed_on.data,
            version=form.read_version,
            by=current_actor(),
            now=clock.now(),
        )
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(plan.version)
        return _page(here, plan, sign_form=form, status=409)
    except AppError as error:
        put_error(form, error)
        return _page(here, plan, sign_form=form, status=422)
    flash(_("The support plan is signed."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))
