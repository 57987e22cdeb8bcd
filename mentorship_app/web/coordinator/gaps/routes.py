"""The gap board: what mentees need, what mentors offer, who waits for whom."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, url_for
from flask_sqlalchemy.pagination import Pagination
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.intake.waitlists import lengths
from mentorship_app.matching.gaps import FacetBoard, Gap, board
from mentorship_app.mentoring.queries import MentorRoom, rooms
from mentorship_app.mentoring.team import services
from mentorship_app.mentoring.team.models import TeamWish
from mentorship_app.mentoring.team.queries import find_wish, open_wishes
from mentorship_app.programs import policies as program_policies
from mentorship_app.recruitment.enums import CallStatus
from mentorship_app.recruitment.queries import calls_of
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.gaps import words
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.pairing_words import KIND_NAMES
from mentorship_app.web.versioned_form import VersionedForm

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
class WishHere(Place):
    """A wish for somebody in a mentoring team of the cohort in view."""

    wish: TeamWish


def wish_here(program_slug: str, public_id: str) -> WishHere:
    """The wish of the address; raises NotFound, also for one of another cohort or program."""
    here = place(program_slug)
    found = find_wish(db.session(), here.cohort, public_id)
    if found is None:
        raise NotFound(NOT_HERE)
    return WishHere(here.program, here.cohort, found)


def coordinates_wish(actor: Actor, here: WishHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


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
        asked=_asked(here),
        kinds=KIND_NAMES,
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


def _asked(here: Place) -> Pagination:
    """What mentees ask for beside the mentors they have."""
    return db.paginate(open_wishes(here.cohort), per_page=ROWS_SHOWN, error_out=False)


@bp.post("/gaps/asked/<public_id>")
@requires(coordinates_wish, load=wish_here)
def settle(here: WishHere) -> BaseResponse:
    """Note that somebody has seen to it."""
    version = VersionedForm().read_version
    services.settle(db.session(), here.wish, version=version, by=current_actor(), now=clock.now())
    flash(_("Settled. %(name)s can ask again.", name=here.wish.enrollment.account.name), "success")
    return see_other(url_for(".index", program_slug=here.program.slug, _anchor="asked"))


def _invite_url(here: Place) -> str:
    """Where to invite mentors: the open call that began last, else the list of calls."""
    calls = [call for call in calls_of(db.session(), here.cohort) if call.status is CallStatus.OPEN]
    if not calls:
        return url_for("coordinator.calls.index", program_slug=here.program.slug)
    return url_for("coordinator.invitations.add", program_slug=here.program.slug, slug=calls[0].slug)
