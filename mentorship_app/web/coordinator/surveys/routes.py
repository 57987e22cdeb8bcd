"""Check-ins of a cohort: list, plan, preview, open, watch the count, close, read results in groups."""

from datetime import date

from flask import Blueprint, Response, flash, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.messaging.preview import preview
from mentorship_app.questions.presentation import section_fields
from mentorship_app.surveys import Wave, WaveKind, WaveStatus, aggregates, notifications, services
from mentorship_app.surveys.aggregates import Dataset
from mentorship_app.surveys.answering import counts_answered
from mentorship_app.surveys.audience import roster_of
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.contents import contents_of, of_measures
from mentorship_app.surveys.queries import imports_of, invited_count, invited_counts, waves_of
from mentorship_app.surveys.questionnaire import minutes_of, parts
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place, reads_reports
from mentorship_app.web.coordinator.surveys.forms import KIND_NAMES, ConfirmForm, NewWaveForm
from mentorship_app.web.coordinator.surveys.here import ImportHere, WaveHere, import_here, wave_here
from mentorship_app.web.coordinator.surveys.words import STATUS_TAGS, how_many, shown_scales, why_hidden
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.keys import keyring

bp = Blueprint("surveys", __name__, url_prefix="/surveys")

STALE = N_("Somebody else changed this check-in in the meantime. Look at it again before you go on.")


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
            return see_other(_wave_url(here, wave))
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
        has_help=services.has_help_lines(here.program, now=clock.now()),
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


@bp.get("/<public_id>/open")
@requires(coordinates, load=wave_here)
def ask_open(here: WaveHere) -> Response | BaseResponse:
    """The mail to everybody, before anything is done."""
    if here.wave.status is not WaveStatus.DRAFT:
        return see_other(_wave_url(here, here.wave))
    return _open_page(here)


def _open_page(here: WaveHere, problem: str = "", status: int = 200) -> Response:
    roster = roster_of(_db(), here.wave)
    mails = []
    for locale in sorted({enrollment.account.locale for enrollment in roster}):
        reader = next(enrollment for enrollment in roster if enrollment.account.locale == locale)
        mail = preview(
            _db(),
            notifications.INVITATION,
            to_email=reader.account.email,
            to_name=_("(name)"),
            locale=locale,
            context=notifications.invitation_context(here.wave, reader),
            base_url=current_settings().base_url,
            now=clock.now(),
        )
        mails.append((locale, mail))
    return page(
        "coordinator/surveys/open.html",
        status,
        wave=here.wave,
        asked=len(roster),
        mails=mails,
        has_help=services.has_help_lines(here.program, now=clock.now()),
        problem=problem,
    )


@bp.post("/<public_id>/open")
@requires(coordinates, load=wave_here)
def open_wave(here: WaveHere) -> Response | BaseResponse:
    if here.wave.status is WaveStatus.DRAFT:
        _check_version(here.wave)
    try:
        services.open_wave(_db(), keyring(), here.wave, by=current_actor(), now=clock.now())
    except Conflict as error:
        return _open_page(here, _(error.message, **error.values), 409)
    flash(_("The check-in is open. The mails leave in ten minutes; until then they can be taken back in the outbox."))
    return see_other(_wave_url(here, here.wave))


@bp.get("/<public_id>/close")
@requires(coordinates, load=wave_here)
def ask_close(here: WaveHere) -> Response | BaseResponse:
    if here.wave.status is not WaveStatus.OPEN:
        return see_other(_wave_url(here, here.wave))
    return page(
        "coordinator/surveys/close.html",
        wave=here.wave,
        asked=invited_count(_db(), here.wave),
        count=counts_answered(_db(), [here.wave])[here.wave.id],
    )


@bp.post("/<public_id>/close")
@requires(coordinates, load=wave_here)
def close(here: WaveHere) -> Response | BaseResponse:
    """Shuffle and write the answers now; the worker destroys the key within seconds."""
    if here.wave.status is WaveStatus.OPEN:
        _check_version(here.wave)
    close_wave(_db(), keyring(), here.wave, by=current_actor(), now=clock.now())
    flash(_("The check-in is closed. Its answers are shuffled, and its key is being destroyed."))
    return see_other(_wave_url(here, here.wave))


@bp.post("/<public_id>/delete")
@requires(coordinates, load=wave_here)
def delete(here: WaveHere) -> BaseResponse:
    _check_version(here.wave)
    services.delete_wave(_db(), here.wave, by=current_actor(), now=clock.now())
    flash(_("The planned check-in is deleted."))
    return see_other(url_for(".index", program_slug=here.program.slug))


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


def _check_version(wave: Wave) -> None:
    """Raises Conflict when the form was drawn from an older state."""
    form = ConfirmForm()
    if form.version.data != wave.version:
        raise Conflict(STALE)


def _wave_url(here: Place, wave: Wave) -> str:
    return url_for(".show", program_slug=here.program.slug, public_id=wave.public_id)
