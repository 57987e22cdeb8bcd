"""Modules that the program writes for itself: a page with both languages, and how it will look."""

from dataclasses import dataclass

from flask import Response, flash, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, StringField, TextAreaField

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.training import OwnModule
from mentorship_app.training.library import sections_of
from mentorship_app.training.markdown import render
from mentorship_app.training.own_modules import LONGEST_TEXT, OwnText, rewrite, write
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.coordinator.training.routes import bp
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.versioned_form import Difference, VersionedForm


@dataclass(frozen=True)
class OwnHere:
    """A module of the program itself."""

    place: Place
    own: OwnModule


def own_here(program_slug: str, public_id: str) -> OwnHere:
    """Raises NotFound, also for a module of another program."""
    here = place(program_slug)
    mine = OwnModule.program_id == here.program.id
    own = db.session.scalar(select(OwnModule).where(mine, OwnModule.public_id == public_id))
    if own is None:
        raise NotFound(NOT_HERE)
    return OwnHere(here, own)


def coordinates_own(actor: Actor, here: OwnHere) -> bool:
    """Coordinators of the program."""
    return coordinates(actor, here.place)


class ModuleForm(VersionedForm):
    """Both languages of a module, for whom it is, and whether people see it."""

    title_en = StringField(_l("Title in English"))
    title_fr = StringField(_l("Title in French"))
    text_en = TextAreaField(_l("Text in English"))
    text_fr = TextAreaField(_l("Text in French"))
    for_mentors = BooleanField(_l("For mentors"))
    for_mentees = BooleanField(_l("For mentees"))
    shown = BooleanField(_l("People see this module"))

    @property
    def text(self) -> OwnText:
        """What was typed."""
        return OwnText(
            title_en=(self.title_en.data or "").strip(),
            title_fr=(self.title_fr.data or "").strip(),
            text_en=(self.text_en.data or "").strip(),
            text_fr=(self.text_fr.data or "").strip(),
            for_mentors=bool(self.for_mentors.data),
            for_mentees=bool(self.for_mentees.data),
            shown=bool(self.shown.data),
        )


@bp.get("/new")
@requires(coordinates, load=place)
def new(_here: Place) -> Response:
    return _page(ModuleForm(formdata=None, for_mentors=True, version="0"), None)


@bp.post("/new")
@requires(coordinates, load=place)
def create(here: Place) -> Response | BaseResponse:
    form = ModuleForm()
    if "preview" in request.form:
        return _page(form, None, previewed=True)
    try:
        write(db.session(), here.program, form.text, by=current_actor(), now=clock.now())
    except FieldError as error:
        put_error(form, error)
        return _page(form, None, 422)
    flash(_("Saved."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))


@bp.get("/own/<public_id>")
@requires(coordinates_own, load=own_here)
def edit(here: OwnHere) -> Response:
    own = here.own
    return _page(ModuleForm(formdata=None, obj=own, version=str(own.version)), own)


@bp.post("/own/<public_id>")
@requires(coordinates_own, load=own_here)
def change(here: OwnHere) -> Response | BaseResponse:
    form, own = ModuleForm(), here.own
    if "preview" in request.form:
        return _page(form, own, previewed=True)
    try:
        rewrite(db.session(), own, form.text, version=form.read_version, by=current_actor(), now=clock.now())
    except FieldError as error:
        put_error(form, error)
        return _page(form, own, 422)
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(own.version)
        return _page(form, own, 409, theirs=_differences(form, own))
    flash(_("Saved."), "success")
    return see_other(url_for(".index", program_slug=here.place.program.slug))


def _differences(form: ModuleForm, own: OwnModule) -> list[Difference]:
    fields = ("title_en", "title_fr", "text_en", "text_fr")
    return [
        Difference(str(form[field].label.text), getattr(own, field), getattr(form.text, field))
        for field in fields
        if getattr(own, field) != getattr(form.text, field)
    ]


def _page(
    form: ModuleForm,
    own: OwnModule | None,
    status: int = 200,
    *,
    previewed: bool = False,
    theirs: list[Difference] | None = None,
) -> Response:
    texts = {"en": form.text.text_en, "fr": form.text.text_fr} if previewed else {}
    return page(
        "coordinator/training/own.html",
        status,
        form=form,
        own=own,
        theirs=theirs or [],
        most=LONGEST_TEXT,
        titles={"en": form.text.title_en, "fr": form.text.title_fr},
        previews={
            locale: [(section.heading, render(section.text)) for section in sections_of(text)]
            for locale, text in texts.items()
        },
    )
