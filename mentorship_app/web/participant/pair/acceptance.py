"""Saying yes to a pair, or that something is in the way."""

from dataclasses import dataclass

from flask import Response, flash, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import TextAreaField

from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.acceptance import LONGEST_NOTE, OwnReply, own_replies, reply_to, take_back_reply
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.participant.current import my_enrollments, stand_in
from mentorship_app.web.participant.pair.people import known_pairs
from mentorship_app.web.participant.pair.routes import bp


@dataclass(frozen=True)
class OwnPair:
    """A pair of the reader, the side that the reader is on, and what they are asked."""

    pairing: Pairing
    side: CohortRole
    asked: OwnReply | None

    @property
    def other(self) -> Enrollment:
        """The other person of the two."""
        return self.pairing.mentee if self.side is CohortRole.MENTOR else self.pairing.mentor


def own_pair(pairing_id: str) -> OwnPair:
    """The pair of an address; raises NotFound for one that is not the reader's, or not told yet."""
    for enrollment in my_enrollments():
        for pairing in known_pairs(enrollment):
            if pairing.public_id == pairing_id:
                stand_in(pairing.cohort)
                asked = own_replies(db.session(), [pairing], enrollment.role, now=clock.now())
                return OwnPair(pairing, enrollment.role, asked.get(pairing.id))
    raise NotFound(N_("This pair is not on your page any more."))


def is_in_it(actor: Actor, own: OwnPair) -> bool:
    """The two people of a pair."""
    person = own.pairing.mentor if own.side is CohortRole.MENTOR else own.pairing.mentee
    return actor.account_id == person.account_id


class InTheWayForm(FlaskForm):
    """What is in the way, if somebody wants to say it."""

    note = TextAreaField(_l("What is in the way?"))


@bp.post("/<pairing_id>/yes")
@requires(is_in_it, load=own_pair)
def say_yes(own: OwnPair) -> BaseResponse:
    """One press. Pressing twice says it once."""
    reply_to(db.session(), own.pairing, own.side, PairingReply.ACCEPTED, now=clock.now())
    flash(_("Thank you. You said yes to your pair with %(name)s.", name=own.other.account.name), "success")
    return see_other(url_for(".index"))


@bp.get("/<pairing_id>/in-the-way")
@requires(is_in_it, load=own_pair)
def ask_in_the_way(own: OwnPair) -> Response | BaseResponse:
    """What becomes of it, before it is said."""
    if own.asked is None:
        return see_other(url_for(".index"))
    return _page(own, InTheWayForm(data={"note": own.asked.note}))


def _page(own: OwnPair, form: InTheWayForm, status: int = 200) -> Response:
    return page("participant/pair/in_the_way.html", status, own=own, form=form, most=LONGEST_NOTE)


@bp.post("/<pairing_id>/in-the-way")
@requires(is_in_it, load=own_pair)
def say_in_the_way(own: OwnPair) -> Response | BaseResponse:
    """Tell the coordinator, and nobody else."""
    form = InTheWayForm()
    try:
        reply_to(
            db.session(),
            own.pairing,
            own.side,
            PairingReply.DECLINED,
            note=form.note.data or "",
            now=clock.now(),
        )
    except FieldError as error:
        put_error(form, error)
        return _page(own, form, 422)
    flash(_("Done. The coordinator reads it and writes to you. Nobody else is told."), "success")
    return see_other(url_for(".index"))


@bp.post("/<pairing_id>/take-back")
@requires(is_in_it, load=own_pair)
def take_back(own: OwnPair) -> BaseResponse:
    """Forget the answer, so that another can be given."""
    take_back_reply(db.session(), own.pairing, own.side, now=clock.now())
    flash(_("Your answer is taken back."), "success")
    return see_other(url_for(".index"))
