"""Today, and moving the cohort from phase to phase."""

from flask import Blueprint, Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.core.i18n import N_
from mentorship_app.programs import Phase, phases
from mentorship_app.programs.phases import Opening
from mentorship_app.programs.versions import claim
from mentorship_app.programs.year.queries import has_tasks
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.audit_sentences import PHASE
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.coordinator.today.actions import actions
from mentorship_app.web.coordinator.today.day import Day
from mentorship_app.web.coordinator.today.numbers import four_numbers
from mentorship_app.web.coordinator.today.year import next_dates, timeline_items
from mentorship_app.web.coordinator.year.words import next_rows
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.versioned_form import VersionedForm

bp = Blueprint("today", __name__)

OPENING = {
    Opening.ROSTER: _l("adding people to the cohort"),
    Opening.APPLICATIONS: _l("applications of mentors"),
    Opening.INTAKE: _l("the intake of mentees"),
    Opening.PAIRING: _l("making pairs"),
    Opening.WAVES: _l("surveys"),
    Opening.MEETINGS: _l("meetings and agreements"),
}
FINAL = N_("A closed cohort stays closed: nobody can write in it any more. Reports can still be made.")


@bp.get("/")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    day = Day(here, clock.now())
    dates = next_dates(day)
    return page(
        "coordinator/today/index.html",
        actions=actions(day),
        numbers=four_numbers(day),
        year=timeline_items(here.cohort, day.today),
        next_dates=dates[:2],
        tasks=next_rows(here.cohort, program_slug=here.program.slug, today=day.today),
        has_tasks=has_tasks(db.session, here.cohort),
        next_phase=phases.next_phase(here.cohort),
        is_closed=here.cohort.phase is Phase.CLOSED,
        phase_names=PHASE,
    )


class PhaseForm(VersionedForm):
    """Which step to take. ``version`` is that of the cohort as it was read."""

    phase = HiddenField()


@bp.get("/phase")
@requires(coordinates, load=place)
def phase(here: Place) -> Response:
    return _phase_page(here, PhaseForm(version=str(here.cohort.version)))


def _phase_page(here: Place, form: PhaseForm, status: int = 200) -> Response:
    targets = (phases.next_phase(here.cohort), phases.previous_phase(here.cohort))
    return page(
        "coordinator/today/phase.html",
        status,
        form=form,
        steps=[phases.step(here.cohort.phase, target) for target in targets if target is not None],
        phase_names=PHASE,
        opening_names=OPENING,
        final=_(FINAL),
    )


@bp.post("/phase")
@requires(coordinates, load=place)
def move(here: Place) -> BaseResponse:
    form = PhaseForm()
    target = form.phase.data or ""
    try:
        if target not in set(Phase):
            return _phase_page(here, form, 422)
        if here.cohort.phase is not Phase(target):
            claim(db.session, here.cohort, form.read_version)
        phases.move_to(db.session, here.cohort, Phase(target), by=current_actor(), now=clock.now())
    except AppError as error:
        put_error(form, error)
        db.session.refresh(here.cohort)
        form.renew(here.cohort.version)
        return _phase_page(here, form, 409)
    flash(_("The cohort is now in: %(phase)s.", phase=PHASE[here.cohort.phase]), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))
