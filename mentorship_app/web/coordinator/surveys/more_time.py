"""Giving an open check-in more time."""

from flask import Response, flash
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import DateField, IntegerField

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.surveys import WaveStatus
from mentorship_app.surveys.extending import move_last_day
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.coordinator.surveys.forms import LAST_DAY
from mentorship_app.web.coordinator.surveys.here import WaveHere, check_version, wave_here, wave_url
from mentorship_app.web.coordinator.surveys.routes import bp
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l


class MoreTimeForm(FlaskForm):
    """The new last day, for the check-in as it was read."""

    version = IntegerField(default=0)
    closes_on = DateField(_l("Last day"), [LAST_DAY])


@bp.get("/<public_id>/more-time")
@requires(coordinates, load=wave_here)
def ask_more_time(here: WaveHere) -> Response | BaseResponse:
    if here.wave.status is not WaveStatus.OPEN:
        return see_other(wave_url(here, here.wave))
    return _more_time_page(here, MoreTimeForm(closes_on=here.wave.closes_on))


def _more_time_page(here: WaveHere, form: MoreTimeForm, status: int = 200) -> Response:
    return page("coordinator/surveys/more_time.html", status, wave=here.wave, form=form)


@bp.post("/<public_id>/more-time")
@requires(coordinates, load=wave_here)
def more_time(here: WaveHere) -> Response | BaseResponse:
    """Move the last day on, and what is mailed before it."""
    if here.wave.status is WaveStatus.OPEN:
        check_version(here.wave)
    form = MoreTimeForm()
    if not form.validate_on_submit():
        return _more_time_page(here, form, 422)
    try:
        move_last_day(db.session(), here.wave, form.closes_on.data, by=current_actor(), now=clock.now())
    except AppError as error:
        put_error(form, error)
        return _more_time_page(here, form, 422)
    flash(_("The last day is moved. Reminders that have not left follow it."))
    return see_other(wave_url(here, here.wave))
