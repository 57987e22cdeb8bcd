"""Mails of check-ins in the outbox: one line and one page each, whoever they go to. No name stands on any of them."""

from dataclasses import dataclass

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core.errors import AppError, NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.messaging.render import RenderedMail
from mentorship_app.programs import Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.surveys.mailings import Mailing, services
from mentorship_app.surveys.mailings.queries import find_mailing, mailings_in
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.outbox.at_once import VERBS, apply
from mentorship_app.web.coordinator.outbox.routes import bp
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.coordinator.row_ids import row_id
from mentorship_app.web.coordinator.surveys.inviting import MAILING_NAMES, MAILING_TAGS, mails_of
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _

MAILINGS_A_PAGE = 50


@dataclass(frozen=True)
class MailingHere:
    """A mailing of the program in view."""

    program: Program
    mailing: Mailing


def mailing_here(program_slug: str, mailing_id: str) -> MailingHere:
    """The mailing of the address; raises NotFound for one of others."""
    here = place(program_slug)
    mailing = find_mailing(db.session(), here.program.id, row_id(mailing_id))
    if mailing is None:
        raise NotFound(NOT_HERE)
    return MailingHere(here.program, mailing)


def coordinates_mailing(actor: Actor, here: MailingHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


@bp.get("/outbox/mailings")
@requires(coordinates, load=place)
def mailings(here: Place) -> Response:
    """Every mailing of the program, those of the newest check-in first."""
    return page(
        "coordinator/outbox/mailings.html",
        found=db.paginate(mailings_in(here.program.id), per_page=MAILINGS_A_PAGE, error_out=False),
        mailing_names=MAILING_NAMES,
        mailing_tags=MAILING_TAGS,
    )


@bp.get("/outbox/mailings/<mailing_id>")
@requires(coordinates_mailing, load=mailing_here)
def show_mailing(here: MailingHere) -> Response:
    return _mailing_page(here)


def _mailing_page(here: MailingHere, problem: str = "", status: int = 200) -> Response:
    mails, unwritable = _mails(here.mailing)
    return page(
        "coordinator/outbox/mailing.html",
        status,
        mailing=here.mailing,
        wave=here.mailing.wave,
        name=MAILING_NAMES[here.mailing.kind],
        tag=MAILING_TAGS[here.mailing.status],
        can=services.verbs_for(here.mailing),
        mails=mails,
        problem=problem or unwritable,
        refused=sum(here.mailing.refused.values()),
    )


def _mails(mailing: Mailing) -> tuple[list[tuple[str, RenderedMail]], str]:
    """The mail in both languages; or why it cannot be written any more."""
    try:
        return mails_of(mailing.wave, mailing.kind), ""
    except AppError as error:
        return [], message_of(error)


@bp.post("/outbox/mailings/<mailing_id>/hold")
@requires(coordinates_mailing, load=mailing_here)
def hold_mailing(here: MailingHere) -> Response | BaseResponse:
    return _do(here, "hold")


@bp.post("/outbox/mailings/<mailing_id>/release")
@requires(coordinates_mailing, load=mailing_here)
def release_mailing(here: MailingHere) -> Response | BaseResponse:
    return _do(here, "release")


@bp.post("/outbox/mailings/<mailing_id>/send")
@requires(coordinates_mailing, load=mailing_here)
def send_mailing(here: MailingHere) -> Response | BaseResponse:
    return _do(here, "send")


@bp.post("/outbox/mailings/<mailing_id>/take-back")
@requires(coordinates_mailing, load=mailing_here)
def take_back_mailing(here: MailingHere) -> Response | BaseResponse:
    return _do(here, "take-back")


def _do(here: MailingHere, name: str) -> Response | BaseResponse:
    try:
        apply(here.program, here.mailing, VERBS[name])
    except AppError as error:
        return _mailing_page(here, message_of(error), 409)
    flash(_(VERBS[name].said), "success")
    return see_other(url_for(".show_mailing", program_slug=here.program.slug, mailing_id=here.mailing.id))
