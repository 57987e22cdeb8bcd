"""The outbox pages. Nothing leaves that could not be read here first; previews never hold a link that works."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.messaging import LocalMail, MailScope, MessageStatus, OutboxMessage, cancel, hold, send_now
from mentorship_app.messaging.queries import count_by_status, find_message, local_mails, messages
from mentorship_app.messaging.render import RenderedMail, render
from mentorship_app.programs import Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.outbox import at_once, words
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.coordinator.row_ids import row_id
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, page_or_block, see_other
from mentorship_app.web.i18n import _, ngettext

bp = Blueprint("outbox", __name__)
logger = logging.getLogger(__name__)

MAILS_A_PAGE = 50
WAITING = (MessageStatus.QUEUED, MessageStatus.RETRY)


@dataclass(frozen=True)
class MessageHere:
    """A mail of the program in view."""

    program: Program
    message: OutboxMessage


def message_here(program_slug: str, message_id: str) -> MessageHere:
    """The mail of the address; raises NotFound for one of others and for a private one."""
    here = place(program_slug)
    message = find_message(db.session, here.program.id, row_id(message_id), with_installation=_sees_installation())
    if message is None:
        raise NotFound(NOT_HERE)
    return MessageHere(here.program, message)


def coordinates_message(actor: Actor, here: MessageHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


def _sees_installation() -> bool:
    """Administrators also see mail that belongs to no program."""
    return current_actor().is_administrator


def _mail_is_local() -> bool:
    return current_settings().smtp_url is None


@bp.get("/outbox")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    status = request.args.get("status", "")
    chosen = MessageStatus(status) if status in set(MessageStatus) else None
    found = messages(here.program.id, status=chosen, with_installation=_sees_installation())
    counts = count_by_status(db.session, here.program.id, with_installation=_sees_installation())
    return page_or_block(
        "coordinator/outbox/index.html",
        "found",
        mails=db.paginate(found, per_page=MAILS_A_PAGE, error_out=False),
        chosen=chosen,
        counts=counts,
        total=sum(counts.values()),
        waiting=sum(counts.get(state, 0) for state in WAITING),
        **at_once.lines_of(here.program),
        words=words,
        is_local=_mail_is_local(),
    )


@bp.get("/outbox/<message_id>")
@requires(coordinates_message, load=message_here)
def show(here: MessageHere) -> Response:
    mail, problem = _preview(here.message)
    status = here.message.status
    return page(
        "coordinator/outbox/show.html",
        message=here.message,
        mail=mail,
        problem=problem,
        words=words,
        can_hold=status in WAITING,
        can_send=status in {*WAITING, MessageStatus.HELD, MessageStatus.DEAD},
        can_take_back=status in {*WAITING, MessageStatus.HELD},
    )


def _preview(message: OutboxMessage) -> tuple[RenderedMail | None, str]:
    """The mail as its reader would get it, its personal links left out; or why it cannot be written any more."""
    scope = MailScope(
        session=db.session(), message=message, base_url=current_settings().base_url, now=clock.now(), preview=True
    )
    try:
        return render(scope), ""
    except AppError as error:
        return None, message_of(error)
    except (NoResultFound, LookupError):
        logger.info("mail has lost its subject", extra={"message_id": str(message.id)})
        return None, _("What this mail was about has been deleted.")


@dataclass(frozen=True)
class Verb:
    """What can be done to a mail: the change, its name in the log, what is said afterwards."""

    change: Callable[[Session, OutboxMessage], None]
    action: str
    said: str


def _send(session: Session, message: OutboxMessage) -> None:
    send_now(session, message, now=clock.now())


VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        "hold": Verb(hold, "messaging.mail.held", N_("The mail is held. It leaves only when you say so.")),
        "send": Verb(
            _send, "messaging.mail.released", N_("The mail leaves within a minute; at night, in the morning.")
        ),
        "take-back": Verb(cancel, "messaging.mail.taken_back", N_("The mail is taken back and will not be sent.")),
    }
)


@bp.post("/outbox/<message_id>/hold", endpoint="hold")
@requires(coordinates_message, load=message_here)
def hold_message(here: MessageHere) -> BaseResponse:
    return _do(here, "hold")


@bp.post("/outbox/<message_id>/send", endpoint="send")
@requires(coordinates_message, load=message_here)
def send_message(here: MessageHere) -> BaseResponse:
    return _do(here, "send")


@bp.post("/outbox/<message_id>/take-back", endpoint="take_back")
@requires(coordinates_message, load=message_here)
def take_back_message(here: MessageHere) -> BaseResponse:
    return _do(here, "take-back")


def _do(here: MessageHere, name: str) -> BaseResponse:
    verb = VERBS[name]
    _apply(here.program, here.message, verb)
    flash(_(verb.said), "success")
    return see_other(url_for(".index", program_slug=here.program.slug))


def _apply(program: Program, message: OutboxMessage, verb: Verb) -> None:
    verb.change(db.session(), message)
    audit.record(
        db.session(),
        verb.action,
        by=current_actor(),
        subject=message,
        at=clock.now(),
        program_id=program.id,
        to=message.to_name,
    )


@bp.post("/outbox/hold-all")
@requires(coordinates, load=place)
def hold_all(here: Place) -> BaseResponse:
    number = _do_all(here, WAITING, VERBS["hold"]) + at_once.hold_every(here.program)
    flash(ngettext("%(num)s mail is held now.", "%(num)s mails are held now.", number), "info")
    return see_other(url_for(".index", program_slug=here.program.slug))


@bp.post("/outbox/send-waiting")
@requires(coordinates, load=place)
def send_waiting(here: Place) -> BaseResponse:
    """Nothing waits for its ten minutes any longer; what is held stays held."""
    return _release(here, WAITING, also=at_once.send_soon_now(here.program))


@bp.post("/outbox/send-all")
@requires(coordinates, load=place)
def send_all(here: Place) -> BaseResponse:
    return _release(here, (MessageStatus.HELD,), also=at_once.release_every(here.program))


def _release(here: Place, states: tuple[MessageStatus, ...], *, also: int) -> BaseResponse:
    number = _do_all(here, states, VERBS["send"]) + also
    flash(ngettext("%(num)s mail leaves within a minute.", "%(num)s mails leave within a minute.", number), "info")
    return see_other(url_for(".index", program_slug=here.program.slug))


def _do_all(here: Place, states: tuple[MessageStatus, ...], verb: Verb) -> int:
    rows = db.session.scalars(messages(here.program.id).where(OutboxMessage.status.in_(states))).all()
    for message in rows:
        _apply(here.program, message, verb)
    return len(rows)


@bp.get("/outbox/mailbox")
@requires(coordinates, load=place)
def mailbox(here: Place) -> Response:
    """What would have been mailed, while no mail server is set up; links in it work."""
    if not _mail_is_local():
        raise NotFound(NOT_HERE)
    found = local_mails(here.program.id, with_installation=_sees_installation())
    return page(
        "coordinator/outbox/mailbox.html",
        mails=db.paginate(found, per_page=MAILS_A_PAGE, error_out=False),
        sees_installation=_sees_installation(),
    )


def local_mail_here(program_slug: str, mail_id: str) -> tuple[Place, LocalMail]:
    """A mail of the local mailbox; raises NotFound for one of others, and when mail goes out for real."""
    here = place(program_slug)
    found = local_mails(here.program.id, with_installation=_sees_installation()).where(LocalMail.id == row_id(mail_id))
    mail = db.session.scalar(found) if _mail_is_local() else None
    if mail is None:
        raise NotFound(NOT_HERE)
    return here, mail


def coordinates_local_mail(actor: Actor, here: tuple[Place, LocalMail]) -> bool:
    """Coordinators of the program."""
    return coordinates(actor, here[0])


@bp.get("/outbox/mailbox/<mail_id>")
@requires(coordinates_local_mail, load=local_mail_here)
def local_mail(here: tuple[Place, LocalMail]) -> Response:
    return page("coordinator/outbox/local_mail.html", mail=here[1])
