"""A mentee's own list: the mentors they would choose, and those they wait for."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, NotFound
from mentorship_app.intake import choices, waitlists
from mentorship_app.intake.queries import profile_of
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.queries import rooms
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.queries import find_enrollment
from mentorship_app.web.access import requires
from mentorship_app.web.errors import STATUS, message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.pairing_words import FUNCTION_NAMES
from mentorship_app.web.participant.current import takes_part
from mentorship_app.web.participant.mentors.forms import ChoiceForm, PlaceForm
from mentorship_app.web.participant.mentors.routes import NOT_LISTED, Looking, bp, looking, mentor_page, mentor_seen


@dataclass(frozen=True)
class OwnLine:
    """One mentor of the own list. ``is_listed``: there is a page about them; ``note``: what is new, in words."""

    mentor: Enrollment
    function: PairingKind | None
    is_listed: bool
    note: str = ""


@bp.get("/choices")
@requires(takes_part)
def own() -> Response:
    """The ranked list, and the waitlists."""
    look = looking()
    profile = profile_of(db.session(), look.mentee)
    room = {found.mentor.id: found.left for found in rooms(db.session(), look.mentee.cohort)}
    chosen = [
        OwnLine(choice.mentor, choice.function, choice.mentor_id in room, _standing(choice.mentor, room))
        for choice in choices.own_choices(db.session(), look.mentee)
    ]
    places = {mentor.id for mentor in waitlists.places_for(db.session(), look.mentee, today=look.day)}
    waiting = [
        OwnLine(entry.mentor, None, True, _("A place is free now.") if entry.mentor_id in places else "")
        for entry in waitlists.waiting_for(db.session(), look.mentee)
    ]
    return page(
        "participant/mentors/choices.html",
        look=look,
        chosen=chosen,
        waiting=waiting,
        is_sent=profile is not None and profile.is_sent,
        functions=FUNCTION_NAMES,
        most=choices.MOST,
    )


def _standing(mentor: Enrollment, room: Mapping[UUID, int]) -> str:
    """What everybody may know: that a mentor left, or has no room."""
    if mentor.status is not EnrollmentStatus.ACTIVE:
        return _("Does not take part any more.")
    return "" if room.get(mentor.id) else _("Full now.")


@bp.post("/<mentor_id>/choose")
@requires(takes_part)
def choose(mentor_id: str) -> Response | BaseResponse:
    """Put a mentor on the list, or say for what one who is on it."""
    look = looking()
    entry = mentor_seen(look, mentor_id)
    form = ChoiceForm()
    if not form.validate_on_submit():
        return mentor_page(look, entry, form, status=422)
    kind = PairingKind(form.function.data)
    try:
        choices.choose(db.session(), look.mentee, entry.mentor, function=kind, now=clock.now(), today=look.day)
    except AppError as refusal:
        return mentor_page(look, entry, form, message_of(refusal), STATUS.get(type(refusal), 409))
    flash(_("%(name)s is on your list.", name=entry.mentor.account.name), "success")
    return _to_list(entry.mentor)


@bp.post("/<mentor_id>/function")
@requires(takes_part)
def change_function(mentor_id: str) -> BaseResponse:
    """For what a chosen mentor is wished."""
    look, form = looking(), ChoiceForm()
    mentor = _on_own_list(look, mentor_id)
    if form.function.data in set(PairingKind):
        choices.set_function(db.session(), look.mentee, mentor, function=PairingKind(form.function.data))
    return _to_list(mentor)


@bp.post("/<mentor_id>/place")
@requires(takes_part)
def place(mentor_id: str) -> BaseResponse:
    """Move a chosen mentor to a place. The button names the place, so pressing twice moves once."""
    look, form = looking(), PlaceForm()
    mentor = _on_own_list(look, mentor_id)
    choices.place(db.session(), look.mentee, mentor, rank=form.rank.data or 1)
    return _to_list(mentor)


@bp.post("/<mentor_id>/remove")
@requires(takes_part)
def remove(mentor_id: str) -> BaseResponse:
    """Take a mentor off the list."""
    look = looking()
    mentor = _on_own_list(look, mentor_id)
    choices.take_off(db.session(), look.mentee, mentor)
    flash(_("%(name)s is off your list.", name=mentor.account.name), "success")
    return see_other(url_for(".own"))


@bp.post("/<mentor_id>/wait")
@requires(takes_part)
def wait(mentor_id: str) -> Response | BaseResponse:
    """Join the waitlist of a mentor without room."""
    look = looking()
    entry = mentor_seen(look, mentor_id)
    try:
        waitlists.join(db.session(), look.mentee, entry.mentor, now=clock.now(), today=look.day)
    except AppError as refusal:
        return mentor_page(look, entry, ChoiceForm(), message_of(refusal), STATUS.get(type(refusal), 409))
    flash(
        _("You wait for %(name)s. We write to you once when a place is free.", name=entry.mentor.account.name),
        "success",
    )
    return see_other(url_for(".own"))


@bp.post("/<mentor_id>/stop-waiting")
@requires(takes_part)
def stop_waiting(mentor_id: str) -> BaseResponse:
    """Leave a waitlist, in any phase."""
    look = looking()
    mentor = _on_own_list(look, mentor_id)
    waitlists.leave(db.session(), look.mentee, mentor)
    flash(_("You wait for %(name)s no longer.", name=mentor.account.name), "success")
    return see_other(url_for(".own"))


def _on_own_list(look: Looking, public_id: str) -> Enrollment:
    """A mentor whom the person chose or waits for; whoever else the address names is not told apart from nobody."""
    mentor = find_enrollment(db.session(), look.mentee.cohort, public_id)
    if mentor is None or mentor.role is not CohortRole.MENTOR or mentor.id not in look.standing.known:
        raise NotFound(NOT_LISTED)
    return mentor


def _to_list(mentor: Enrollment) -> BaseResponse:
    return see_other(url_for(".own", _anchor=f"mentor-{mentor.public_id}"))
