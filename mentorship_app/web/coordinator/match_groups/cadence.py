"""How many weeks a cohort's groups may let pass before one who leads is reminded."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import IntegerField
from wtforms.validators import InputRequired

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.mentoring.meetings.cadence import group_cadence_of, set_group_cadence
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.match_groups.routes import bp
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.versioned_form import VersionedForm


class GroupCadenceForm(VersionedForm):
    """Weeks; 0 for no reminders."""

    weeks = IntegerField(_l("Weeks between meetings"), [InputRequired(_l("Enter a number of weeks, or 0."))])


@bp.get("/cadence")
@requires(coordinates, load=place)
def show_cadence(here: Place) -> Response:
    weeks, version = group_cadence_of(db.session(), here.cohort)
    return _page(here, GroupCadenceForm(None, weeks=weeks, version=str(version)))


def _page(here: Place, form: GroupCadenceForm, status: int = 200) -> Response:
    weeks, _version = group_cadence_of(db.session(), here.cohort)
    return page("coordinator/match_groups/cadence.html", status, form=form, weeks=weeks, is_stale=status == 409)


@bp.post("/cadence")
@requires(coordinates, load=place)
def save_cadence(here: Place) -> Response | BaseResponse:
    """Change it for this cohort."""
    form, session, now = GroupCadenceForm(), db.session(), clock.now()
    if not form.validate():
        return _page(here, form, 422)
    weeks, version = form.weeks.data or 0, form.read_version
    try:
        set_group_cadence(session, here.cohort, weeks, version=version, by=current_actor(), now=now)
    except FieldError as error:
        put_error(form, error)
        return _page(here, form, 422)
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(group_cadence_of(session, here.cohort)[1])
        return _page(here, form, 409)
    flash(_("Saved."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))
