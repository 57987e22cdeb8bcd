"""The mentors of the cohort, for mentees: look, filter, read about one."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, request

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.intake import services as intake
from mentorship_app.intake.choices import MOST
from mentorship_app.intake.waitlists import can_join
from mentorship_app.matching.directory import (
    OPEN_IN,
    Entry,
    Looser,
    Standing,
    entries,
    entry_of,
    nearest_looser,
    offered,
    standing_of,
)
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web.access import requires
from mentorship_app.web.compression import compressed
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, page_or_block
from mentorship_app.web.i18n import _l
from mentorship_app.web.list_page import ListPage
from mentorship_app.web.participant.current import my_enrollment, takes_part
from mentorship_app.web.participant.mentors.cards import MentorCard, card
from mentorship_app.web.participant.mentors.forms import ChoiceForm, FilterForm
from mentorship_app.web.participant.year import today

bp = Blueprint("mentors", __name__, url_prefix="/mentors")

MENTORS_A_PAGE = 20
"""A few thumbs long on a phone; who looks for somebody narrows the list."""
NOT_LISTED = N_("This mentor is not in the list, or not any more. That can have many reasons, and none is told.")

WITHOUT = {
    "site": _l("the site"),
    "department": _l("the department"),
    "with_room": _l("room"),
    "language": _l("the language"),
    "topic": _l("the topic"),
}
PARAMETERS = {"with_room": "room"}
"""Filters that are called otherwise in the address."""


@dataclass(frozen=True)
class Looking:
    """A mentee who looks at mentors: what they may do now."""

    mentee: Enrollment
    standing: Standing
    day: date

    @property
    def may_choose(self) -> bool:
        return intake.is_writable(self.mentee)

    @property
    def may_wait(self) -> bool:
        return can_join(self.mentee)

    @property
    def is_full(self) -> bool:
        """Whether the list of choices has no line left."""
        return len(self.standing.chosen) >= MOST


def looking() -> Looking:
    """The person as mentee of their cohort; raises NotFound when they are none."""
    mentee = my_enrollment(CohortRole.MENTEE)
    return Looking(mentee, standing_of(db.session(), mentee), today(mentee.cohort))


def mentor_seen(look: Looking, public_id: str) -> Entry:
    """The mentor of an address, as far as this mentee may see them; raises NotFound in one sentence for all reasons."""
    found = None
    if look.mentee.cohort.phase in OPEN_IN:
        found = entry_of(db.session(), look.mentee, look.standing, public_id, today=look.day)
    if found is None:
        raise NotFound(NOT_LISTED)
    return found


@bp.get("")
@requires(takes_part)
def index() -> Response:
    look = looking()
    if look.mentee.cohort.phase not in OPEN_IN:
        return page("participant/mentors/closed.html")
    listed = entries(db.session(), look.mentee, look.standing, today=look.day)
    form = FilterForm(request.args)
    form.offer(offered(listed))
    found = [entry for entry in listed if form.wanted.fits(entry)]
    shown = ListPage.of(found, number=request.args.get("page", 1, int), size=MENTORS_A_PAGE)
    answer = page_or_block(
        "participant/mentors/index.html",
        "found",
        look=look,
        form=form,
        found=shown,
        cards=[card(entry, whole=False) for entry in shown.items],
        anybody=bool(listed),
        looser=_looser(nearest_looser(listed, form.wanted)) if not found else None,
        most=MOST,
        is_fragment=is_fragment_request(),
    )
    return compressed(answer)


@dataclass(frozen=True)
class LooserFilter:
    """A filter that can be given up: its name in words, how many are found without it, the address without it."""

    word: str
    found: int
    parameters: dict[str, str]


def _looser(looser: Looser | None) -> LooserFilter | None:
    if looser is None:
        return None
    dropped = PARAMETERS.get(looser.name, looser.name)
    kept = {name: value for name, value in request.args.items() if value and name not in {dropped, "page"}}
    return LooserFilter(str(WITHOUT[looser.name]), looser.found, kept)


@bp.get("/<mentor_id>")
@requires(takes_part)
def show(mentor_id: str) -> Response:
    look = looking()
    return mentor_page(look, mentor_seen(look, mentor_id), ChoiceForm())


def mentor_page(look: Looking, entry: Entry, form: ChoiceForm, problem: str = "", status: int = 200) -> Response:
    """One mentor, and what one can do: choose, wait, or neither."""
    return page(
        "participant/mentors/show.html",
        status,
        look=look,
        mentor=card_of(look, entry),
        form=form,
        problem=problem,
        most=MOST,
    )


def card_of(look: Looking, entry: Entry) -> MentorCard:
    """The whole card of a mentor, with where the reader stands with them."""
    mentor_id, standing = entry.mentor.id, ""
    if mentor_id in look.standing.team:
        standing = "team"
    elif mentor_id in look.standing.chosen:
        standing = "chosen"
    elif mentor_id in look.standing.waiting:
        standing = "waiting"
    return card(entry, whole=True, standing=standing, function=look.standing.chosen.get(mentor_id))
