"""Ending the program: what that means is read, the program's name is typed, and only then is it done."""

from flask import Blueprint, Response, flash, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict
from mentorship_app.core.identity import Actor
from mentorship_app.surveys.ending import end_program, open_waves
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l


class EndForm(FlaskForm):
    """The program's name, typed by whoever means it."""

    name = StringField(_l("Name of the program, as it stands above"))


def add_to(bp: Blueprint) -> None:
    """Put this page beside the other settings."""
    bp.add_url_rule("/settings/end", "end", end, methods=["GET", "POST"])


def may_end(actor: Actor, here: Place) -> bool:
    """Coordinators of the program and administrators of the server."""
    return coordinates(actor, here) or actor.is_administrator


@requires(may_end, load=place)
def end(here: Place) -> Response | BaseResponse:
    form = EndForm()
    if not form.is_submitted() or here.program.ended_at is not None:
        return _page(here, form)
    if not form.validate() or not _is_meant(form, here):
        form.name.errors = [_("Type the name exactly as it stands above, so that it cannot happen by accident.")]
        return _page(here, form, 422)
    try:
        end_program(db.session(), here.program, by=current_actor(), now=clock.now())
    except Conflict as conflict:
        put_error(form, conflict)
        return _page(here, form, 409)
    flash(_("The program has ended. The key that linked answers to people is being destroyed."), "success")
    return see_other(url_for(".end", program_slug=here.program.slug))


def _is_meant(form: EndForm, here: Place) -> bool:
    return " ".join((form.name.data or "").split()).casefold() == " ".join(here.program.name.split()).casefold()


def _page(here: Place, form: EndForm, status: int = 200) -> Response:
    return page(
        "coordinator/settings/end.html",
        status,
        form=form,
        still_open=open_waves(db.session(), here.program),
        is_coordinator=coordinates(current_actor(), here),
    )
