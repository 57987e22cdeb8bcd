"""``/p/<program>/matching/pairs/<mentee>``: why this pair, what would be next best, and why not somebody else."""

from flask import Blueprint, Response, request

from mentorship_app.matching.run_inputs import InputsGone
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.match_reasons.reading import reasons_of, require_mentee
from mentorship_app.web.coordinator.matching.desk import Desk, desk_of
from mentorship_app.web.coordinator.matching.here import MenteeMatchingHere, mentee_matching_here
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.errors import message_of
from mentorship_app.web.htmx import page_or_block
from mentorship_app.web.i18n import current_locale

bp = Blueprint("match_reasons", __name__, url_prefix="/matching/pairs")


@bp.get("/<public_id>")
@requires(coordinates, load=mentee_matching_here)
def show(here: MenteeMatchingHere) -> Response:
    desk, gone = _desk(here)
    if desk is None:
        require_mentee(here)
    return page_or_block(
        "coordinator/match_reasons/show.html",
        "reasons",
        here=here,
        desk=desk,
        gone=gone,
        found=reasons_of(desk, here, request.args.get("mentor", "")) if desk is not None else None,
        locale=current_locale(),
    )


def _desk(here: MenteeMatchingHere) -> tuple[Desk | None, str]:
    """The desk, or why there is none any more."""
    try:
        return desk_of(here), ""
    except InputsGone as error:
        return None, message_of(error)
