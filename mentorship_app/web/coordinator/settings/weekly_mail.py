"""The weekly mail of the coordinator who looks: whether, and on which day."""

from flask import Blueprint, flash, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from mentorship_app.core.errors import AppError, NotFound
from mentorship_app.programs.digest import choose_digest, coordinator_grant
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l

NEVER = "none"
DAYS = (_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"))


class WeeklyMailForm(FlaskForm):
    """On which day, if on any."""

    weekday = RadioField(
        _l("Your weekly mail"),
        choices=[
            SelectChoice(NEVER, _l("No weekly mail")),
            *(SelectChoice(str(number), name) for number, name in enumerate(DAYS)),
        ],
    )


def add_to(bp: Blueprint) -> None:
    """Put this page beside the other settings."""
    bp.add_url_rule("/settings/weekly-mail", "weekly_mail", weekly_mail, methods=["GET", "POST"])


@requires(coordinates, load=place)
def weekly_mail(here: Place) -> BaseResponse:
    account_id = current_actor().account_id
    grant = coordinator_grant(db.session(), here.program, account_id) if account_id else None
    if grant is None:
        raise NotFound(NOT_HERE)
    form = WeeklyMailForm(weekday=NEVER if grant.digest_weekday is None else str(grant.digest_weekday))
    if form.validate_on_submit():
        try:
            choose_digest(db.session(), grant, None if form.weekday.data == NEVER else int(form.weekday.data))
        except AppError as error:
            put_error(form, error)
        else:
            flash(_("Saved."), "success")
            return see_other(url_for(".weekly_mail", program_slug=here.program.slug))
    return page("coordinator/settings/weekly_mail.html", 422 if form.errors else 200, form=form)
