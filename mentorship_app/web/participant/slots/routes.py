"""The free slots, one's own, taking and giving back. Participants' pages leave no line of the log."""

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict
from mentorship_app.programs import Enrollment
from mentorship_app.programs.outside.person import contact_to_offer
from mentorship_app.programs.slots import SupportSlot
from mentorship_app.programs.slots.notifications import when_text
from mentorship_app.programs.slots.services import coming, give_back, slot_called, take_slot
from mentorship_app.web.access import requires
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.participant.current import my_enrollment, takes_part

bp = Blueprint("slots", __name__, url_prefix="/slots")


@bp.get("")
@requires(takes_part)
def index() -> Response:
    return _page(my_enrollment())


def _page(mine: Enrollment, status: int = 200, *, problem: str = "") -> Response:
    program, locale = mine.cohort.program, current_locale()
    person = contact_to_offer(db.session(), program)
    found = coming(db.session(), program, now=clock.now()) if person else []
    own = [slot for slot in found if slot.booking and slot.booking.enrollment.account_id == mine.account_id]
    return page(
        "participant/slots/index.html",
        status,
        person=person,
        own=own,
        free=[slot for slot in found if slot.booking is None],
        problem=problem,
        when=lambda slot: when_text(slot, locale),
    )


def _slot(mine: Enrollment) -> SupportSlot | None:
    return slot_called(db.session(), mine.cohort.program, request.form.get("slot", ""), now=clock.now())


@bp.post("/take")
@requires(takes_part)
def take() -> Response | BaseResponse:
    mine = my_enrollment()
    slot = _slot(mine)
    if slot is None:
        return _page(mine, 409, problem=_("This slot is over, or it is offered no more."))
    try:
        take_slot(db.session(), slot, mine, now=clock.now())
    except Conflict as error:
        return _page(mine, 409, problem=message_of(error))
    flash(_("The slot is yours. A mail confirms when and where."), "success")
    return see_other(url_for(".index"))


@bp.post("/give-back")
@requires(takes_part)
def give() -> BaseResponse:
    mine = my_enrollment()
    slot = _slot(mine)
    if slot is not None:
        give_back(db.session(), slot, mine, now=clock.now())
    flash(_("The slot is free again."), "info")
    return see_other(url_for(".index"))
