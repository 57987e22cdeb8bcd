"""Asking to be contacted: sealed at once, handed over by mail, gone.

No event, no line of the log and no count says that anybody asked. The mail is private, so no page of staff lists it;
its row holds the id of the sealed request and nothing of what stands in it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.tokens import new_token, token_digest
from mentorship_app.messaging import MailScope, OutboxMessage, email_kinds, enqueue
from mentorship_app.messaging.kinds import mail_endings, sealed_kinds
from mentorship_app.privacy.sealing import contact_key_name, seal_packed, unseal_packed
from mentorship_app.programs.models import Program
from mentorship_app.programs.outside.models import ContactRequest, RequestState
from mentorship_app.programs.outside.person import contact_to_offer

CONTACT_REQUEST = "contact_request"
KEPT = timedelta(days=30)
"""How long a request that could not be delivered says so to whoever wrote it."""
MOST_SIGNS = 2_000
sealed_kinds.add(CONTACT_REQUEST)


@dataclass(frozen=True)
class ContactWords:
    """What somebody writes: only how to reach them is needed."""

    reach: str
    name: str = ""
    when: str = ""
    words: str = ""


def ask_for_contact(session: Session, program: Program, words: ContactWords, *, keyring: Keyring, now: datetime) -> str:
    """Seal it and let it leave at once; gives the token under which the sender sees whether it arrived.

    Raises FieldError for what is missing or too long, Conflict when the program names nobody, KeyringError.
    """
    if not words.reach.strip():
        raise FieldError("reach", N_("Say how to reach you: a phone number or an email address."))
    for field, value in asdict(words).items():
        if len(value) > MOST_SIGNS:
            raise FieldError(field, N_("Use at most 2,000 characters."))
    person = contact_to_offer(session, program)
    if person is None:
        raise Conflict(N_("Nobody can be asked here at the moment. Call one of the lines instead."))
    token = new_token()
    request = ContactRequest(
        program_id=program.id, token_digest=token_digest(token), sealed=b"", forget_on=(now + KEPT).date()
    )
    session.add(request)
    session.flush()
    key = keyring.create(contact_key_name(program.id))
    request.sealed = seal_packed(key, asdict(words), name=request.id.bytes)
    enqueue(
        session,
        CONTACT_REQUEST,
        to_email=person.email,
        to_name=person.name,
        locale=person.locale,
        context={"request": str(request.id)},
        dedupe=f"{CONTACT_REQUEST}:{request.id}",
        program_id=program.id,
        now=now,
        private=True,
    )
    return token


def state_of(session: Session, token: str) -> RequestState | None:
    """Where the request of that token stands; None once it was handed over, or for an unknown token."""
    return session.scalar(select(ContactRequest.state).where(ContactRequest.token_digest == token_digest(token)))


def has_forgotten(session: Session, *, now: datetime) -> bool:
    """Whether there are rows whose time is over."""
    return session.scalar(select(ContactRequest.id).where(ContactRequest.forget_on < now.date()).limit(1)) is not None


def forget(session: Session, *, now: datetime) -> None:
    """Delete the rows whose time is over."""
    session.execute(delete(ContactRequest).where(ContactRequest.forget_on < now.date()))


@email_kinds.register(CONTACT_REQUEST)
def contact_request(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound when the request is gone, SealBroken, KeyringError."""
    request = _request_of(scope.session, scope.message)
    if request is None or request.sealed is None or scope.keyring is None:
        raise NotFound(N_("This message does not exist any more."))
    program = scope.session.get_one(Program, request.program_id)
    key = scope.keyring.get(contact_key_name(program.id))
    return {"program": program.name, **unseal_packed(key, request.sealed, name=request.id.bytes)}


@mail_endings.register(CONTACT_REQUEST)
def handed_over(session: Session, message: OutboxMessage, is_sent: bool) -> None:
    """Delete what was sent; of what could not be, keep only that it could not."""
    request = _request_of(session, message)
    if request is None:
        return
    if is_sent:
        session.delete(request)
    else:
        request.state, request.sealed = RequestState.FAILED, None


def _request_of(session: Session, message: OutboxMessage) -> ContactRequest | None:
    return session.get(ContactRequest, UUID(str(message.context["request"])))
