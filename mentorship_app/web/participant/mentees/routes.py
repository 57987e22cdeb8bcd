"""A mentor's own list of mentees. They see names and training levels, nothing of anybody's intake.

Everybody who takes part can be chosen, so the page is the same whatever others wish.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse
from wtforms import Form, StringField

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.searching import search_words, searchable
from mentorship_app.matching import mentors_choices
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.queries import find_enrollment
from mentorship_app.web.access import requires
from mentorship_app.web.errors import STATUS, message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page_or_block, see_other
from mentorship_app.web.i18n import _, _l, current_locale
from mentorship_app.web.list_page import ListPage
from mentorship_app.web.participant.current import my_enrollment, takes_part
from mentorship_app.web.participant.mentors.forms import PlaceForm

bp = Blueprint("mentees", __name__, url_prefix="/me/mentees")

MENTEES_A_PAGE = 20
NOT_HERE = N_("This person does not take part as a mentee any more.")


@dataclass(frozen=True)
class Line:
    """A mentee by name and level. ``has_left``: does not take part any more."""

    public_id: str
    name: str
    level: str
    has_left: bool


class FindForm(Form):
    """What narrows the list; it stands in the address."""

    q = StringField(_l("Name"))


@bp.get("")
@requires(takes_part)
def index() -> Response:
    return _page(my_enrollment(CohortRole.MENTOR))


def _page(mentor: Enrollment, problem: str = "", status: int = 200) -> Response:
    session = db.session()
    chosen = [_line(choice.mentee) for choice in mentors_choices.own_order(session, mentor)]
    asked = mentors_choices.is_asked(session, mentor.cohort)
    form = FindForm(request.args)
    found = _to_choose_from(mentor, {line.public_id for line in chosen}, form.q.data or "") if asked else []
    return page_or_block(
        "participant/mentees/index.html",
        "found",
        status,
        chosen=chosen,
        is_asked=asked,
        form=form,
        found=ListPage.of(found, number=request.args.get("page", 1, int), size=MENTEES_A_PAGE),
        most=mentors_choices.MOST,
        problem=problem,
        is_fragment=is_fragment_request(),
    )


def _line(mentee: Enrollment) -> Line:
    level = mentee.training_level
    return Line(
        mentee.public_id,
        mentee.account.name,
        level.name.in_(current_locale()) if level is not None else "",
        mentee.status is not EnrollmentStatus.ACTIVE,
    )


def _to_choose_from(mentor: Enrollment, chosen: set[str], typed: str) -> list[Line]:
    """Every mentee of the cohort who is not on the list, by name: nobody is left out for what they wish."""
    mentees = db.session.scalars(
        select(Enrollment)
        .join(Enrollment.account)
        .where(
            Enrollment.cohort_id == mentor.cohort_id,
            Enrollment.role == CohortRole.MENTEE,
            Enrollment.status == EnrollmentStatus.ACTIVE,
            Enrollment.account_id != mentor.account_id,
        )
        .order_by(Account.name, Enrollment.id)
    )
    words = search_words(typed)
    return [
        _line(mentee)
        for mentee in mentees
        if mentee.public_id not in chosen and all(word in searchable(mentee.account.name) for word in words)
    ]


@bp.post("/<mentee_id>/choose")
@requires(takes_part)
def choose(mentee_id: str) -> Response | BaseResponse:
    """Put a mentee at the end of the list."""
    mentor, mentee = _both(mentee_id)
    try:
        mentors_choices.choose_mentee(db.session(), mentor, mentee, now=clock.now())
    except AppError as refusal:
        return _page(mentor, message_of(refusal), STATUS.get(type(refusal), 409))
    flash(_("%(name)s is on your list.", name=mentee.account.name), "success")
    return see_other(url_for(".index", _anchor=f"mentee-{mentee.public_id}"))


@bp.post("/<mentee_id>/place")
@requires(takes_part)
def place(mentee_id: str) -> Response | BaseResponse:
    """Move a chosen mentee to a place. The button names the place, so pressing twice moves once."""
    mentor, mentee = _both(mentee_id)
    try:
        mentors_choices.place_mentee(db.session(), mentor, mentee, rank=PlaceForm().rank.data or 1)
    except AppError as refusal:
        return _page(mentor, message_of(refusal), STATUS.get(type(refusal), 409))
    return see_other(url_for(".index", _anchor=f"mentee-{mentee.public_id}"))


@bp.post("/<mentee_id>/remove")
@requires(takes_part)
def remove(mentee_id: str) -> Response | BaseResponse:
    """Take a mentee off the list."""
    mentor, mentee = _both(mentee_id)
    try:
        mentors_choices.take_mentee_off(db.session(), mentor, mentee)
    except AppError as refusal:
        return _page(mentor, message_of(refusal), STATUS.get(type(refusal), 409))
    flash(_("%(name)s is off your list.", name=mentee.account.name), "success")
    return see_other(url_for(".index"))


def _both(mentee_id: str) -> tuple[Enrollment, Enrollment]:
    """The reader as mentor, and a mentee of the same cohort; raises NotFound."""
    mentor = my_enrollment(CohortRole.MENTOR)
    mentee = find_enrollment(db.session(), mentor.cohort, mentee_id)
    if mentee is None or mentee.role is not CohortRole.MENTEE:
        raise NotFound(NOT_HERE)
    return mentor, mentee
