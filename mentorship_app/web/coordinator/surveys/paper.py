"""A check-in on paper: the sheet to print, where it is put, and who types the sheets in."""

from flask import Response, flash, request, url_for
from flask_babel import force_locale
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.core.paths import STATIC
from mentorship_app.documents import render_pdf
from mentorship_app.messaging.preview import preview
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.paper import PaperEntry, notifications, services
from mentorship_app.surveys.paper.printing import printed
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.coordinator.surveys.here import WaveHere, wave_here
from mentorship_app.web.coordinator.surveys.preview import UNWORDED
from mentorship_app.web.coordinator.surveys.routes import bp
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l, current_locale

PAPERS = {"a4": "A4", "letter": _l("Letter")}
LANGUAGES = {"en": "English", "fr": "Français"}


def _strip(text: str | None) -> str:
    return (text or "").strip()


class PlaceForm(FlaskForm):
    """Where people put their sheets."""

    place_en = StringField(_l("Where sheets are put, in English"), filters=[_strip])
    place_fr = StringField(_l("Where sheets are put, in French"), filters=[_strip])


class EntryForm(FlaskForm):
    """Who types the sheets in."""

    name = StringField(
        _l("Name"), [InputRequired(_l("Enter the name of the person.")), Length(max=services.LONGEST_NAME)]
    )
    email = StringField(_l("Email address"), [InputRequired(_l("Enter an email address."))], filters=[_strip])
    locale = RadioField(
        _l("Language of the mail"), choices=[SelectChoice(key, word) for key, word in LANGUAGES.items()]
    )


def _db() -> Session:
    return db.session()


@bp.context_processor
def _paper_words() -> dict[str, object]:
    """For the page of a wave: who types its sheets in at the moment."""
    return {"paper_entry_of": lambda wave: services.entry_of(_db(), wave)}


def _url(here: WaveHere) -> str:
    return url_for(".on_paper", program_slug=here.program.slug, public_id=here.wave.public_id)


@bp.get("/<public_id>/paper")
@requires(coordinates, load=wave_here)
def on_paper(here: WaveHere) -> Response | BaseResponse:
    """Sheets to print and, while the check-in is open, who types them in."""
    if here.wave.status is WaveStatus.CLOSED:
        return see_other(url_for(".show", program_slug=here.program.slug, public_id=here.wave.public_id))
    return _paper_page(here)


def _paper_page(
    here: WaveHere, *, place: PlaceForm | None = None, entry: EntryForm | None = None, status: int = 200
) -> Response:
    words = services.place_of(_db(), here.wave)
    return page(
        "coordinator/surveys/paper/page.html",
        status,
        wave=here.wave,
        place=place or PlaceForm(formdata=None, place_en=words.en, place_fr=words.fr),
        form=entry or EntryForm(formdata=None, locale=here.program.locale),
        wrong=place if place is not None and place.errors else entry,
        entry=services.entry_of(_db(), here.wave),
        mails=[(language, _mail(here.wave, language)) for language in LOCALES],
        languages=LANGUAGES,
        papers=PAPERS,
    )


def _mail(wave: Wave, language: str) -> object:
    return preview(
        _db(),
        notifications.PAPER_ENTRY,
        to_email="",
        to_name=_("(name)"),
        locale=language,
        context=notifications.context_of(wave),
        base_url=current_settings().base_url,
        now=clock.now(),
    )


@bp.post("/<public_id>/paper")
@requires(coordinates, load=wave_here)
def save_place(here: WaveHere) -> Response | BaseResponse:
    """The line on each sheet that says where it is put."""
    form = PlaceForm()
    try:
        services.set_place(_db(), here.wave, en=form.place_en.data, fr=form.place_fr.data)
    except FieldError as error:
        put_error(form, error)
        return _paper_page(here, place=form, status=422)
    flash(_("Saved. It stands on every sheet that is printed from now on."))
    return see_other(_url(here))


@bp.post("/<public_id>/paper/entry")
@requires(coordinates, load=wave_here)
def open_entry(here: WaveHere) -> Response | BaseResponse:
    """Mail somebody outside the program their link."""
    form = EntryForm()
    if form.validate_on_submit():
        try:
            opened = services.open_entry(
                _db(),
                here.wave,
                name=form.name.data,
                email=form.email.data,
                locale=form.locale.data,
                by=current_actor(),
                now=clock.now(),
            )
        except FieldError as error:
            put_error(form, error)
        else:
            return _opened(here, opened)
    return _paper_page(here, entry=form, status=422)


def _opened(here: WaveHere, entry: PaperEntry) -> BaseResponse:
    flash(
        _(
            "The link goes to %(name)s in ten minutes; until then the mail can be taken back in the outbox.",
            name=entry.name,
        )
    )
    return see_other(_url(here))


@bp.post("/<public_id>/paper/end")
@requires(coordinates, load=wave_here)
def end_entry(here: WaveHere) -> BaseResponse:
    """Let the link open nothing any more; twice changes nothing."""
    entry = services.entry_of(_db(), here.wave)
    if entry is not None:
        services.end_entry(_db(), entry, by=current_actor(), now=clock.now())
        flash(_("Nobody types sheets in any more. What was sealed stays."))
    return see_other(_url(here))


@bp.get("/<public_id>/paper.pdf")
@requires(coordinates, load=wave_here)
def sheet(here: WaveHere) -> Response:
    """The blank sheet as a tagged PDF. An unknown language or paper is the reader's language, A4."""
    if here.wave.status is WaveStatus.CLOSED:
        raise Conflict(N_("This check-in is closed. Answers are no longer taken."))
    language, paper = request.args.get("lang", ""), request.args.get("paper", "")
    language = language if language in LANGUAGES else current_locale()
    drawn = sheet_html(here, language, paper if paper in PAPERS else "a4")
    # Drawing takes a second or two, and nobody should wait for the database meanwhile.
    made_at = here.wave.created_at
    name = f"{here.wave.public_id}-{language}.pdf"
    _db().rollback()
    response = Response(render_pdf(drawn, base=STATIC, made_at=made_at), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def sheet_html(here: WaveHere, language: str, paper: str) -> str:
    """The sheet as a document of its own, as the engine draws it. Raises Conflict while a measure has no wording."""
    contents = contents_of(_db(), here.wave)
    if any(not instrument.can_be_asked for instrument in contents.instruments):
        raise Conflict(UNWORDED)
    with force_locale(language):
        return page(
            "coordinator/surveys/paper/sheet.html",
            wave=here.wave,
            paper=paper,
            pages=printed(contents, language),
            place=services.place_of(_db(), here.wave).in_(language),
            own_words=(here.wave.consent_fr if language == "fr" else here.wave.consent_en).strip(),
        ).get_data(as_text=True)
