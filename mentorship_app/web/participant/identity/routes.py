"""Who somebody says they are: asked once the intake is sent, and open to change from the page called Me."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_, translate
from mentorship_app.forms.identity import WithIdentity, erase_identity
from mentorship_app.intake.queries import profile_of
from mentorship_app.matching.identities import holder_of
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web import identity
from mentorship_app.web.access import current_actor, requires, signed_in
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.participant.current import my_enrollment, takes_part

bp = Blueprint("identity", __name__)

SENT = "sent"
"""Value of ``?return=`` for who has just sent their intake."""
JUST_SENT: dict[str, Any] = {"return": SENT}


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """No browser keeps a copy of these pages."""
    response.headers["Cache-Control"] = "no-store"
    return response


@dataclass(frozen=True)
class Mine:
    """The answers of the person who asks, and where they take part."""

    enrollment: Enrollment
    holder: WithIdentity

    @property
    def has_wishes(self) -> bool:
        return self.enrollment.role is CohortRole.MENTEE


def _mine(own_id: str) -> Mine:
    """By the enrollment in the address, if it is one's own. Active or not: whoever left may still erase."""
    enrollment = db.session.scalar(
        select(Enrollment).where(Enrollment.public_id == own_id, Enrollment.account_id == current_actor().account_id)
    )
    holder = holder_of(db.session(), enrollment) if enrollment is not None else None
    if enrollment is None or holder is None:
        raise NotFound(N_("There are no questions of this kind for you at this address."))
    g.program, g.cohort = enrollment.cohort.program, enrollment.cohort
    return Mine(enrollment, holder)


def _around(mine: Mine) -> identity.Surroundings:
    own_id = mine.enrollment.public_id
    # Who comes from sending the intake goes on to what happens next; everybody else came from Me.
    fresh = JUST_SENT if request.args.get("return") == SENT else {}
    return identity.Surroundings(
        layout="layouts/participant.html",
        action=url_for("participant.identity.save", own_id=own_id, **fresh),
        erase=url_for("participant.identity.erase", own_id=own_id),
        back=url_for("participant.intake.done" if fresh else "participant.me.index"),
    )


@bp.get("/intake/identity")
@requires(takes_part)
def why() -> Response | BaseResponse:
    """What is asked for, and why, before anything is asked. Only after the intake was sent."""
    enrollment = my_enrollment(CohortRole.MENTEE)
    profile = profile_of(db.session(), enrollment)
    if profile is None or not profile.is_sent:
        return see_other(url_for("participant.intake.index"))
    return page(
        "identity/why.html",
        layout="layouts/participant.html",
        title=_("Your intake is sent"),
        with_wishes=True,
        questions_url=url_for(".questions", own_id=enrollment.public_id, **JUST_SENT),
        skip_url=url_for("participant.intake.done"),
    )


@bp.get("/me/identity/<own_id>")
@requires(signed_in)
def questions(own_id: str) -> Response:
    mine = _mine(own_id)
    return identity.questions_page(mine.holder, mine.enrollment.cohort.program, _around(mine), wishes=mine.has_wishes)


@bp.post("/me/identity/<own_id>")
@requires(signed_in)
def save(own_id: str) -> Response | BaseResponse:
    mine = _mine(own_id)
    return identity.save(mine.holder, mine.enrollment.cohort.program, _around(mine), wishes=mine.has_wishes)


@bp.post("/me/identity/<own_id>/erase")
@requires(signed_in)
def erase(own_id: str) -> BaseResponse:
    mine = _mine(own_id)
    erase_identity(db.session(), mine.holder)
    flash(translate(identity.ERASED, current_locale()), "success")
    return see_other(url_for(".questions", own_id=own_id))
