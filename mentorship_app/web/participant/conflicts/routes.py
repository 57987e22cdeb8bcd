"""With whom one should not be paired. One address takes every step, so that no address tells what was done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.conflicts import declare, declared_by_person, lift, side_of
from mentorship_app.mentoring.exclusions import LONGEST_NAME, ask_not_to_be_matched, own_list, take_back
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.matching_forms import ConflictForm, people_choices
from mentorship_app.web.participant.conflicts.forms import PrivateForm
from mentorship_app.web.participant.conflicts.own import own_conflicts, own_entries, people_to_choose
from mentorship_app.web.participant.current import enrollment_called, my_enrollments, takes_part
from mentorship_app.web.participant.year import today

bp = Blueprint("conflicts", __name__, url_prefix="/conflicts")

GONE = N_("This entry is not there any more.")
STALE_PERSON = N_("Choose a person from the list.")


@dataclass
class Desk:
    """The page in one of the reader's enrollments, with both of its forms."""

    mine: Enrollment
    day: date
    others: list[Enrollment]
    conflict: ConflictForm
    private: PrivateForm

    def other(self, public_id: str | None, field: str) -> Enrollment:
        """The chosen person; raises FieldError for anybody who is not in the list."""
        found = next((person for person in self.others if person.public_id == public_id), None)
        if found is None:
            raise FieldError(field, STALE_PERSON)
        return found


def _desk() -> Desk:
    mine = enrollment_called(request.values.get("in", ""))
    day = today(mine.cohort)
    others = people_to_choose(mine, day)
    # Two forms on one page: only the one that was sent reads what came.
    sent = request.form.get("action", "") if request.method == "POST" else ""
    conflict = ConflictForm(request.form if sent == "declare" else None)
    private = PrivateForm(request.form if sent == "private" else None)
    conflict.person.choices = private.other.choices = people_choices(others)
    return Desk(mine, day, others, conflict, private)


@bp.get("")
@requires(takes_part)
def index() -> Response:
    return _page(_desk())


def _page(desk: Desk, status: int = 200) -> Response:
    problems = desk.conflict if desk.conflict.errors else desk.private
    return page(
        "participant/conflicts/index.html",
        status,
        mine=desk.mine,
        is_mentor=desk.mine.role is CohortRole.MENTOR,
        enrollments=my_enrollments(),
        conflict_form=desk.conflict,
        private_form=desk.private,
        form=problems,
        declared=own_conflicts(desk.mine.account, desk.mine.cohort.program, desk.day),
        private=own_entries(desk.mine),
        longest=LONGEST_NAME,
    )


@bp.post("")
@requires(takes_part)
def write() -> Response | BaseResponse:
    """Declare, lift, ask or take back, as the pressed button says."""
    desk, action = _desk(), request.form.get("action", "")
    verb, _colon, public_id = action.partition(":")
    if verb == "declare":
        return _declare(desk)
    if verb == "private":
        return _ask(desk)
    if verb == "lift":
        return _lift(desk, public_id)
    if verb == "take-back":
        return _take_back(desk, public_id)
    return _page(desk, 422)


def _declare(desk: Desk) -> Response | BaseResponse:
    form, mine = desk.conflict, desk.mine
    if not form.validate():
        return _page(desk, 422)
    try:
        other = desk.other(form.person.data, "person")
        mentor, mentee = (mine, other) if mine.role is CohortRole.MENTOR else (other, mine)
        declare(
            db.session(),
            mine.cohort.program,
            mentor=mentor.account,
            mentee=mentee.account,
            reason=form.why,
            declared_by=side_of(mine),
            by=current_actor(),
            now=clock.now(),
            until=form.until.data,
        )
    except AppError as error:
        put_error(form, error)
        return _page(desk, 422)
    flash(_("Declared. %(name)s is told nothing.", name=other.account.name), "success")
    return _back(mine)


def _ask(desk: Desk) -> Response | BaseResponse:
    form, mine = desk.private, desk.mine
    try:
        chosen = desk.other(form.other.data, "other") if form.other.data else None
        ask_not_to_be_matched(db.session(), mine, other=chosen, typed_name=form.typed_name.data or "", now=clock.now())
    except AppError as error:
        put_error(form, error)
        return _page(desk, 422)
    flash(_("Kept on your private list."), "success")
    return _back(mine)


def _lift(desk: Desk, public_id: str) -> BaseResponse:
    program, me = desk.mine.cohort.program, current_actor()
    found = declared_by_person(db.session(), program, desk.mine.account_id)
    conflict = next((one for one in found if one.public_id == public_id), None)
    if conflict is None:
        raise NotFound(GONE)
    lift(db.session(), conflict, declared_by=conflict.declared_by, by=me, now=clock.now())
    flash(_("Taken back."), "success")
    return _back(desk.mine)


def _take_back(desk: Desk, public_id: str) -> BaseResponse:
    entry = next((one for one in own_list(db.session(), desk.mine) if one.public_id == public_id), None)
    if entry is None:
        raise NotFound(GONE)
    take_back(db.session(), desk.mine, entry.id)
    flash(_("Taken off your private list."), "success")
    return _back(desk.mine)


def _back(mine: Enrollment) -> BaseResponse:
    several = len(my_enrollments()) > 1
    parts: dict[str, Any] = {"in": mine.public_id} if several else {}
    return see_other(url_for(".index", **parts))
