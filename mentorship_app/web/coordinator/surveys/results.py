"""Results of check-ins and of imported scores, in groups; nothing before the close."""

from flask import Response
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.surveys import WaveStatus, aggregates
from mentorship_app.surveys.aggregates import Dataset
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.place import Place, reads_reports
from mentorship_app.web.coordinator.surveys.here import ImportHere, WaveHere, import_here, wave_here
from mentorship_app.web.coordinator.surveys.routes import bp
from mentorship_app.web.coordinator.surveys.words import how_many, shown_scales, why_hidden
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.i18n import _


def _db() -> Session:
    return db.session()


@bp.get("/<public_id>/results")
@requires(reads_reports, load=wave_here)
def results(here: WaveHere) -> Response | BaseResponse:
    """Suppressed tables with charts; before the close there is nothing to read."""
    if here.wave.status is not WaveStatus.CLOSED:
        return page("coordinator/surveys/too_early.html", wave=here.wave)
    return _results_page(here, aggregates.published(_db(), aggregates.wave_ref(here.wave)))


@bp.get("/imports/<public_id>")
@requires(reads_reports, load=import_here)
def imported(here: ImportHere) -> Response:
    return _results_page(here, aggregates.published(_db(), aggregates.import_ref(here.imported)))


def _results_page(here: Place, dataset: Dataset | None) -> Response:
    if dataset is None:
        return page("coordinator/surveys/withheld.html", 409)
    return page(
        "coordinator/surveys/results.html",
        dataset=dataset,
        scales=shown_scales(dataset),
        answered=how_many(dataset),
        why_hidden=why_hidden,
        # Said here: a per cent sign in a template's sentence would be read as a place to fill.
        interval_word=_("95 % interval"),
        cohort=here.cohort,
    )
