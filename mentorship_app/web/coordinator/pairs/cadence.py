"""How many weeks a cohort's pairs may let pass before one of them is reminded."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import IntegerField
from wtforms.validators import InputRequired

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.mentoring.meetings.cadence import cadence_of, set_cadence
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.pairs.routes import bp
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.versioned_form import VersionedForm


class CadenceForm(VersionedForm):
    """Weeks; 0 for no reminders."""

    weeks = IntegerField(_l("Weeks between meetings"), [InputRequired(_l("Enter a number of weeks, or 0."))])


@bp.get("/cadence")
@requires(coordinates, load=place)
def show_cadence(here: Place) -> Response:
    weeks, version = cadence_of(db.session(), here.cohort)
    return _page(here, CadenceForm(None, weeks=weeks, version=str(version)))


def _page(here: Place, form: CadenceForm, status: int = 200) -> Response:
    weeks, _version = cadence_of(db.session(), here.cohort)
    return page("coordinator/pairs/cadence.html", status, form=form, weeks=weeks, is_stale=status == 409)


@bp.post("/cadence")
@requires(coordinates, load=place)
def save_cadence(here: Place) -> Response | BaseResponse:
    """Change it for this cohort."""
    form, session = CadenceForm(), db.session()
    if not form.validate():
        return _page(here, form, 422)
    try:
        set_cadence(
            session, here.cohort, form.weeks.data or 0, version=form.read_version, by=current_actor(), now=clock.now()
        )
    except FieldError as error:
        put_error(form, error)
        return _page(here, form, 422)
    except Conflict as conflict:
        put_error(form, conflict)
        form.renew(cadence_of(session, here.cohort)[1])
        return _page(here, form, 409)
    flash(_("Saved."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))
