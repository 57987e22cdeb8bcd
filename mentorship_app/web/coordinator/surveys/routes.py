"""Check-ins of a cohort: list, plan, preview, open, watch the count, close, read results in groups."""

from datetime import date

from flask import Blueprint, Response, flash, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.questions.presentation import section_fields
from mentorship_app.surveys import WaveKind, readiness, services
from mentorship_app.surveys.answering import counts_answered
from mentorship_app.surveys.audience import roster_of
from mentorship_app.surveys.contents import contents_of, of_measures
from mentorship_app.surveys.queries import imports_of, invited_count, invited_counts, waves_of
from mentorship_app.surveys.questionnaire import minutes_of, parts
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.coordinator.surveys.forms import KIND_NAMES, NewWaveForm
from mentorship_app.web.coordinator.surveys.here import WaveHere, check_version, wave_here, wave_url
from mentorship_app.web.coordinator.surveys.words import STATUS_TAGS
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale

bp = Blueprint("surveys", __name__, url_prefix="/surveys")


def _db() -> Session:
    return db.session()


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    waves = waves_of(_db(), here.cohort)
    return page(
        "coordinator/surveys/index.html",
        waves=waves,
        invited=invited_counts(_db(), here.cohort),
        counts=counts_answered(_db(), waves),
        imports=imports_of(_db(), here.cohort),
        tags=STATUS_TAGS,
        kinds=KIND_NAMES,
    )


@bp.get("/new")
@requires(coordinates, load=place)
def new(here: Place) -> Response:
    """The next kind that is not planned yet, with dates from the cohort's year."""
    planned = {wave.kind for wave in waves_of(_db(), here.cohort)}
    kind = next((kind for kind in WaveKind if kind not in planned), WaveKind.ENDPOINT)
    opens_on, closes_on = _proposed(here, kind)
    form = NewWaveForm(kind=kind.value, opens_on=opens_on, closes_on=closes_on)
    return page("coordinator/surveys/new.html", form=form)


def _proposed(here: Place, kind: WaveKind) -> tuple[date, date]:
    """The usual dates; from today on when they are over."""
    opens_on, closes_on = services.usual_dates(here.cohort, kind)
    today = clock.local_date(clock.now(), here.program.timezone)
    if closes_on >= today:
        return opens_on, closes_on
    length = closes_on - opens_on
    return today, min(today + length, here.cohort.ends_on)


@bp.post("/new")
@requires(coordinates, load=place)
def create(here: Place) -> Response | BaseResponse:
    form = NewWaveForm()
    if form.validate_on_submit():
        try:
            wave = services.create_wave(
                _db(),
                here.cohort,
                kind=WaveKind(form.kind.data),
                contents=of_measures(_db(), [form.instrument.data]),
                opens_on=form.opens_on.data,
                closes_on=form.closes_on.data,
                by=current_actor(),
                now=clock.now(),
            )
        except AppError as error:
            put_error(form, error)
        else:
            return see_other(wave_url(here, wave))
    return page("coordinator/surveys/new.html", 422, form=form)


@bp.get("/<public_id>")
@requires(coordinates, load=wave_here)
def show(here: WaveHere) -> Response:
    return _wave_page(here)


def _wave_page(here: WaveHere, problem: str = "", status: int = 200) -> Response:
    contents = contents_of(_db(), here.wave)
    return page(
        "coordinator/surveys/show.html",
        status,
        wave=here.wave,
        tag=STATUS_TAGS[here.wave.status],
        kind=KIND_NAMES[here.wave.kind],
        measures=", ".join(instrument.title.in_(current_locale()) for instrument in contents.instruments),
        minutes=minutes_of(contents),
        asked=invited_count(_db(), here.wave) or len(roster_of(_db(), here.wave)),
        count=counts_answered(_db(), [here.wave])[here.wave.id],
        has_help=readiness.has_help_lines(here.program, now=clock.now()),
        problem=problem,
    )


@bp.get("/<public_id>/preview")
@requires(coordinates, load=wave_here)
def show_questions(here: WaveHere) -> Response:
    """Every page of the survey, as people see it; nothing can be sent from here."""
    locale = current_locale()
    pages = [
        (part, section_fields(part.section, locale, answers={}, numbered=part.counts_questions))
        for part in parts(contents_of(_db(), here.wave))
    ]
    return page("coordinator/surveys/preview.html", wave=here.wave, pages=pages)


@bp.post("/<public_id>/delete")
@requires(coordinates, load=wave_here)
def delete(here: WaveHere) -> BaseResponse:
    check_version(here.wave)
    services.delete_wave(_db(), here.wave, by=current_actor(), now=clock.now())
    flash(_("The planned check-in is deleted."))
    return see_other(url_for(".index", program_slug=here.program.slug))
