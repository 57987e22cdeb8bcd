"""The mail that staff of a program may see. Private mail (sign-in links a person asked for) is in none of it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from mentorship_app.messaging.models import LocalMail, MessageStatus, OutboxMessage


def messages(
    program_id: UUID, *, status: MessageStatus | None = None, with_installation: bool = False
) -> Select[OutboxMessage]:
    """The mails of a program, newest first; ``with_installation`` adds those that belong to no program."""
    found = (
        select(OutboxMessage)
        .where(*_visible(program_id, with_installation))
        .order_by(OutboxMessage.created_at.desc(), OutboxMessage.id)
    )
    return found if status is None else found.where(OutboxMessage.status == status)


def find_message(
    session: Session, program_id: UUID, message_id: UUID, *, with_installation: bool = False
) -> OutboxMessage | None:
    """One of those mails."""
    return session.scalar(
        messages(program_id, with_installation=with_installation).where(OutboxMessage.id == message_id)
    )


def count_by_status(
    session: Session, program_id: UUID, *, with_installation: bool = False
) -> Mapping[MessageStatus, int]:
    """How many of those mails stand where; states without any are left out."""
    rows = session.execute(
        select(OutboxMessage.status, func.count().label("number"))
        .where(*_visible(program_id, with_installation))
        .group_by(OutboxMessage.status)
    )
    return {row.status: row.number for row in rows}


def local_mails(program_id: UUID, *, with_installation: bool = False) -> Select[LocalMail]:
    """What the local mailbox holds for a program, newest first, but for private mail.

    ``with_installation`` adds all mail of no program.
    """
    mine = and_(LocalMail.program_id == program_id, LocalMail.private.is_(False))
    return (
        select(LocalMail)
        .where(or_(mine, LocalMail.program_id.is_(None)) if with_installation else mine)
        .order_by(LocalMail.at.desc(), LocalMail.id)
    )


def _visible(program_id: UUID, with_installation: bool) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    mine = OutboxMessage.program_id == program_id
    where = or_(mine, OutboxMessage.program_id.is_(None)) if with_installation else mine
    return where, OutboxMessage.private.is_(False)
