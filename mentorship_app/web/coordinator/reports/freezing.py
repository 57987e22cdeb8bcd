"""``/p/<program>/reports/e/<edition>/freeze``: what freezing means, and doing it."""

from flask import Response, flash
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, InvalidTransition
from mentorship_app.reports.context import NothingToReport
from mentorship_app.reports.editions.changing import require_draft
from mentorship_app.reports.editions.freezing import require_drawn
from mentorship_app.reports.editions.queries import line_of_edition
from mentorship_app.reports.services import request_freezing
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.reports.editions import address, bp
from mentorship_app.web.coordinator.reports.forms import VersionForm
from mentorship_app.web.coordinator.reports.here import EditionHere, edition_here, orm, writes_edition
from mentorship_app.web.coordinator.reports.words import edition_name
from mentorship_app.web.errors import message_of
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _


@bp.get("/e/<edition_id>/freeze")
@requires(writes_edition, load=edition_here)
def freeze(here: EditionHere) -> Response:
    """What will be fixed, or what has to be done first."""
    return _page(here, VersionForm.of(here.edition), _obstacle(here))


def _obstacle(here: EditionHere) -> AppError | None:
    try:
        require_draft(orm(), here.edition)
        require_drawn(orm(), here.edition)
    except InvalidTransition as error:
        return error
    return None


def _page(here: EditionHere, form: VersionForm, obstacle: AppError | None, status: int = 200) -> Response:
    return page(
        "coordinator/reports/freeze.html",
        status,
        edition=here.edition,
        name=edition_name(here.edition),
        line=line_of_edition(orm(), here.edition),
        form=form,
        obstacle=message_of(obstacle) if obstacle else "",
        failed=status != 200,
        edition_url=address(here.edition, here.program.slug),
    )


@bp.post("/e/<edition_id>/freeze")
@requires(writes_edition, load=edition_here)
def ask_to_freeze(here: EditionHere) -> Response | BaseResponse:
    """The worker draws it for good, if it still says what was read."""
    form = VersionForm.of(here.edition)
    try:
        request_freezing(orm(), here.edition, version=form.read_version, by=current_actor(), now=clock.now())
    except (Conflict, InvalidTransition, NothingToReport) as error:
        form.renew(here.edition.version)
        return _page(here, form, error, 409)
    flash(_("The report is being drawn for good."), "success")
    return see_other(address(here.edition, here.program.slug))
