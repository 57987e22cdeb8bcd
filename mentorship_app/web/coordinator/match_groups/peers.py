"""Senior residents who mentor juniors: enrolled as mentors, with a place or more, and then matched like others."""

from collections.abc import Sequence

from flask import Response, flash, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.services import enroll
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.match_groups.forms import MOST_JUNIORS, PeersForm
from mentorship_app.web.coordinator.match_groups.routes import bp
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, ngettext


@bp.get("/peers")
@requires(coordinates, load=place)
def peers(here: Place) -> Response:
    """Who could mentor somebody junior, the most senior first."""
    return _page(here, PeersForm(capacity=1))


def _page(here: Place, form: PeersForm, status: int = 200) -> Response:
    residents, mentoring = _residents(here.cohort)
    form.offer(residents)
    return page(
        "coordinator/match_groups/peers.html",
        status,
        form=form,
        residents=residents,
        mentoring=mentoring,
        match_url=url_for("coordinator.matching.index", program_slug=here.program.slug, kind=PairingKind.PEER),
    )


def _residents(cohort: Cohort) -> tuple[list[Enrollment], list[Enrollment]]:
    """Residents above the lowest level who do not mentor yet, and those who do."""
    people: Sequence[Enrollment] = db.session.scalars(
        select(Enrollment)
        .options(joinedload(Enrollment.account), joinedload(Enrollment.training_level))
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status == EnrollmentStatus.ACTIVE)
    ).all()
    mentors = {one.account_id: one for one in people if one.role is CohortRole.MENTOR}
    levels = [one.training_level.position for one in people if one.training_level is not None]
    lowest = min(levels, default=0)
    seniors = [
        one
        for one in people
        if one.role is CohortRole.MENTEE and one.training_level is not None and one.training_level.position > lowest
    ]
    seniors.sort(
        key=lambda one: (-(one.training_level.position if one.training_level else 0), one.account.name.casefold())
    )
    already = [mentors[one.account_id] for one in seniors if one.account_id in mentors]
    return [one for one in seniors if one.account_id not in mentors], already


@bp.post("/peers")
@requires(coordinates, load=place)
def add_peers(here: Place) -> Response | BaseResponse:
    """Enroll the chosen residents as mentors too. Pressing twice enrolls once."""
    form = PeersForm()
    residents, _already = _residents(here.cohort)
    chosen = [one for one in residents if one.public_id in (form.people.data or ())]
    is_valid = form.validate()
    if not chosen:
        form.people.errors = (*form.people.errors, _("Choose at least one person."))
    if not form.agreed.data:
        form.agreed.errors = (*form.agreed.errors, _("Ask them first. Nobody mentors without having said yes."))
    if form.capacity.data is not None and not 1 <= form.capacity.data <= MOST_JUNIORS:
        form.capacity.errors = (*form.capacity.errors, _("Enter a number from 1 to 3."))
    if not is_valid or any(field.errors for field in form):
        return _page(here, form, 422)
    for one in chosen:
        enroll(
            db.session(),
            here.cohort,
            one.account,
            role=CohortRole.MENTOR,
            capacity=form.capacity.data,
            training_level=one.training_level,
            department=one.department,
            site=one.site,
            by=current_actor(),
            now=clock.now(),
        )
    words = ngettext(
        "%(num)s resident now mentors too. Find pairs under “Peer mentor”.",
        "%(num)s residents now mentor too. Find pairs under “Peer mentor”.",
        len(chosen),
    )
    flash(words, "success")
    return see_other(url_for(".peers", program_slug=here.program.slug))
