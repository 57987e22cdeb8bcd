"""Calls for mentors: write, change, open, close; and how far people came."""

from datetime import date, timedelta

from flask import Blueprint, Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import Field

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, FieldError
from mentorship_app.core.i18n import LocalizedText
from mentorship_app.programs import Phase
from mentorship_app.programs.phases import Opening, is_open
from mentorship_app.recruitment import CallStatus
from mentorship_app.recruitment import calls as call_services
from mentorship_app.recruitment.calls import Availability, CallText, availability
from mentorship_app.recruitment.funnel import funnel_of
from mentorship_app.recruitment.next_year import count_interested
from mentorship_app.recruitment.queries import calls_of
from mentorship_app.recruitment.targets import progress_of
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.applications import words
from mentorship_app.web.coordinator.applications.addresses import share_url
from mentorship_app.web.coordinator.applications.here import CallHere, call_here
from mentorship_app.web.coordinator.calls import words as target_words
from mentorship_app.web.coordinator.calls.forms import CallForm
from mentorship_app.web.coordinator.calls.values import shown_value
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _

bp = Blueprint("calls", __name__)

USUAL_DAYS = timedelta(days=28)
USUAL_HOURS = 1.0
USUAL_PLACES = 10
TITLE = LocalizedText(en="Become a mentor", fr="Devenez mentor ou mentore")
INTRO = LocalizedText(
    en="A year in training is easier with somebody at one’s side who has been there. We look for physicians who can "
    "give a resident an hour a month: to listen, to think along, and to share what they wish they had known.\n\n"
    "You need no special training and no answer for everything. We pair you with care, and help when a pair does "
    "not fit.",
    fr="Une année de formation est plus légère aux côtés de quelqu’un qui est passé par là. Nous cherchons des "
    "médecins qui peuvent donner une heure par mois à une personne en formation\u00a0: écouter, réfléchir avec elle, "
    "partager ce qu’il aurait été bon de savoir plus tôt.\n\n"
    "Aucune formation particulière n’est requise, et personne n’a réponse à tout. Nous formons les jumelages avec "
    "soin, et nous aidons quand l’un d’eux ne convient pas.",
)


@bp.get("/calls")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    return page(
        "coordinator/calls/index.html",
        calls=[(call, share_url(call)) for call in calls_of(db.session, here.cohort)],
        takes_applications=is_open(here.cohort, Opening.APPLICATIONS),
        interested=count_interested(db.session, here.program),
        words=words,
    )


@bp.get("/calls/new")
@requires(coordinates, load=place)
def new(here: Place) -> Response:
    """A call with words and dates that can go as they stand."""
    today = clock.local_date(clock.now(), here.program.timezone)
    form = CallForm(
        title_en=TITLE.en,
        title_fr=TITLE.fr,
        intro_en=INTRO.en,
        intro_fr=INTRO.fr,
        hours_per_month=USUAL_HOURS,
        places_wanted=USUAL_PLACES,
        opens_on=today,
        closes_on=_usual_last_day(here, today),
        reminders="2",
    )
    return _form_page(form, url_for(".create", program_slug=here.program.slug))


def _usual_last_day(here: Place, today: date) -> date:
    """The end of recruitment as planned, if that is still ahead."""
    planned = [plan.ends_on for plan in here.cohort.phase_plans if plan.phase is Phase.RECRUITMENT]
    return next((day for day in planned if day > today), today + USUAL_DAYS)


@bp.post("/calls/new")
@requires(coordinates, load=place)
def create(here: Place) -> Response | BaseResponse:
    form = CallForm()
    action = url_for(".create", program_slug=here.program.slug)
    if not form.validate_on_submit():
        return _form_page(form, action, 422)
    try:
        call_services.create_call(db.session, here.cohort, form.text(), by=current_actor(), now=clock.now())
    except FieldError as error:
        put_error(form, error)
        return _form_page(form, action, 422)
    flash(_("The call is a draft. Look at its page, then open it."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))


@bp.get("/calls/<slug>")
@requires(coordinates, load=call_here)
def show(here: CallHere) -> Response:
    """How far people came, and what is still looked for."""
    call = here.call
    return page(
        "coordinator/calls/show.html",
        call=call,
        url=share_url(call),
        is_open=availability(call, clock.now()) is Availability.NOW,
        funnel=funnel_of(db.session, call),
        targets=[(progress, shown_value(here.program, progress.target)) for progress in progress_of(db.session, call)],
        words=words,
        target_words=target_words,
    )


@bp.get("/calls/<slug>/change")
@requires(coordinates, load=call_here)
def edit(here: CallHere) -> Response:
    return _form_page(CallForm(obj=here.call), _edit_url(here), call=here)


@bp.post("/calls/<slug>/change")
@requires(coordinates, load=call_here)
def change(here: CallHere) -> Response | BaseResponse:
    form = CallForm()
    if not form.validate_on_submit():
        return _form_page(form, _edit_url(here), 422, call=here)
    try:
        call_services.change_call(
            db.session, here.call, form.text(), version=form.read_version, by=current_actor(), now=clock.now()
        )
    except Conflict as error:
        db.session.rollback()
        return _stale_page(call_here(here.program.slug, here.call.slug), form, error)
    except FieldError as error:
        put_error(form, error)
        return _form_page(form, _edit_url(here), 422, call=here)
    flash(_("The call is saved."), "success")
    return see_other(url_for(".show", program_slug=here.program.slug, slug=here.call.slug))


def _stale_page(here: CallHere, form: CallForm, error: Conflict) -> Response:
    """Both texts beside each other; saving again puts one's own in place of the other."""
    put_error(form, error)
    now = CallForm(formdata=None, obj=here.call)
    theirs = [
        {"field": field.label.text, "theirs": shown_field(now[field.name]), "yours": shown_field(field)}
        for field in form
        if field.name in CallText.__dataclass_fields__ and shown_field(field) != shown_field(now[field.name])
    ]
    form.renew(here.call.version)
    return _form_page(form, _edit_url(here), 409, call=here, theirs=theirs)


def shown_field(field: Field) -> str:
    """What stands in a field, as the page shows it."""
    return str(field.data if field.data is not None else "")


@bp.post("/calls/<slug>/open")
@requires(coordinates, load=call_here)
def open_(here: CallHere) -> BaseResponse:
    return _move(here, CallStatus.OPEN)


@bp.post("/calls/<slug>/close")
@requires(coordinates, load=call_here)
def close(here: CallHere) -> BaseResponse:
    return _move(here, CallStatus.CLOSED)


def _move(here: CallHere, status: CallStatus) -> BaseResponse:
    """A refusal is told on the list, beside the calls that it is about."""
    verb = call_services.open_call if status is CallStatus.OPEN else call_services.close_call
    try:
        verb(db.session, here.call, by=current_actor(), now=clock.now())
    except AppError as error:
        flash(message_of(error), "error")
    else:
        is_now_open = status is CallStatus.OPEN
        flash(_("The call is open. Share its link.") if is_now_open else _("The call is closed."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))


def _edit_url(here: CallHere) -> str:
    return url_for(".change", program_slug=here.program.slug, slug=here.call.slug)


def _form_page(
    form: CallForm,
    action: str,
    status: int = 200,
    *,
    call: CallHere | None = None,
    theirs: list[dict[str, str]] | None = None,
) -> Response:
    return page(
        "coordinator/calls/form.html", status, form=form, action=action, call=call.call if call else None, theirs=theirs
    )
