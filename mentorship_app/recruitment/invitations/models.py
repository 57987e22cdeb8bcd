"""Invitations to a call, their mailed links, and lists of people that wait for a decision."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from mentorship_app.core.searching import searchable
from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped
from mentorship_app.messaging import OutboxMessage
from mentorship_app.recruitment.invitations.enums import InvitationStatus
from mentorship_app.recruitment.models import Call


class Invitation(Identified, Timestamped, Base):
    """One person asked to answer one call. Whether they applied is told by the application of the same address."""

    __tablename__ = "invitation"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), index=True)
    email: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    """Empty when the list gave only an address: the person is asked for it when they begin."""
    department: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]
    status: Mapped[InvitationStatus] = mapped_column(default=InvitationStatus.INVITED)
    opened: Mapped[bool] = mapped_column(default=False)
    """Only ever counted, never shown beside a name; and without a time."""
    reminders_sent: Mapped[int] = mapped_column(default=0)
    invited_at: Mapped[datetime]
    last_mail_at: Mapped[datetime]
    """When the newest mail was written: the invitation's, or a reminder's."""
    stopped_at: Mapped[datetime | None]
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("outbox_message.id", ondelete="SET NULL"), index=True)
    """The newest mail; whether it left or bounced stands there."""
    search_text: Mapped[str] = mapped_column(default="", server_default="")
    """Name, address and department as searches compare them."""

    call: Mapped[Call] = relationship()
    message: Mapped[OutboxMessage | None] = relationship()

    __table_args__ = (
        UniqueConstraint("call_id", "email"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint("reminders_sent BETWEEN 0 AND 2", name="at_most_two_reminders"),
        Index("ix_invitation_call_last_mail", "call_id", "last_mail_at"),
    )


@event.listens_for(Invitation, "before_insert")
@event.listens_for(Invitation, "before_update")
def _keep_findable(_mapper: Mapper[Invitation], _connection: Connection, invitation: Invitation) -> None:
    invitation.search_text = searchable(invitation.name or "", invitation.email, invitation.department or "")


class InvitationLink(Identified, Timestamped, Base):
    """A mailed link. Whoever holds the token may begin the application in the person's name."""

    __tablename__ = "invitation_link"

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]

    invitation: Mapped[Invitation] = relationship()


class InvitationList(Identified, Timestamped, Base):
    """People whom somebody is about to invite, as they were read. Gone once invited, or after a day."""

    __tablename__ = "invitation_list"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    people: Mapped[list[Any]]
    """One ``{number, email, name, department, locale}`` for each."""

    call: Mapped[Call] = relationship()
