"""The gap board: what mentees need, what mentors offer, who waits for whom."""

from dataclasses import dataclass

from flask import Blueprint, Response, url_for

from mentorship_app.core import clock
from mentorship_app.intake.waitlists import lengths
from mentorship_app.matching.gaps import FacetBoard, Gap, board
from mentorship_app.mentoring.queries import MentorRoom, rooms
from mentorship_app.recruitment.enums import CallStatus
from mentorship_app.recruitment.queries import calls_of
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.gaps import words
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page

bp = Blueprint("gaps", __name__)

ROWS_SHOWN = 50
"""Of one facet; what comes after has places enough or is named by few."""


@dataclass(frozen=True)
class Shown:
    """One facet with its rows as they are drawn, and how many are left out."""

    board: FacetBoard
    rows: tuple[Gap, ...]
    more: int


@dataclass(frozen=True)
class Line:
    """A mentor and how many people wait for them."""

    room: MentorRoom
    waiting: int


@bp.get("/gaps")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    today = clock.local_date(clock.now(), here.program.timezone)
    found = board(db.session(), here.cohort, today=today)
    return page(
        "coordinator/gaps/index.html",
        board=found,
        facets=[Shown(one, one.gaps[:ROWS_SHOWN], max(0, len(one.gaps) - ROWS_SHOWN)) for one in found.facets],
        lines=_lines(here),
        invite_url=_invite_url(here),
        words=words,
    )


def _lines(here: Place) -> list[Line]:
    """Mentors for whom people wait, the longest line first."""
    waiting = lengths(db.session(), here.cohort)
    if not waiting:
        return []
    found = [
        Line(room, waiting[room.mentor.id]) for room in rooms(db.session(), here.cohort) if room.mentor.id in waiting
    ]
    return sorted(found, key=lambda line: -line.waiting)


def _invite_url(here: Place) -> str:
    """Where to invite mentors: the open call that began last, else the list of calls."""
    calls = [call for call in calls_of(db.session(), here.cohort) if call.status is CallStatus.OPEN]
    if not calls:
        return url_for("coordinator.calls.index", program_slug=here.program.slug)
    return url_for("coordinator.invitations.add", program_slug=here.program.slug, slug=calls[0].slug)
