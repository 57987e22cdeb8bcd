"""Verbs of connections: answer, change how to be reached, end."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.connections import notifications
from mentorship_app.mentoring.connections.models import Connection, StayAnswer
from mentorship_app.mentoring.connections.queries import find_question
from mentorship_app.mentoring.connections.replies import StayReply, keep_reply, opened, reply_of
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs.models import Enrollment

LONGEST_CONTACT = 300


def answer(
    session: Session, keyring: Keyring, pairing: Pairing, account: Account, reply: StayReply, *, now: datetime
) -> Connection | None:
    """Keep what one side says; the connection where both have now said yes. The same again changes nothing.

    A no where there is a connection ends it. Nothing tells the other side about a no, nor that anything was said.
    Raises FieldError("contact"), InvalidTransition for a pair that cannot be kept, KeyringError, SealBroken.
    """
    reply = StayReply(reply.stays, _checked(reply.contact) if reply.stays else "")
    person, other = _sides(pairing, account)
    # The two may press at once, and for two pairs of the same people: whoever comes second sees the other's yes.
    _lock(session, (person.account_id, other.account_id))
    present = _between(session, person.account_id, other.account_id)
    if find_question(session, account.id, pairing.public_id) is None:
        raise InvalidTransition(N_("Nothing is asked about this pair any more."))
    keep_reply(session, keyring, pairing, person, reply)
    if present is not None:
        _change(session, keyring, present, account.id, reply)
        return present if reply.stays else None
    theirs = reply_of(session, keyring, pairing, other) if reply.stays else None
    if theirs is None or not theirs.stays:
        return None
    made = _connect(pairing, {person.account_id: reply.contact, other.account_id: theirs.contact}, now=now)
    session.add(made)
    session.flush()
    notifications.tell_both(session, made, pairing, now=now)
    return made


def _change(session: Session, keyring: Keyring, present: Connection, account_id: UUID, reply: StayReply) -> None:
    if reply.stays:
        present.keep_contact(account_id, reply.contact)
        session.flush()
    else:
        end(session, keyring, present, account_id)


def _connect(pairing: Pairing, contacts: dict[UUID, str], *, now: datetime) -> Connection:
    first, second = sorted(contacts)
    return Connection(
        cohort_id=pairing.cohort_id,
        first_id=first,
        second_id=second,
        first_contact=contacts[first],
        second_contact=contacts[second],
        since=clock.local_date(now, pairing.cohort.program.timezone),
    )


def change_contact(session: Session, connection: Connection, account_id: UUID, words: str) -> None:
    """Change how one of the two wants to be reached. Raises FieldError("contact")."""
    connection.keep_contact(account_id, _checked(words))
    session.flush()


def end(session: Session, keyring: Keyring, connection: Connection, account_id: UUID) -> None:
    """End it for both. The one who ends it has said no from now on; the other is told nothing, and the entry is gone.

    Raises KeyringError, SealBroken.
    """
    other = connection.other_than(account_id)
    _lock(session, (account_id, other.id))
    for row in _answers(session, account_id, other.id):
        said = opened(keyring, row.pairing, row)
        if said is None or said.stays:
            keep_reply(session, keyring, row.pairing, row.enrollment, StayReply(stays=False))
    session.delete(connection)
    session.flush()


def _answers(session: Session, account_id: UUID, other_id: UUID) -> Iterable[StayAnswer]:
    """What one said about the other, in every year in which they were a pair."""
    mine, mentor, mentee = aliased(Enrollment), aliased(Enrollment), aliased(Enrollment)
    return session.scalars(
        select(StayAnswer)
        .join(mine, mine.id == StayAnswer.enrollment_id)
        .join(Pairing, Pairing.id == StayAnswer.pairing_id)
        .join(mentor, mentor.id == Pairing.mentor_id)
        .join(mentee, mentee.id == Pairing.mentee_id)
        .where(mine.account_id == account_id, or_(mentor.account_id == other_id, mentee.account_id == other_id))
    ).all()


def _sides(pairing: Pairing, account: Account) -> tuple[Enrollment, Enrollment]:
    if pairing.mentor.account_id == account.id:
        return pairing.mentor, pairing.mentee
    return pairing.mentee, pairing.mentor


def _between(session: Session, one: UUID, other: UUID) -> Connection | None:
    first, second = sorted((one, other))
    return session.scalar(select(Connection).where(Connection.first_id == first, Connection.second_id == second))


def _lock(session: Session, account_ids: Iterable[UUID]) -> None:
    # Always in the same order, so that two who press at once cannot wait for each other.
    for account_id in sorted(account_ids):
        session.get_one(Account, account_id, with_for_update={"of": Account}, populate_existing=True)


def _checked(words: str) -> str:
    words = " ".join(words.split())
    if len(words) > LONGEST_CONTACT:
        raise FieldError("contact", N_("Use at most %(most)s characters."), most=LONGEST_CONTACT)
    return words
