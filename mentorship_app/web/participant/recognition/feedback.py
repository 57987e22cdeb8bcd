"""A mentee's number for a mentor: given, changed and taken back on one page, until it is part of an average."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.recognition.feedback import HIGHEST, LOWEST, give, own_number, take_back
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web.access import requires
from mentorship_app.web.components import Problem
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.pair.acceptance import OwnPair, is_in_it, own_pair
from mentorship_app.web.participant.pair.lines import Line, lines
from mentorship_app.web.participant.pair.routes import bp

AFTER = timedelta(days=30)
"""How long a pair has been one before its page asks: a first impression is not what this is about."""


@dataclass(frozen=True)
class MenteeHere:
    """A pair of the reader's, who is its mentee."""

    own: OwnPair


def mentee_here(pairing_id: str) -> MenteeHere:
    """Raises NotFound for a pair that is not the reader's, and for its mentor."""
    own = own_pair(pairing_id)
    if own.side is not CohortRole.MENTEE:
        raise NotFound(N_("This pair is not on your page any more."))
    return MenteeHere(own)


def is_mentee(actor: Actor, here: MenteeHere) -> bool:
    """The mentee of the pair alone."""
    return is_in_it(actor, here.own)


@bp.get("/<pairing_id>/number")
@requires(is_mentee, load=mentee_here)
def number(here: MenteeHere) -> Response:
    return _page(here)


def _page(here: MenteeHere, problem: str = "", status: int = 200) -> Response:
    answer = page(
        "participant/recognition/number.html",
        status,
        pairing=here.own.pairing,
        name=here.own.other.account.name,
        own=own_number(db.session(), keyring(), here.own.pairing),
        typed=request.form.get("value", ""),
        points=range(LOWEST, HIGHEST + 1),
        problems=[Problem(problem, f"value-{LOWEST}")] if problem else [],
    )
    # A phone is often shared.
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/<pairing_id>/number")
@requires(is_mentee, load=mentee_here)
def give_number(here: MenteeHere) -> Response | BaseResponse:
    """Keep the number, or delete it; what is already part of an average stays as it is."""
    pairing, typed = here.own.pairing, request.form.get("value", "")
    try:
        if "take_back" in request.form:
            take_back(db.session(), keyring(), pairing)
            flash(_("Your number is deleted."), "success")
        else:
            is_number = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(HIGHEST))
            give(db.session(), keyring(), pairing, int(typed) if is_number else 0)
            flash(_("Kept, sealed. You can change it until it is part of an average."), "success")
    except AppError as error:
        return _page(here, message_of(error), 422)
    return see_other(url_for(".number", pairing_id=pairing.public_id))


@lines.register("number")
def number_line(pairing: Pairing, reader: Enrollment) -> Line | None:
    """A mentee's way to it, the same whether they gave one or not."""
    if reader.role is not CohortRole.MENTEE:
        return None
    today = clock.local_date(clock.now(), reader.cohort.program.timezone)
    if today < pairing.started_on + AFTER:
        return None
    url = url_for("participant.pair.number", pairing_id=pairing.public_id)
    return Line(_("Say how useful it is"), url, "private")
