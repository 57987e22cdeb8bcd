"""Check-ins of a cohort: the year's list, one check-in with everything about it, planning and deleting one."""

from datetime import date

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.surveys import WaveKind, WaveStatus, services
from mentorship_app.surveys.answering import counts_answered
from mentorship_app.surveys.building import usual_contents
from mentorship_app.surveys.contents import Contents, contents_of
from mentorship_app.surveys.enums import USUAL_AUDIENCE, AudienceGroup
from mentorship_app.surveys.queries import imports_of, invited_counts, waves_of
from mentorship_app.surveys.year_plan import already_planned, proposed_plan, usual_title
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.coordinator.surveys.forms import KIND_NAMES, MENTEES, MENTORS, USUAL, NewWaveForm
from mentorship_app.web.coordinator.surveys.here import WaveHere, check_version, wave_here, wave_url
from mentorship_app.web.coordinator.surveys.wave_page import wave_page
from mentorship_app.web.coordinator.surveys.words import STATUS_TAGS, next_step
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale

bp = Blueprint("surveys", __name__, url_prefix="/surveys")


def _db() -> Session:
    return db.session()


def _today(here: Place) -> date:
    return clock.local_date(clock.now(), here.program.timezone)


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    """The check-ins of the year in order, those of mentees and those of mentors apart, each with what comes next."""
    waves = waves_of(_db(), here.cohort)
    present = {(wave.kind, wave.asks_mentors) for wave in waves}
    today = _today(here)
    return page(
        "coordinator/surveys/index.html",
        waves=waves,
        sides=[
            (MENTEES, _("Mentees"), [wave for wave in waves if not wave.asks_mentors]),
            (MENTORS, _("Mentors"), [wave for wave in waves if wave.asks_mentors]),
        ],
        invited=invited_counts(_db(), here.cohort),
        counts=counts_answered(_db(), waves),
        imports=imports_of(_db(), here.cohort),
        tags=STATUS_TAGS,
        kinds=KIND_NAMES,
        next_step=lambda wave: next_step(wave, today=today),
        is_planned=all((planned.kind, planned.for_mentors) in present for planned in proposed_plan(here.cohort)),
    )


@bp.get("/new")
@requires(coordinates, load=place)
def new(here: Place) -> Response:
    """The next kind that is not planned yet, with dates from the cohort's year."""
    side = MENTORS if request.args.get("side") == MENTORS else MENTEES
    kind, opens_on, closes_on = _proposed(here, side == MENTORS)
    return _new_page(here, NewWaveForm(kind=kind.value, side=side, opens_on=opens_on, closes_on=closes_on))


def _proposed(here: Place, for_mentors: bool) -> tuple[WaveKind, date, date]:
    """The next check-in that the year lacks; from today on when its time is over."""
    today, present = _today(here), already_planned(_db(), here.cohort)
    lacking = [
        planned
        for planned in proposed_plan(here.cohort)
        if planned.for_mentors is for_mentors and (planned.kind, for_mentors) not in present
    ]
    ahead = next((planned for planned in lacking if planned.closes_on >= today), None)
    if ahead is not None:
        return ahead.kind, ahead.opens_on, ahead.closes_on
    kind = lacking[0].kind if lacking else WaveKind.ENDPOINT
    opens_on, closes_on = services.usual_dates(here.cohort, kind)
    return kind, today, max(today, min(today + (closes_on - opens_on), here.cohort.ends_on))


def _new_page(here: Place, form: NewWaveForm, status: int = 200) -> Response:
    locale = current_locale()
    form.offer((wave.public_id, wave.title.in_(locale)) for wave in waves_of(_db(), here.cohort))
    return page("coordinator/surveys/new.html", status, form=form)


@bp.post("/new")
@requires(coordinates, load=place)
def create(here: Place) -> Response | BaseResponse:
    form = NewWaveForm()
    form.offer((wave.public_id, wave.public_id) for wave in waves_of(_db(), here.cohort))
    if form.validate_on_submit():
        kind, for_mentors = WaveKind(form.kind.data), form.side.data == MENTORS
        try:
            wave = services.create_wave(
                _db(),
                here.cohort,
                kind=kind,
                title=usual_title(here.cohort, kind, for_mentors=for_mentors),
                contents=_asked(here, form, for_mentors),
                audience=(AudienceGroup.MENTORS,) if for_mentors else USUAL_AUDIENCE,
                opens_on=form.opens_on.data,
                closes_on=form.closes_on.data,
                by=current_actor(),
                now=clock.now(),
            )
        except AppError as error:
            put_error(form, error)
        else:
            return see_other(wave_url(here, wave))
    return _new_page(here, form, 422)


def _asked(here: Place, form: NewWaveForm, for_mentors: bool) -> Contents:
    """What is usual, or what the chosen check-in asked; the usual where that one asks the other side."""
    for wave in waves_of(_db(), here.cohort):
        if wave.public_id == form.asks.data != USUAL and wave.asks_mentors is for_mentors:
            return contents_of(_db(), wave)
    return usual_contents(_db(), here.program, WaveKind(form.kind.data), for_mentors=for_mentors)


@bp.get("/<public_id>")
@requires(coordinates, load=wave_here)
def show(here: WaveHere) -> Response:
    """One check-in; while it is open the numbers alone for htmx, once a minute."""
    return wave_page(here)


@bp.post("/<public_id>/delete")
@requires(coordinates, load=wave_here)
def delete(here: WaveHere) -> BaseResponse:
    if here.wave.status is WaveStatus.DRAFT:
        check_version(here.wave)
    services.delete_wave(_db(), here.wave, by=current_actor(), now=clock.now())
    flash(_("The planned check-in is deleted."))
    return see_other(url_for(".index", program_slug=here.program.slug))
