"""Weights and rules: how much each criterion counts, what must hold, how pairs are found."""

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict
from mentorship_app.matching.configuring import save_settings, settings_of_cohort
from mentorship_app.matching.settings import MOST_WEIGHT
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.match_settings.effect import ShownEffect, shown_effect
from mentorship_app.web.coordinator.match_settings.forms import MODE_HINTS, SettingsForm
from mentorship_app.web.coordinator.match_settings.words import differences
from mentorship_app.web.coordinator.matching.here import MatchingHere, matching_here
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page_or_block, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.versioned_form import Difference, VersionedForm

bp = Blueprint("match_settings", __name__, url_prefix="/matching")


@bp.get("/settings")
@requires(coordinates, load=matching_here)
def index(here: MatchingHere) -> Response:
    settings, version = settings_of_cohort(db.session(), here.cohort)
    return _page(here, SettingsForm.of(settings, version), effect=shown_effect(here, settings))


def _page(
    here: MatchingHere,
    form: VersionedForm,
    status: int = 200,
    *,
    effect: ShownEffect | None = None,
    theirs: list[Difference] | None = None,
    is_preview: bool = False,
) -> Response:
    return page_or_block(
        "coordinator/match_settings/index.html",
        "effect",
        status,
        here=here,
        form=form,
        effect=effect,
        theirs=theirs or [],
        is_preview=is_preview,
        is_fragment=is_fragment_request(),
        mode_hints=MODE_HINTS,
        most=MOST_WEIGHT,
    )


@bp.post("/settings")
@requires(coordinates, load=matching_here)
def save(here: MatchingHere) -> Response | BaseResponse:
    """Keep what was entered, or only look what it would do."""
    form = SettingsForm()
    if not form.validate():
        return _page(here, form, 422)
    if request.form.get("do") == "effect":
        return _page(here, form, effect=shown_effect(here, form.settings), is_preview=True)
    try:
        save_settings(
            db.session(), here.cohort, form.settings, version=form.read_version, by=current_actor(), now=clock.now()
        )
    except Conflict as conflict:
        db.session.rollback()
        put_error(form, conflict)
        now_says, version = settings_of_cohort(db.session(), here.cohort)
        form.renew(version)
        return _page(here, form, 409, theirs=differences(now_says, form.settings))
    except AppError as error:
        put_error(form, error)
        return _page(here, form, 422)
    flash(_("Saved. The proposed pairs stay as they are until matching is run again."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug, kind=here.kind.value))
