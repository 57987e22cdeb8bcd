"""One's own connections across all years, and what is asked about pairs that are over. Open to every account."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, NotAllowed, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.connections import Connection, services
from mentorship_app.mentoring.connections.queries import (
    connections_of,
    find_connection,
    find_question,
    questions_of,
)
from mentorship_app.mentoring.connections.replies import StayReply
from mentorship_app.web.access import current_actor, requires, signed_in
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.current import my_enrollment, my_enrollments

bp = Blueprint("connections", __name__, url_prefix="/connections")

ROWS_A_PAGE = 50
NOT_HERE = N_("This connection is not on your page any more.")


class ContactForm(FlaskForm):
    """How somebody wants to be reached."""

    contact = StringField(_l("How you want to be reached"))


@dataclass(frozen=True)
class Kept:
    """One connection as its reader sees it."""

    connection: Connection
    other: Account
    contact: str
    mine: str


@dataclass(frozen=True)
class OwnQuestion:
    """A pair of the address, and the account that is asked."""

    pairing: Pairing
    account: Account

    @property
    def other(self) -> Account:
        mentor, mentee = self.pairing.mentor.account, self.pairing.mentee.account
        return mentee if mentor.id == self.account.id else mentor


@dataclass(frozen=True)
class OwnConnection:
    """A connection of the address, and the account whose it is."""

    connection: Connection
    account_id: UUID


def _account_id() -> UUID:
    account_id = current_actor().account_id
    if account_id is None:
        raise NotAllowed(N_("There is no such account any more."))
    return account_id


def own_question(pairing_id: str) -> OwnQuestion:
    """The pair of an address; raises NotFound for one about which the reader is not asked."""
    account_id = current_actor().account_id
    account = db.session.get(Account, account_id) if account_id else None
    pairing = find_question(db.session(), account.id, pairing_id) if account else None
    if account is None or pairing is None:
        raise NotFound(N_("This pair is not on your page any more."))
    return OwnQuestion(pairing, account)


def own_connection(connection_id: str) -> OwnConnection:
    """The connection of an address; raises NotFound for those of others."""
    account_id = current_actor().account_id
    found = find_connection(db.session(), account_id, connection_id) if account_id else None
    if found is None or account_id is None:
        raise NotFound(NOT_HERE)
    return OwnConnection(found, account_id)


def is_asked(actor: Actor, own: OwnQuestion) -> bool:
    """Each of the two people of the pair."""
    return actor.account_id == own.account.id


def is_connected(actor: Actor, own: OwnConnection) -> bool:
    """Each of the two."""
    return actor.account_id == own.account_id


@bp.get("")
@requires(signed_in)
def index() -> Response:
    return _page()


def _page(status: int = 200, *, problem: ContactForm | None = None, about: str = "") -> Response:
    """``problem``: a form that cannot be kept, of the pair or connection ``about``."""
    account_id = _account_id()
    if my_enrollments():
        # The help numbers and the name at the top are those of the person's own program.
        my_enrollment()
    found = db.paginate(connections_of(account_id), per_page=ROWS_A_PAGE, error_out=False)
    answer = page(
        "participant/connections/index.html",
        status,
        found=found,
        kept=[_kept(one, account_id) for one in found.items],
        questions=sorted(questions_of(db.session(), keyring(), account_id), key=lambda one: one.reply is not None),
        address=db.session.get_one(Account, account_id).email,
        problem=problem,
        about=about,
        most=services.LONGEST_CONTACT,
    )
    # A phone is often shared, and a no is nobody else's to read.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _kept(connection: Connection, account_id: UUID) -> Kept:
    other = connection.other_than(account_id)
    return Kept(connection, other, connection.contact_of(other.id), connection.contact_of(account_id))


@bp.post("/pairs/<pairing_id>")
@requires(is_asked, load=own_question)
def answer(own: OwnQuestion) -> Response | BaseResponse:
    """Yes or no to staying in touch; pressing twice says it once."""
    form = ContactForm()
    stays = request.form.get("stays") == "1"
    try:
        made = services.answer(
            db.session(),
            keyring(),
            own.pairing,
            own.account,
            StayReply(stays, form.contact.data or ""),
            now=clock.now(),
        )
    except FieldError as error:
        put_error(form, error)
        return _page(422, problem=form, about=own.pairing.public_id)
    flash(_said(made, own, stays=stays), "success")
    return see_other(url_for(".index"))


def _said(made: Connection | None, own: OwnQuestion, *, stays: bool) -> str:
    if made is not None:
        return _("You both said yes. You stay in touch with %(name)s.", name=own.other.name)
    if stays:
        return _("Saved. If %(name)s says yes too, you both get a mail.", name=own.other.name)
    return _("Saved. Nobody is told, and you can change your mind here.")


@bp.post("/<connection_id>/contact")
@requires(is_connected, load=own_connection)
def change_contact(own: OwnConnection) -> Response | BaseResponse:
    """Change how the other one reaches you."""
    form = ContactForm()
    try:
        services.change_contact(db.session(), own.connection, own.account_id, form.contact.data or "")
    except FieldError as error:
        put_error(form, error)
        return _page(422, problem=form, about=own.connection.public_id)
    flash(_("Saved."), "success")
    return see_other(url_for(".index"))


@bp.get("/<connection_id>/end")
@requires(is_connected, load=own_connection)
def ask_end(own: OwnConnection) -> Response:
    """What ending it means, before it is done."""
    other = own.connection.other_than(own.account_id)
    return page("participant/connections/end.html", connection=own.connection, other=other)


@bp.post("/<connection_id>/end")
@requires(is_connected, load=own_connection)
def end(own: OwnConnection) -> BaseResponse:
    """End it for both; the other one is told nothing."""
    name = own.connection.other_than(own.account_id).name
    services.end(db.session(), keyring(), own.connection, own.account_id)
    flash(_("Your connection with %(name)s has ended. Nobody is told.", name=name), "success")
    return see_other(url_for(".index"))
